//! A command that is killed, or fails, at each of its changes to the file system in turn.

use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Output};

use cg_plot_capture_tests::command::{run, succeed};
use cg_plot_capture_tests::suite::tool;

/// The library that stops a command, at `path`.
pub(super) fn library(path: &Path) {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/programs/stop.c");
    let mut compile = Command::new(tool("gcc").unwrap());
    succeed(compile.args(["-shared", "-fPIC", "-o"]).arg(path).args([source, "-ldl"]));
}

/// Runs `command` again and again, each time killed one change later, and `after` each; answers how
/// often. `command` is to load the library.
pub(super) fn killed(command: impl Fn() -> Command, mut after: impl FnMut(u32)) -> u32 {
    (1..)
        .find(|step| {
            let output = run(command().env("STOP", format!("kill:{step}")));
            let whole = output.status.signal().is_none();
            assert!(!whole || output.status.success(), "{}", said(&output));
            after(*step);
            whole
        })
        .unwrap()
}

/// The same with each change in turn failing.
pub(super) fn failing(command: impl Fn() -> Command, mut after: impl FnMut(u32, &Output)) -> u32 {
    (1..)
        .find(|step| {
            let output = run(command().env("STOP", format!("fail:{step}")));
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
