//! The scripts that the tests run: programs as students write them, none of which knows of us.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::succeed;

/// The path of a script by its name, without the suffix.
pub fn script(name: &str) -> PathBuf {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts")).join(name);
    let path = path.with_extension("py");
    assert!(path.exists(), "{}", path.display());
    path
}

/// A captured program that delivers `plot_1.svg` and `plot_2.svg`. Matplotlib draws them where every test is
/// wanted; otherwise they are bytes that the capture is given, for a test of what comes before Matplotlib.
pub fn shows() -> PathBuf {
    script(if crate::suite::tests_all() { "two_shows" } else { "plain_shows" })
}

/// Scripts for a shell in a folder, one behind the other.
pub fn shell(folder: &str, names: &[&str]) -> String {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts")).join(folder);
    let read = |name| fs_err::read_to_string(folder.join(format!("{name}.sh"))).unwrap();
    names.iter().map(read).collect()
}

/// Every script of a folder, in the order of their names.
pub fn scripts(folder: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts")).join(folder);
    let entries = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut scripts: Vec<PathBuf> = entries.collect();
    scripts.sort();
    scripts
}

/// A folder of scripts, copied for one test, which may write beside them.
pub fn copy_of(folder: &str) -> tempfile::TempDir {
    let copy = tempfile::Builder::new().prefix("cg-scripts-").tempdir().unwrap();
    let source = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts")).join(folder);
    succeed(Command::new("cp").arg("-r").arg(source.join(".")).arg(copy.path()));
    copy
}
