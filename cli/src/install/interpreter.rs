//! The interpreters of this machine: where they are looked for, and what each says of itself.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::install::python;
use crate::install::variable_path;

/// The first minor version of Python 3 that the capture supports.
pub(crate) const FLOOR: u32 = 9;

/// What an interpreter answered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Interpreter {
    /// `cpython`, `pypy`, …
    pub(crate) implementation: String,
    /// Major, minor, micro.
    pub(crate) version: (u32, u32, u32),
    /// The program; a venv's is that of its base.
    pub(crate) executable: PathBuf,
    /// `sys.base_prefix`.
    pub(crate) base_prefix: PathBuf,
    /// The `pythonXY.zip` entry of its path.
    pub(crate) zip: Option<PathBuf>,
    /// The folder of its standard library.
    pub(crate) library: Option<PathBuf>,
    /// Its folders of packages.
    pub(crate) sites: Vec<PathBuf>,
    /// The user's folder of packages for it.
    pub(crate) user_site: Option<PathBuf>,
    /// Whether it is a build without a GIL.
    pub(crate) free_threaded: bool,
    /// The width of its pointers.
    pub(crate) bits: u32,
}

impl Interpreter {
    /// Asks the program at `path`; `Err` says why there is no answer.
    pub(crate) fn ask(path: &Path) -> Result<Self, String> {
        // Not -I, which Python 2 lacks. -S: no start-up file runs, ours neither. -B: nor is any
        // bytecode left.
        let mut command = Command::new(path);
        command.args(["-E", "-S", "-B", "-c", include_str!("probe.py")]).current_dir("/");
        // Else a version manager's wrapper might go by it.
        command.env_remove("PYTHONHOME").env_remove("PYTHONPATH");
        let output = python::output(&mut command)?;
        let found: Option<Self> = python::answer(&output.out);
        found.ok_or_else(|| "does not answer as a Python does".to_owned())
    }

    /// Why the capture has no business there; `None` where it can work.
    pub(crate) fn unfit(&self) -> Option<String> {
        let (major, minor, _) = self.version;
        if self.implementation != "cpython" {
            Some("not CPython".into())
        } else if major < 3 {
            Some("Python 2".into())
        } else if (major, minor) < (3, FLOOR) {
            Some(format!("older than 3.{FLOOR}"))
        } else if self.free_threaded {
            Some("free-threaded".into())
        } else if self.bits != usize::BITS {
            Some(format!("{}-bit, the capture is {}-bit", self.bits, usize::BITS))
        } else {
            None
        }
    }

    /// As people call it.
    pub(crate) fn name(&self) -> String {
        let name = match self.implementation.as_str() {
            "cpython" => "CPython",
            "pypy" => "PyPy",
            other => other,
        };
        let (major, minor, micro) = self.version;
        let threads = if self.free_threaded { "t" } else { "" };
        format!("{name} {major}.{minor}.{micro}{threads}")
    }

    /// What two programs of the same interpreter share.
    fn base(&self) -> (PathBuf, String, (u32, u32, u32)) {
        (self.base_prefix.clone(), self.name(), self.version)
    }
}

/// Every base interpreter that this machine has in a usual place, and those at `known`, by path.
pub(crate) fn find(known: &BTreeSet<PathBuf>) -> Vec<Interpreter> {
    answering(known, in_folders(&folders()))
}

/// Those in some folders alone; `trusted` says which programs may be asked.
pub(crate) fn find_in(folders: &[PathBuf], trusted: fn(&Path) -> bool) -> Vec<Interpreter> {
    answering(&BTreeSet::new(), in_folders(folders).filter(|program| trusted(program)))
}

fn in_folders(folders: &[PathBuf]) -> impl Iterator<Item = PathBuf> {
    // pyenv's and asdf's wrappers: what they start is found where it is.
    let folders = folders.iter().filter(|folder| !folder.ends_with("shims"));
    folders.flat_map(|folder| programs(folder))
}

/// The base interpreters among some programs. Where several are of one, a known one stands for it.
fn answering(known: &BTreeSet<PathBuf>, found: impl Iterator<Item = PathBuf>) -> Vec<Interpreter> {
    let programs: BTreeSet<PathBuf> = known.iter().cloned().chain(found).collect();
    let mut programs: Vec<PathBuf> = programs.into_iter().collect();
    programs.sort_by_key(|program| !known.contains(program));
    // One that does not answer is a wrapper or a ruin: nobody asked for it by name.
    let answers = ask_all(programs).into_iter().filter_map(Result::ok);
    let mut bases = BTreeSet::new();
    let mut found: Vec<_> = answers.filter(|one| bases.insert(one.base())).collect();
    found.sort_by(|one, other| one.executable.cmp(&other.executable));
    found
}

