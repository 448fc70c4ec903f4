//! A command that is killed, or fails, at each of its changes to the file system in turn.

use std::os::unix::process::ExitStatusExt as _;

use cg_plot_capture_tests::prelude::*;

/// The library that stops a command, made at `path`.
pub(super) fn library(path: &Path) -> PathBuf {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/programs/stop.c");
    let mut compile = Command::new(tool("gcc").unwrap());
    succeed(compile.args(["-shared", "-fPIC", "-o"]).arg(path).args([source, "-ldl"]));
    path.to_owned()
}

/// Folders as they were: what `enable` makes is copied back in a small part of its time.
pub(super) struct Kept {
    copies: tempfile::TempDir,
    folders: Vec<PathBuf>,
}

impl Kept {
    pub(super) fn new(folders: &[&Path]) -> Self {
        let copies = tempfile::tempdir().unwrap();
        for (number, folder) in folders.iter().enumerate() {
            copy(folder, &copies.path().join(number.to_string()));
        }
        Self { copies, folders: folders.iter().map(|folder| folder.to_path_buf()).collect() }
    }

    pub(super) fn put_back(&self) {
        for (number, folder) in self.folders.iter().enumerate() {
            let _ = fs_err::remove_dir_all(folder);
            copy(&self.copies.path().join(number.to_string()), folder);
        }
    }
}

/// Copies a folder, links as links, and keeps all times.
pub(super) fn copy(from: &Path, to: &Path) {
    succeed(Command::new("cp").arg("-aT").arg(from).arg(to));
}

/// The changes to stop at: all of them, or by default each of these.
fn steps(by_default: usize) -> impl Iterator<Item = u32> {
    (1..).step_by(if tests_all() { 1 } else { by_default })
}

/// Of the commands that make many changes, and of those that make few.
pub(super) const MANY: usize = 61;
pub(super) const FEW: usize = 23;

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
