//! Programs that a test makes and starts.
//!
//! The suite is one process, and another test may fork at any time. Its child holds every
//! descriptor until it executes, and no file that anybody has open for writing can be executed
//! (ETXTBSY, execve(2)). So another process writes each program: `install` of coreutils.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Makes `path` a program with this text or these bytes.
#[track_caller]
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    let mut install = install(Path::new("/dev/stdin"), path);
    let mut child = install.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(bytes.as_ref()).unwrap();
    assert!(child.wait().unwrap().success(), "{}", path.display());
}

/// Makes `to` a program that is a copy of `from`.
#[track_caller]
pub fn copy(from: &Path, to: &Path) {
    assert!(install(from, to).status().unwrap().success(), "{}", to.display());
}

fn install(from: &Path, to: &Path) -> Command {
    let mut command = Command::new("install");
    command.args(["-m", "755", "--"]).args([from, to]);
    command
}
