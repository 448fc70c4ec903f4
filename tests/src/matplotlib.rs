//! Matplotlib for the tests: installed once for each interpreter and version, below the build folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{run, target};
use crate::interpreter::Interpreter;

/// A venv that has `packages` (requirement specifiers), made at the first call; its `bin/python`.
pub fn venv_with(python: &Interpreter, packages: &[&str]) -> PathBuf {
    let wanted: String = packages
        .join("-")
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '.' { c } else { '-' })
        .collect();
    let name = format!("{}-{wanted}", python.label());
    let folder = target().join("test-venvs").join(&name);
    let done = folder.join("installed");
    fs_err::create_dir_all(folder.parent().unwrap()).unwrap();
    // Two tests, or two test programs, may want the same one.
    let lock = fs_err::File::create(folder.with_file_name(name + ".lock")).unwrap();
    lock.file().lock().unwrap();
    if !done.exists() {
        let _ = fs_err::remove_dir_all(&folder);
        install(python, &folder, packages);
        fs_err::write(&done, "").unwrap();
    }
    folder.join("bin/python")
}

fn install(python: &Interpreter, folder: &Path, packages: &[&str]) {
    let venv = run(Command::new(&python.program).args(["-m", "venv"]).arg(folder));
    assert!(
        venv.status.success(),
        "{} -m venv failed (on Debian: apt-get install python3-venv):\n{}",
        python.program.display(),
        String::from_utf8_lossy(&venv.stdout)
    );
    let pip = run(Command::new(folder.join("bin/python"))
        .args(["-m", "pip", "install", "--quiet", "--only-binary=:all:"])
        .args(packages));
    assert!(pip.status.success(), "pip: {}", String::from_utf8_lossy(&pip.stderr));
}

/// A venv made just now by `python`, which finds the newest Matplotlib that it takes.
///
/// The packages are those of the kept venv, by a `.pth` file: what matters to us, the interpreter's
/// start and the import of Matplotlib, is as after `pip install`, without its ten seconds.
pub fn fresh_venv(python: &Interpreter, original: &Interpreter, folder: &Path) -> PathBuf {
    let kept = venv_with(original, &["matplotlib"]);
    let site = |venv: &Path| {
        venv.join(format!("lib/python{}.{}/site-packages", python.version.0, python.version.1))
    };
    let fresh = python.venv(folder);
    let packages = site(kept.parent().and_then(Path::parent).unwrap());
    fs_err::write(site(folder).join("kept.pth"), packages.to_str().unwrap()).unwrap();
    fresh
}
