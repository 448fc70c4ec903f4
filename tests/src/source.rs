//! Matplotlib's source distribution: the gallery is a part of it, and what its tests compare with.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{succeed, target};
use crate::scripts::script;

/// The sources of the Matplotlib that `python` has; downloaded once, and kept as venvs are.
pub fn matplotlib(python: &Path) -> PathBuf {
    let version = succeed(
        Command::new(python)
            .args(["-c", "from importlib import metadata; print(metadata.version('matplotlib'))"]),
    );
    let name = format!("matplotlib-{}", version.trim());
    let sources = target().join("test-sources");
    fs_err::create_dir_all(&sources).unwrap();
    let lock = fs_err::File::create(sources.join(format!("{name}.lock"))).unwrap();
    lock.file().lock().unwrap();
    let folder = sources.join(&name);
    if !folder.exists() {
        let new = tempfile::tempdir_in(&sources).unwrap();
        download(python, version.trim(), new.path());
        let archive = new.path().join(format!("{name}.tar.gz"));
        succeed(
            Command::new(python)
                .args(["-W", "ignore", "-m", "tarfile", "-e"])
                .args([&archive, new.path()]),
        );
        fs_err::rename(new.path().join(&name), &folder).unwrap();
    }
    folder
}

/// pip asks a source distribution for its metadata even if it is only to be downloaded, and the
/// real answer takes a compiler and minutes.
fn download(python: &Path, version: &str, folder: &Path) {
    let backend = script("gallery/build/mesonpy");
    succeed(
        Command::new(python)
            .args(["-m", "pip", "download", "--quiet", "--no-deps", "--no-build-isolation"])
            .args(["--no-binary=matplotlib", "--dest"])
            .arg(folder)
            .arg(format!("matplotlib=={version}"))
            .env("PYTHONPATH", backend.parent().unwrap()),
    );
}

/// The files below a folder whose names end with that suffix, in order.
pub fn files(folder: &Path, suffix: &str) -> Vec<PathBuf> {
    let (mut found, mut open) = (vec![], vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in fs_err::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == suffix) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
