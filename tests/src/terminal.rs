//! A command at a terminal where somebody types.

use std::ffi::OsStr;
use std::process::{Command, Output};

use crate::command::{cg_plot_capture, run};
use crate::home::Home;
use crate::interpreter::Interpreter;
use crate::scripts::script;

/// A terminal of a test's own: `script` holds what to wait for and what to type then, in turn; `answer`
/// is what it says to the question for its abilities. Its output is all that was written to it.
pub fn at_terminal<S: AsRef<OsStr>>(
    home: &Home,
    python: &Interpreter,
    typed: &[&str],
    answer: &str,
    command: &[S],
) -> Output {
    run(&mut terminal(home, python, typed, answer, command))
}

/// The same, to be run: more may be put into its environment, and `WINDOW` sets the size of its window.
pub fn terminal<S: AsRef<OsStr>>(
    home: &Home,
    python: &Interpreter,
    typed: &[&str],
    answer: &str,
    command: &[S],
) -> Command {
    let mut terminal: Command = home.command(&python.program);
    terminal.arg(script("terminal")).args(typed).arg("--").args(command);
    terminal.env("TERM", "xterm").env("ANSWER", answer);
    terminal.env("CG", cg_plot_capture());
    terminal
}