/// Those that `--python` names; `Err` says which one is none.
pub(crate) fn named(named: &[PathBuf]) -> Result<Vec<Interpreter>, String> {
    let answers = ask_all(named.iter().map(|path| resolve(path)).collect());
    let pairs = named.iter().zip(answers);
    pairs
        .map(|(path, answer)| answer.map_err(|why| format!("--python {}: {why}", path.display())))
        .collect()
}

/// The program that a shell would start by that name.
pub(crate) fn resolve(name: &Path) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let bare = name.components().count() == 1 && !name.exists();
    let found = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|p| p.is_file());
    let program = found.filter(|_| bare).unwrap_or_else(|| name.to_owned());
    std::path::absolute(&program).unwrap_or(program)
}

/// Asks each of `programs`.
fn ask_all(programs: Vec<PathBuf>) -> Vec<Result<Interpreter, String>> {
    at_once(programs, |program| Interpreter::ask(&program))
}

/// `work` on every item at the same time: each is a process to wait for.
pub(crate) fn at_once<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let work = &work;
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            items.into_iter().map(|item| scope.spawn(move || work(item))).collect();
        let results = threads.into_iter().map(|thread| thread.join());
        results.map(|one| one.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

/// Where interpreters live.
fn folders() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> =
        std::env::split_paths(&path).filter(|folder| folder.is_absolute()).collect();
    for variable in ["VIRTUAL_ENV", "CONDA_PREFIX"] {
        folders.extend(variable_path(variable).map(|prefix| prefix.join("bin")));
    }
    let home = std::env::home_dir().unwrap_or_default();
    let pyenv = variable_path("PYENV_ROOT").unwrap_or_else(|| home.join(".pyenv"));
    for parent in [pyenv.join("versions"), home.join(".local/share/uv/python")] {
        folders.extend(bins(&parent));
    }
    folders.extend(system_folders());
    folders
}

/// Where those of every user live.
pub(crate) fn system_folders() -> Vec<PathBuf> {
    let mut folders = bins(Path::new("/opt"));
    folders.extend(["/usr/bin".into(), "/usr/local/bin".into()]);
    folders
}

fn bins(parent: &Path) -> Vec<PathBuf> {
    let children = std::fs::read_dir(parent).into_iter().flatten().flatten();
    children.map(|child| child.path().join("bin")).collect()
}

/// The interpreters in a folder, links resolved, so that each is asked once: a venv's is its base.
fn programs(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let named = entries.filter(|entry| is_interpreter(&entry.file_name()));
    let programs = named.filter_map(|entry| entry.path().canonicalize().ok());
    programs.filter(|program| program.is_file() && program.to_str().is_some()).collect()
}

/// `python`, `python2`, `python3`, `python3.12`, `python3.13t`, `pypy3`; not `python3-config`.
fn is_interpreter(name: &OsString) -> bool {
    let Some(name) = name.to_str() else { return false };
    let version = name.strip_prefix("python").or_else(|| name.strip_prefix("pypy"));
    version.is_some_and(|version| {
        let version = version.strip_suffix('t').unwrap_or(version);
        version.chars().all(|c| c.is_ascii_digit() || c == '.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cpython(minor: u32) -> Interpreter {
        Interpreter {
            implementation: "cpython".into(),
            version: (3, minor, 0),
            executable: "/usr/bin/python3".into(),
            base_prefix: "/usr".into(),
            zip: None,
            library: None,
            sites: vec![],
            user_site: None,
            free_threaded: false,
            bits: usize::BITS,
        }
    }

    #[test]
    fn names_of_interpreters_are_told_from_names_of_tools() {
        for name in ["python", "python3", "python3.9", "python3.13t", "python2.7", "pypy3.10"] {
            assert!(is_interpreter(&name.into()), "{name}");
        }
        for name in ["python3-config", "python3.11-gdb", "pythonw", "ipython", "python.sh"] {
            assert!(!is_interpreter(&name.into()), "{name}");
        }
    }

    #[test]
    fn each_unfit_interpreter_has_its_reason() {
        assert_eq!(cpython(9).unfit(), None);
        let with = |change: &dyn Fn(&mut Interpreter)| {
            let mut interpreter = cpython(13);
            change(&mut interpreter);
            interpreter.unfit().unwrap_or_default()
        };
        assert_eq!(with(&|one| one.version = (3, 8, 18)), "older than 3.9");
        assert_eq!(with(&|one| one.version = (2, 7, 18)), "Python 2");
        assert_eq!(with(&|one| one.free_threaded = true), "free-threaded");
        assert_eq!(with(&|one| one.implementation = "pypy".into()), "not CPython");
        assert!(with(&|one| one.bits = 16).starts_with("16-bit"));
    }
}
