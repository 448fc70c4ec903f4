//! Matplotlib for the tests: installed once for each interpreter and version, below the build folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{run, target};
use crate::interpreter::Interpreter;

/// A venv that has `packages` (requirement specifiers), made at the first call; its `bin/python`.
pub fn venv_with(python: &Interpreter, packages: &[&str]) -> PathBuf {
    try_venv_with(python, packages).unwrap_or_else(|why| panic!("{why}"))
}

/// The same, or why it can't be made.
pub fn try_venv_with(python: &Interpreter, packages: &[&str]) -> Result<PathBuf, String> {
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
        install(python, &folder, packages)?;
        fs_err::write(&done, "").unwrap();
    }
    Ok(folder.join("bin/python"))
}

/// What tests have Matplotlib used by, in one venv: workers, harnesses, notebooks, and what starts programs
/// and closes descriptor 3 in them.
pub const TOOLS: [&str; 12] = [
    "matplotlib",
    "dask[distributed]",
    "gevent",
    "ipykernel",
    "joblib",
    "nbclient",
    "pex",
    "pexpect",
    "pytest",
    "pytest-xdist",
    "python-daemon",
    "sh",
];

/// Makes the venvs that most tests need, beside the first tests: pip keeps one processor busy at best, and all
/// the others would wait for it.
pub(crate) fn make_ahead() {
    let matplotlib = &TOOLS[..1];
    let newest = Interpreter::newest;
    for (python, packages) in [
        (newest(), matplotlib),
        (newest(), &TOOLS),
        (Interpreter::cpython(3, 9), matplotlib),
        (Interpreter::debian(), matplotlib),
        (Interpreter::cpython(3, 11), matplotlib),
        (Interpreter::cpython(3, 9), &OLDEST),
        (newest(), &ORIGINAL),
    ] {
        // The test that needs it says why it can't be made.
        let _ = python.and_then(|python| try_venv_with(&python, packages));
    }
}

/// The oldest Matplotlib that is captured, for CPython 3.9.
pub const OLDEST: [&str; 2] = ["matplotlib==3.6.*", "numpy<2"];

/// The program of the same name that was there before.
pub const ORIGINAL: [&str; 2] = ["matplotlib", "cg-plot-capture==1.0.2"];

/// What each interpreter's `pip` is in: putting it into every venv takes seconds.
const PIP: &[&str] = &["pip"];

fn install(python: &Interpreter, folder: &Path, packages: &[&str]) -> Result<(), String> {
    let mut venv = Command::new(&python.program);
    venv.args(["-m", "venv"]).arg(folder);
    if packages != PIP {
        venv.arg("--without-pip");
    }
    let output = run(&mut venv);
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stdout);
        return Err(format!("{venv:?} failed (on Debian: apt-get install python3-venv):\n{said}"));
    }
    if packages == PIP {
        return Ok(());
    }
    // What has more than Matplotlib finds that where it is.
    let more = packages.len() > 1 && packages[0] == "matplotlib";
    let bases = [Some(PIP), more.then_some(&packages[..1])];
    // What a distribution has needs no network.
    let distribution = std::env::var("TEST_PACKAGES").ok();
    let mut found = distribution.iter().map(|folder| format!("{folder}\n")).collect::<String>();
    for base in bases.into_iter().flatten() {
        found += &format!("{}\n", packages_of(&try_venv_with(python, base)?).display());
    }
    let program = folder.join("bin/python");
    let own = packages_of(&program);
    fs_err::write(own.join(FOUND), found).unwrap();
    let pip = |options: &[&str]| {
        let mut pip = Command::new(&program);
        pip.args(["-m", "pip", "install", "--quiet", "--no-compile", "--only-binary=:all:"]);
        run(pip.args(options).args(packages))
    };
    let has_all = || pip(&["--no-index", "--no-deps"]).status.success();
    if distribution.is_none() || !has_all() {
        let pip = pip(&[]);
        if !pip.status.success() {
            return Err(format!("pip: {}", String::from_utf8_lossy(&pip.stderr)));
        }
    }
    // Half of what pip would compile are tests; some files are no Python on purpose.
    run(Command::new(&program)
        .args(["-m", "compileall", "-q", "-x", "site-packages/.*/tests?/"])
        .arg(own));
    Ok(())
}

/// Names the folders in which a venv finds packages that another has.
const FOUND: &str = "found.pth";

/// A venv made just now by `python`, which finds what a kept one has of `packages`.
///
/// It finds them by a `.pth` file: what matters to us, the interpreter's start and the import of
/// Matplotlib, is as after `pip install`, without its ten seconds.
pub fn fresh_venv(
    python: &Interpreter,
    original: &Interpreter,
    folder: &Path,
    packages: &[&str],
) -> PathBuf {
    let kept = packages_of(&venv_with(original, packages));
    let fresh = python.venv(folder);
    // A `.pth` file there is not read.
    let found = std::fs::read_to_string(kept.join(FOUND)).unwrap_or_default();
    let found = format!("{}\n{found}", kept.display());
    fs_err::write(packages_of(&fresh).join(FOUND), found).unwrap();
    fresh
}

/// The folder of packages of a venv, by its `bin/python`.
pub fn packages_of(python: &Path) -> PathBuf {
    let folder = python.parent().and_then(Path::parent).unwrap().join("lib");
    let mut versions = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    versions.next().expect("a version").join("site-packages")
}
