//! Turtle graphics without a display: `turtle` is Python's, its window is ours, and tkinter stays the real one.

mod canvas;
mod exercises;
mod tkinter;
mod window;

use cg_plot_capture_tests::harness::Message;
use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    canvas::add(suite);
    exercises::add(suite);
    tkinter::add(suite);
    window::add(suite);
}

/// Makes a Python behave as if it was built without tkinter.
const WITHOUT_TKINTER: &str = "import sys\nsys.modules['_tkinter'] = None\n";

/// An installation, its Python, and a folder to work in.
struct World {
    installation: Installation,
    python: PathBuf,
    folder: tempfile::TempDir,
}

impl World {
    fn new(python: &Interpreter) -> Self {
        let installation = Installation::shared(python, &[]);
        Self { installation, python: python.program.clone(), folder: tempfile::tempdir().unwrap() }
    }

    /// A Python with the preload and without a display.
    fn command(&self) -> Command {
        let mut command = self.installation.preloaded(&self.python);
        command.current_dir(self.folder.path()).env_remove("DISPLAY");
        command
    }

    /// Runs a program with some settings.
    fn run(&self, code: &str, settings: &[(&str, &str)]) -> Delivery {
        let mut command = self.command();
        deliver(command.args(["-c", code]).envs(settings.iter().copied()))
    }
}

/// The SVG of a message.
fn svg(message: &Message) -> String {
    String::from_utf8(message.svg.clone()).unwrap()
}
