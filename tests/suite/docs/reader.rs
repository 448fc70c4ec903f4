//! Who types what the pages say: a home, and one Python.

use cg_plot_capture_tests::harness::line;
use cg_plot_capture_tests::matplotlib::fresh_venv;
use cg_plot_capture_tests::prelude::*;

/// A script as the pages have it.
const SCRIPT: &str = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\n";

/// A test as pytest finds it.
const TEST: &str = "import matplotlib.pyplot as plt\n\n\ndef test_plot():\n    plt.plot([1])\n    plt.show()\n    assert plt.gcf().axes\n";

/// Somebody who reads.
pub(super) struct Reader {
    home: Home,
    python: Interpreter,
    /// The folder that he is in.
    pub(super) folder: PathBuf,
}

impl Reader {
    /// One with a script, a test and a stream, and nothing enabled.
    pub(super) fn new(python: &Interpreter) -> Self {
        let home = Home::new();
        let own = python.private(&home.path().join("python"));
        let venv = fresh_venv(&own, python, &home.path().join("venv"), &TOOLS);
        let reader = Self { folder: home.path().join("work"), python: own, home };
        reader.installs(&venv.with_file_name("cg-plot-capture"));
        fs_err::write(reader.home.path().join(".bashrc"), "true\n").unwrap();
        for (name, text) in [
            ("script.py", SCRIPT),
            ("examples/all.py", SCRIPT),
            ("submissions/anna.py", SCRIPT),
            ("test_plot.py", TEST),
        ] {
            let path = reader.folder.join(name);
            fs_err::create_dir_all(path.parent().unwrap()).unwrap();
            fs_err::write(path, text).unwrap();
        }
        fs_err::write(reader.folder.join("stream.jsonl"), line("plot_1.svg", "<svg/>") + "\n")
            .unwrap();
        reader
    }

    /// Puts the command on the path. The machine's own interpreters are not this reader's.
    fn installs(&self, command: &Path) {
        let script = format!(
            "#!/bin/sh\ncase $1 in enable | doctor) set -- \"$@\" --python '{}' ;; esac\nexec '{}' \"$@\"\n",
            self.python.program.display(),
            cg_plot_capture().display()
        );
        program::write(command, script);
    }

    /// Runs a script in a shell of its own, which must end well; answers its stdout.
    pub(super) fn types(&self, script: &str) -> String {
        let mut shell = self.home.command("sh");
        let path = format!("{}:/usr/bin:/bin", self.home.path().join("venv/bin").display());
        succeed(shell.args(["-euc", script]).env("PATH", path).current_dir(&self.folder))
    }

    /// Whether he has enabled it.
    pub(super) fn is_enabled(&self) -> bool {
        self.home.path().join(".local/share/cg-plot-capture").exists()
    }

    /// What stands at the interpreter and in the home, but for the folder that he is in and for
    /// empty ones that he may have had before.
    pub(super) fn paths(&self) -> BTreeSet<PathBuf> {
        let home = self.home.path();
        let usual = [".local", ".local/share"].map(|name| home.join(name));
        let paths = state(&home).into_keys();
        paths.filter(|path| !path.starts_with(&self.folder) && !usual.contains(path)).collect()
    }
}
