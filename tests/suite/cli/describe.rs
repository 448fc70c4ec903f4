//! `describe`, and what `run` gathers: from a script to what is in its figures.

use std::ffi::OsStr;

use serde_json::Value;

use cg_plot_capture_tests::prelude::*;

/// A script whose y axis has no label.
const SCRIPT: &str = "import matplotlib.pyplot as plt\n\
    plt.plot([1, 2, 3], [2, 4, 8], label='speed')\n\
    plt.xlabel('t (s)')\n\
    plt.title('Run \\x1b[31m')\n\
    plt.show()\n";

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.on_newest("describe and figures.json say what run has captured", |python| {
        let ground = Ground::new(python);
        ground.run(&[], "on");
        let name = &ground.figures("on")[0];
        let said = succeed(ground.cli().arg("describe").arg(name));
        assert!(said.starts_with("Line chart titled “Run"), "{said}");
        assert!(said.contains("x axis “t (s)” from") && said.contains("y axis without a label"));
        assert!(!said.contains('\x1b'), "{said}");
        let json: Value =
            serde_json::from_str(&succeed(ground.cli().arg("describe").arg("--json").arg(name)))
                .unwrap();
        let gathered = fs_err::read(ground.folder.join("on/figures.json")).unwrap();
        let gathered: Value = serde_json::from_slice(&gathered).unwrap();
        assert_eq!(gathered["figures"][0]["description"], json);
        assert_eq!(json["axes"][0]["artists"][0]["y"], serde_json::json!([2, 4, 8]));
        let file = gathered["figures"][0]["file"].as_str().unwrap();
        assert!(name.ends_with(file));
        // What collect makes of the same figure.
        let line = cg_plot_capture_tests::harness::line(
            "plot_1.svg",
            &fs_err::read_to_string(name).unwrap(),
        );
        fs_err::write(ground.folder.join("stream"), line + "\n").unwrap();
        succeed(ground.cli().args(["collect", "stream", "-o", "collected"]));
        let collected = fs_err::read(ground.folder.join("collected/figures.json")).unwrap();
        let collected: Value = serde_json::from_slice(&collected).unwrap();
        assert_eq!(collected["figures"][0]["description"], json);
        let page = fs_err::read_to_string(ground.folder.join("collected/index.html")).unwrap();
        assert!(page.contains("alt=\"Figure 1: Line chart titled “Run"), "{page}");
    });
    suite.on_newest("run leaves descriptions as the user has set them", |python| {
        let ground = Ground::new(python);
        ground.run(&[("CG_PLOT_DESCRIBE", "off")], "off");
        assert!(!ground.folder.join("off/figures.json").exists());
        let output = run(ground.cli().arg("describe").arg(&ground.figures("off")[0]));
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stderr).contains(" has no description (capture"));
        let python = ground.python.to_str().unwrap().to_owned();
        succeed(
            ground
                .cli()
                .args(["enable", "--no-shell", "--describe", "off", "--python"])
                .arg(python),
        );
        ground.run(&[], "stored");
        assert!(!ground.folder.join("stored/figures.json").exists());
        succeed(ground.cli().arg("disable"));
    });
}

/// A folder with the script.
struct Ground {
    home: Home,
    folder: PathBuf,
    python: PathBuf,
}

impl Ground {
    fn new(python: &Interpreter) -> Self {
        let home = Home::new();
        let folder = home.path().join("work");
        fs_err::create_dir(&folder).unwrap();
        fs_err::write(folder.join("script.py"), SCRIPT).unwrap();
        let python = venv_with(python, &["matplotlib"]);
        Self { home, folder, python }
    }

    fn cli(&self) -> Command {
        let mut command = self.home.command(cg_plot_capture());
        command.current_dir(&self.folder);
        command
    }

    /// Captures the script into a folder.
    fn run(&self, variables: &[(&str, &str)], folder: &str) {
        let mut command = self.cli();
        command.args(["run", "-o", folder, "--"]).arg(&self.python).arg("script.py");
        succeed(command.envs(variables.iter().copied()));
    }

    /// The SVG files in a folder.
    fn figures(&self, folder: &str) -> Vec<PathBuf> {
        let entries = fs_err::read_dir(self.folder.join(folder)).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths.filter(|path| path.extension() == Some(OsStr::new("svg"))).collect()
    }
}
