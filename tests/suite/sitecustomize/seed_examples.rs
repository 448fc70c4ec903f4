//! The four examples of the original's description, as its users have them in their set-ups.

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.on_newest("the original's examples 1 to 4 work", |python| {
        let installation = Installation::shared(python, &[]);
        let venv = installation.venv("venv");
        let shown = ["plot_1.svg", "plot_2.svg"];
        let backend = "export MPLBACKEND=cg_plot_capture\nexport CG_PLOT_MODE=";

        let one = example(&installation, &venv, &(backend.to_owned() + "display"), "one");
        assert_eq!(one.names(), shown);
        assert_eq!(files(&installation, "one"), [""; 0]);

        let lines =
            format!("{backend}\"both\"\nexport CG_PLOT_FILENAME=\"./artifacts/plot_{{i}}.pdf\"");
        let two = example(&installation, &venv, &lines, "two");
        assert_eq!(two.names(), shown);
        assert_eq!(files(&installation, "two"), ["artifacts/plot_1.pdf", "artifacts/plot_2.pdf"]);
        let pdf = fs_err::read(installation.home.path().join("two/artifacts/plot_1.pdf")).unwrap();
        assert!(pdf.starts_with(b"%PDF-") && pdf.trim_ascii_end().ends_with(b"%%EOF"));

        let env = installation.home.path().join(".cg_bash_env");
        let text = fs_err::read_to_string(&env).unwrap();
        let lines = format!(
            "{text}{backend}\"both\"\nexport CG_PLOT_FILENAME=\"./all_plots/plot_{{i}}.png\"\n"
        );
        fs_err::write(&env, lines).unwrap();
        let three = example(&installation, &venv, "", "three");
        assert_eq!(three.names(), shown);
        assert_eq!(files(&installation, "three"), ["all_plots/plot_1.png", "all_plots/plot_2.png"]);

        for name in ["script1", "script2"] {
            let lines =
                format!("export CG_PLOT_MODE=save CG_PLOT_FILENAME=\"./plots/{name}_{{i}}.png\"");
            assert_eq!(example(&installation, &venv, &lines, "four").names(), Vec::<String>::new());
        }
        let expected = ["script1_1", "script1_2", "script2_1", "script2_2"];
        assert_eq!(files(&installation, "four"), expected.map(|name| format!("plots/{name}.png")));
    });
    suite.on_newest("enable stores mode and filename, the environment wins", |python| {
        let options = ["--mode", "both", "--filename", "out/{i:03d}.svg"];
        let installation = Installation::shared(python, &options);
        let venv = installation.venv("venv");
        let delivery = example(&installation, &venv, "", "stored");
        assert_eq!(delivery.names(), ["001.svg", "002.svg"]);
        assert_eq!(files(&installation, "stored"), ["out/001.svg", "out/002.svg"]);
        let saved = fs_err::read(installation.home.path().join("stored/out/002.svg")).unwrap();
        assert!(saved == delivery.messages()[1].svg, "one rendering serves both");

        let delivery = example(&installation, &venv, "export CG_PLOT_MODE=display", "shown");
        assert_eq!(delivery.names(), ["001.svg", "002.svg"]);
        assert_eq!(files(&installation, "shown"), Vec::<String>::new());
    });
    suite.on_newest("a device is written to as it is called, and that is said", |python| {
        let captured = Captured::new(python, &["--mode", "save"]);
        let name = captured.folder.join("null");
        std::os::unix::fs::symlink("/dev/null", &name).unwrap();
        let template = [("CG_PLOT_FILENAME", name.to_str().unwrap())];
        let stderr = captured.run("two_shows", &[], &template).success().stderr();
        assert!(stderr.contains("has no {i}") && stderr.lines().count() == 1, "{stderr}");
        assert!(!name.with_extension("png").exists());
    });
}

/// Runs the two-shows script in a fresh folder after the shell lines of an example.
fn example(installation: &Installation, venv: &Path, lines: &str, folder: &str) -> Delivery {
    let folder = installation.home.path().join(folder);
    fs_err::create_dir_all(&folder).unwrap();
    let text =
        format!(". ~/.cg_bash_env\n{lines}\n{} {}", venv.display(), script("two_shows").display());
    let mut command = installation.home.command("bash");
    deliver(command.args(["-c", &text]).current_dir(folder)).success()
}

/// The names of all files below a folder of the home, sorted.
fn files(installation: &Installation, folder: &str) -> Vec<String> {
    let folder = installation.home.path().join(folder);
    let state = cg_plot_capture_tests::home::state(&folder);
    let files = state.into_keys().filter(|path| path.is_file());
    files.map(|path| path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned()).collect()
}
