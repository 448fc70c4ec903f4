//! A command that is killed, or fails, at each of its changes to the file system in turn.

use std::os::unix::process::ExitStatusExt as _;

use cg_plot_capture_tests::prelude::*;

/// The library that stops a command, at `path`.
pub(super) fn library(path: &Path) {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/programs/stop.c");
    let mut compile = Command::new(tool("gcc").unwrap());
    succeed(compile.args(["-shared", "-fPIC", "-o"]).arg(path).args([source, "-ldl"]));
}

/// The changes to stop at: all of them, or by default each of these.
fn steps(by_default: usize) -> impl Iterator<Item = u32> {
    (1..).step_by(if tests_all() { 1 } else { by_default })
}

/// Of the commands that make many changes, and of those that make few.
pub(super) const MANY: usize = 37;
pub(super) const FEW: usize = 19;

/// Runs `command` again and again, each time killed at a later change, and `after` each; answers how
/// many changes it makes. `command` is to load the library.
pub(super) fn killed(
    by_default: usize,
    command: impl Fn() -> Command,
    mut after: impl FnMut(u32),
) -> u32 {
    steps(by_default)
        .find(|step| {
            let output = run(command().env("STOP", format!("kill:{step}")));
            // A shell says so by its exit code.
            let killed = output.status.signal() == Some(9) || output.status.code() == Some(137);
            let whole = !killed;
            assert!(!whole || output.status.success(), "{}", said(&output));
            after(*step);
            whole
        })
        .unwrap()
}

/// The same with each change in turn failing.
pub(super) fn failing(command: impl Fn() -> Command, after: impl FnMut(u32, &Output)) -> u32 {
    stopping("fail", command, after)
}

/// The same with each change in turn failing, and all after it.
pub(super) fn failing_from(command: impl Fn() -> Command, after: impl FnMut(u32, &Output)) -> u32 {
    stopping("from", command, after)
}

fn stopping(how: &str, command: impl Fn() -> Command, mut after: impl FnMut(u32, &Output)) -> u32 {
    steps(MANY)
        .find(|step| {
            let output = run(command().env("STOP", format!("{how}:{step}")));
            after(*step, &output);
            !said(&output).contains("stopped")
        })
        .unwrap()
}

/// All that a command said.
pub(super) fn said(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    format!("{}\n{out}\n{err}", output.status)
}
