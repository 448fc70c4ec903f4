//! The table of docs/DIFFERENCES.md that says which backend is answered and what a show closes: each
//! line of it is run as a program.

use cg_plot_capture_tests::prelude::*;

/// What every program has in common: it says what it was told, and whether its figure is open.
const SHOWS: &str = "
import matplotlib
import matplotlib.pyplot as plt

def show():
    plt.plot([1, 2])
    plt.show()
    state = 'keeps' if plt.get_fignums() else 'closes'
    with open('answer', 'w') as file:
        file.write(plt.get_backend() + ' ' + state)
";

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let oldest = (9, &["matplotlib==3.6.*", "numpy<2", "pytest"][..]);
    let newest = (13, &TOOLS[..]);
    for (minor, packages) in if tests_all() { vec![newest, oldest] } else { vec![newest] } {
        let lines = lines();
        assert!(lines.len() > 30, "{}", lines.len());
        let mut tried = BTreeSet::new();
        for (number, line) in (1..).zip(lines) {
            // Another line has other words for a request that ends in the same way.
            let kind = [&line.runs_as, &line.after_show, &line.show].map(String::clone);
            let suite = suite.seldom_if(!tried.insert(kind));
            let name =
                format!("line {number} of the table of backends is true, on Python 3.{minor}");
            suite.needing(&name, Interpreter::cpython(3, minor), move |python| {
                line.is_true(&Installation::shared(&python, &[]), &venv_with(&python, packages));
            });
        }
    }
}

/// One line of the table.
#[derive(Debug)]
struct Line {
    surroundings: String,
    program: String,
    runs_as: String,
    after_show: String,
    answer: String,
    show: String,
}

/// All of them.
fn lines() -> Vec<Line> {
    let page = fs_err::read_to_string(workspace().join("docs/DIFFERENCES.md")).unwrap();
    let (_, table) = page.split_once("| from the start |").expect("the table");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells = row.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', ""));
        let cells: Vec<String> = cells.collect();
        let [surroundings, program, runs_as, after_show, answer, show] =
            cells.try_into().expect("six cells");
        Line { surroundings, program, runs_as, after_show, answer, show }
    })
    .collect()
}

impl Line {
    fn is_true(&self, installation: &Installation, python: &Path) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("test_line.py");
        fs_err::write(&file, self.source()).unwrap();
        let mut command = installation.preloaded(python);
        self.surround(&mut command, folder.path());
        command.args(self.arguments()).current_dir(folder.path());
        let delivery = deliver(&mut command);
        let answer = fs_err::read_to_string(folder.path().join("answer")).unwrap_or_default();
        let (backend, show) = answer.split_once(' ').unwrap_or_default();
        let right = delivery.output.status.success()
            && backend.eq_ignore_ascii_case(&self.answer)
            && show == self.show
            && delivery.names() == ["plot_1.svg"];
        let said = || format!("{}{}", delivery.stdout(), delivery.stderr());
        assert!(right, "{self:?}: {answer}, {:?}\n{}", delivery.names(), said());
    }

    /// Puts the surroundings' request where the program finds it.
    fn surround(&self, command: &mut Command, folder: &Path) {
        if let Some((name, value)) = self.surroundings.split_once('=') {
            command.env(name, value);
        } else if !self.surroundings.is_empty() {
            fs_err::write(folder.join("matplotlibrc"), &self.surroundings).unwrap();
        }
        if !self.after_show.is_empty() {
            command.env("CG_PLOT_AFTER_SHOW", &self.after_show);
        }
    }

    /// The program.
    fn source(&self) -> String {
        let mut source = "import os\n".to_owned();
        for (used, import) in
            [("matplotlib.", "import matplotlib\n"), ("plt.", "import matplotlib.pyplot as plt\n")]
        {
            if self.program.contains(used) {
                source += import;
            }
        }
        source += &format!("{}\n{SHOWS}", self.program);
        source
            + match self.runs_as.as_str() {
                "script" => "show()\n",
                "pytest" => "def test_show():\n    show()\n",
                "unittest" => {
                    "import unittest\nclass Case(unittest.TestCase):\n    def test(self):\n        show()\n"
                }
                "unittest, at import" => {
                    "import unittest\nshow()\nclass Case(unittest.TestCase):\n    def test(self):\n        pass\n"
                }
                "doctest" => "def shows():\n    '''\n    >>> show()\n    '''\n",
                "child of unittest" => {
                    "import subprocess, sys, unittest\n\
                class Case(unittest.TestCase):\n    def test(self):\n        \
                subprocess.run([sys.executable, __file__], check=True)\n\
                if __name__ == '__main__':\n    show()\n"
                }
                other => panic!("{other}"),
            }
    }

    /// What Python is given.
    fn arguments(&self) -> &'static [&'static str] {
        match self.runs_as.as_str() {
            "pytest" => &["-m", "pytest", "-q", "-p", "no:cacheprovider", "test_line.py"],
            "doctest" => &["-m", "doctest", "test_line.py"],
            name if name.contains("unittest") => &["-m", "unittest", "-q", "test_line"],
            _ => &["test_line.py"],
        }
    }
}
