//! The interpreters of this machine, and what each tells about itself.

mod discovery;
mod load_check;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::elf;
use crate::install::python;
use crate::install::trust::{environment, problem};
use crate::payload::LIBC;

pub(crate) use discovery::{
    Examination, FoundInterpreters, examine, find, find_for_all, find_known, on_path,
    problem_before, resolve,
};

/// The oldest minor version of Python 3 that the capture supports.
pub(crate) const FLOOR: u32 = 9;

/// The answer of an interpreter to `probe.py`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Interpreter {
    /// The implementation: `cpython`, `pypy`, …
    pub(crate) implementation: String,
    /// Major, minor, micro.
    pub(crate) version: (u32, u32, u32),
    /// The program. For a venv it is the base interpreter's.
    pub(crate) executable: PathBuf,
    /// `sys.base_prefix`.
    pub(crate) base_prefix: PathBuf,
    /// The `pythonXY.zip` entry of `sys.path`.
    pub(crate) zip: Option<PathBuf>,
    /// The folder of its standard library.
    pub(crate) library: Option<PathBuf>,
    /// Its folders of packages.
    pub(crate) sites: Vec<PathBuf>,
    /// The user's folder of packages for it.
    pub(crate) user_site: Option<PathBuf>,
    /// Whether it is a build without a GIL.
    pub(crate) free_threaded: bool,
    /// The width of its pointers in bits.
    pub(crate) bits: u32,
    /// The libc that the program is linked with; `None` if it is static. Our program reads it.
    #[serde(skip)]
    pub(crate) libc: Option<&'static str>,
}

impl Interpreter {
    /// Asks the program at `path`; `Err` says why there is no answer.
    pub(crate) fn ask(path: &Path) -> Result<Self, String> {
        if path.to_str().is_none() {
            return Err("has a path that is not UTF-8".to_owned());
        }
        // -I would fail in Python 2. With -S no start-up file runs, nor does ours. With -B no
        // bytecode is written.
        let mut command = Command::new(path);
        if environment::home_is_foreign() {
            command.arg("-s");
        }
        command.args(["-E", "-S", "-B", "-c", include_str!("probe.py")]).current_dir("/");
        // A version manager's wrapper might depend on them.
        command.env_remove("PYTHONHOME").env_remove("PYTHONPATH");
        let output = python::output(&mut command)?;
        let found: Option<Self> = python::answer(&output.out);
        let found = found.ok_or_else(|| "does not answer as a Python does".to_owned())?;
        Ok(Self { libc: elf::libc(&found.executable), ..found })
    }

    /// Why the capture does not support it; `None` if it does.
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
            let other = self.libc.filter(|libc| *libc != LIBC);
            other.map(|libc| format!("linked with {libc}, this command captures those with {LIBC}"))
        }
    }

    /// Its name for people, such as `Python 3.12.1`.
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

    /// The key that is equal for all programs of the same interpreter.
    fn base(&self) -> (PathBuf, String, (u32, u32, u32)) {
        (self.base_prefix.clone(), self.name(), self.version)
    }
}

/// The interpreters that `--python` names; `Err` says which one does not answer.
pub(crate) fn named(named: &[PathBuf]) -> Result<Vec<Interpreter>, String> {
    let programs = named.iter().map(|path| resolve(path)).collect();
    let answers = in_parallel(programs, |program: PathBuf| Interpreter::ask(&program));
    let pairs = named.iter().zip(answers);
    let answers = pairs
        .map(|(path, answer)| answer.map_err(|why| format!("--python {}: {why}", path.display())));
    // The user named the interpreter, and its folders with it, but not the home.
    let safe = |folder: &PathBuf| problem(folder).is_none();
    answers
        .map(|answer| {
            let mut python = answer?;
            python.user_site = python.user_site.filter(safe);
            Ok(python)
        })
        .collect()
}

/// Calls `work` for every item at the same time, because each waits for a process.
pub(crate) fn in_parallel<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
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
            libc: Some(LIBC),
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
        let foreign = if LIBC == "musl" { "glibc" } else { "musl" };
        assert!(with(&|one| one.libc = Some(foreign)).starts_with("linked with "));
        assert_eq!(with(&|one| one.libc = None), "");
    }
}
