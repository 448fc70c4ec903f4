//! What a name needs is known when a figure is made or shown: at exit, Python no longer knows it.

use cg_plot_capture_tests::prelude::*;

/// What `late.py` does, and its messages' names, in order.
const CASES: [(&str, &[&str]); 11] = [
    ("at_exit", &["late_1.svg"]),
    ("timer", &["late_1.svg"]),
    ("pause", &["late_1.svg", "late_2.svg"]),
    ("draw", &["late_1.svg"]),
    ("pause_in_a_folder", &["late_1.svg", "late_2.svg"]),
    ("draw_in_a_folder", &["late_1.svg"]),
    ("renamed", &["late_1.svg"]),
    ("replaced", &["late_1.svg"]),
    ("forked", &["late_1.svg", "late_2.svg"]),
    ("scripts", &["first_1.svg", "second_2.svg"]),
    (
        "workers",
        &["late_1.svg", "late_2.svg", "late_1.svg", "late_2.svg", "late_1.svg", "late_2.svg"],
    ),
];

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    let name = "a figure that is delivered at exit has its script's name, in its folder";
    suite.on_newest_or_all(name, &[9, 13], |python| {
        let installation = Installation::shared(python, &["--unshown", "capture"]);
        let venv = venv_with(python, &["matplotlib"]);
        // By default each other case.
        for (how, names) in CASES.into_iter().step_by(if tests_all() { 1 } else { 2 }) {
            Program::new(&installation, &venv).delivers(&["late.py", how], names);
        }
        Program::new(&installation, &venv).delivers(&["-m", "late", "draw"], &["late_1.svg"]);
    });
    suite.on_newest("a worker of joblib has its script's name", |python| {
        let installation = Installation::shared(python, &[]);
        let venv = venv_with(python, &TOOLS);
        Program::new(&installation, &venv).delivers(&["late.py", "joblib"], &["late_1.svg"]);
    });
    suite.on_newest("what has no script is called python", |python| {
        let installation = Installation::shared(python, &["--filename", "{script}_{i}.svg"]);
        let code = "import atexit, matplotlib.pyplot as plt; plt.plot([1]); plt.show()\n\
            plt.plot([1]); atexit.register(plt.show)\n";
        let python = venv_with(python, &["matplotlib"]);
        let startup = installation.home.path().join("startup.py");
        fs_err::write(&startup, "").unwrap();
        for shell in
            ["\"$0\" -c \"$1\"", "printf %s \"$1\" | \"$0\" -i", "printf %s \"$1\" | \"$0\" -"]
        {
            let mut command = installation.preloaded("sh");
            command.args(["-c", shell]).arg(&python).arg(code);
            let delivery = deliver(command.env("PYTHONSTARTUP", &startup)).success();
            assert_eq!(delivery.names(), ["python_1.svg", "python_2.svg"], "{shell}");
        }
    });
    let archive = "an archive's and a package's name is that of the whole";
    suite.on_newest(archive, |python| {
        let installation = Installation::shared(python, &["--filename", "{script}_{i}.svg"]);
        let python = venv_with(python, &["matplotlib"]);
        let folder = tempfile::tempdir().unwrap();
        fs_err::copy(script("saving/late"), folder.path().join("late.py")).unwrap();
        fs_err::create_dir(folder.path().join("package")).unwrap();
        let main = "import late, sys; getattr(late, sys.argv[1])()";
        fs_err::write(folder.path().join("package/__main__.py"), main).unwrap();
        let mut zip = Command::new(&python);
        zip.args(["-m", "zipapp", "package", "-o", "archive.pyz"]);
        succeed(zip.current_dir(&folder));
        for (program, stem) in [
            (&["-m", "package"][..], "package"),
            (&["package"], "package"),
            (&["archive.pyz"], "archive.pyz"),
        ] {
            let hows: &[&str] = match stem {
                "package" => &["pause"],
                _ if tests_all() => &["pause", "workers"],
                _ => &["workers"],
            };
            for how in hows {
                let mut command = installation.preloaded(&python);
                command.args(program).arg(how).current_dir(&folder).env("PYTHONPATH", ".");
                let delivery = deliver(&mut command).success();
                let names = delivery.names();
                let known = names.iter().all(|name| name.starts_with(&format!("{stem}_")));
                assert!(!names.is_empty() && known, "{names:?} {}", delivery.stderr());
            }
        }
    });
}

/// `late.py` in a folder of its own.
struct Program<'a> {
    installation: &'a Installation,
    python: &'a Path,
    folder: tempfile::TempDir,
}

impl<'a> Program<'a> {
    fn new(installation: &'a Installation, python: &'a Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs_err::copy(script("saving/late"), folder.path().join("late.py")).unwrap();
        Self { installation, python, folder }
    }

    /// Runs Python; the messages have those names, and all that is saved is in the folder.
    fn delivers(&self, arguments: &[&str], names: &[&str]) {
        let mut command = self.installation.preloaded(self.python);
        command.args(arguments).current_dir(&self.folder);
        command.env("CG_PLOT_MODE", "both").env("CG_PLOT_FILENAME", "{script}_{i}.svg");
        let delivery = deliver(&mut command).success();
        assert_eq!(delivery.names(), names, "{arguments:?}: {}", delivery.stderr());
        let entries = fs_err::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap());
        let saved = entries.filter(|entry| entry.path().extension() == Some("svg".as_ref()));
        assert_eq!(saved.count(), names.len(), "{arguments:?}");
    }
}
