//! Packages of npm for the tests: installed once, below the build folder.

use std::path::PathBuf;
use std::process::Command;

use crate::command::{succeed, target};

/// The folder of a package of that version. Nothing of it is run at the installation.
pub fn package(name: &str, version: &str) -> PathBuf {
    let folder = target().join("test-npm").join(format!("{name}-{version}"));
    fs_err::create_dir_all(&folder).unwrap();
    let lock = fs_err::File::create(folder.with_extension("lock")).unwrap();
    lock.file().lock().unwrap();
    let done = folder.join("installed");
    if !done.exists() {
        let mut npm = Command::new("npm");
        npm.args([
            "install",
            "--no-save",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--prefix",
        ]);
        succeed(npm.arg(&folder).arg(format!("{name}@{version}")).current_dir(&folder));
        fs_err::write(done, "").unwrap();
    }
    folder.join("node_modules").join(name)
}
