//! The interpreters of this machine: what each says of itself.

mod found;
mod loaded;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::install::python;
use crate::install::trust::{environment, problem};

pub(crate) use found::{
    Found, Outcome, examine, find, find_for_all, find_known, on_path, problem_before, resolve,
};

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
        if path.to_str().is_none() {
            return Err("has a path that is not UTF-8".to_owned());
        }
        // Not -I, which Python 2 lacks. -S: no start-up file runs, ours neither. -B: nor is any
        // bytecode left.
        let mut command = Command::new(path);
        if environment::home_is_foreign() {
            command.arg("-s");
        }
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
            Some("free-threaded; use a build with a GIL".into())
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

/// Those that `--python` names; `Err` says which one is none.
pub(crate) fn named(named: &[PathBuf]) -> Result<Vec<Interpreter>, String> {
    let programs = named.iter().map(|path| resolve(path)).collect();
    let answers = at_once(programs, |program: PathBuf| Interpreter::ask(&program));
    let pairs = named.iter().zip(answers);
    let answers = pairs
        .map(|(path, answer)| answer.map_err(|why| format!("--python {}: {why}", path.display())));
    // Its own folders are its caller's affair, the home is not what was named.
    let safe = |folder: &PathBuf| problem(folder).is_none();
    answers
        .map(|answer| {
            let mut python = answer?;
            python.user_site = python.user_site.filter(safe);
            Ok(python)
        })
        .collect()
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
    fn each_unfit_interpreter_has_its_reason() {
        assert_eq!(cpython(9).unfit(), None);
        let with = |change: &dyn Fn(&mut Interpreter)| {
            let mut interpreter = cpython(13);
            change(&mut interpreter);
            interpreter.unfit().unwrap_or_default()
        };
        assert_eq!(with(&|one| one.version = (3, 8, 18)), "older than 3.9");
        assert_eq!(with(&|one| one.version = (2, 7, 18)), "Python 2");
        let free_threaded = with(&|one| one.free_threaded = true);
        assert_eq!(free_threaded, "free-threaded; use a build with a GIL");
        assert_eq!(with(&|one| one.implementation = "pypy".into()), "not CPython");
        assert!(with(&|one| one.bits = 16).starts_with("16-bit"));
    }
}
