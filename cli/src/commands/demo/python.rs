//! A Python for the demo: one on `PATH` that the capture supports and that can make a venv.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::{Error, Result};

/// The oldest and a version past the newest minor version that is looked for by name.
const FLOOR: u32 = 9;
const BEYOND: u32 = 30;

/// Asks a Python what it is: tagged words, one per line, understood by every version.
const QUESTION: &str = include_str!("question.py");

/// A Python that will do.
#[derive(Debug)]
pub(super) struct Python {
    /// The program.
    pub(super) program: PathBuf,
    /// As in `3.12`.
    pub(super) version: String,
}

/// What is wrong with one; the later, the closer it comes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Unfit {
    Missing,
    Broken,
    Kind(String),
    NoVenv(String),
}

/// The first that will do: `python3`, else the newest `python3.N`.
pub(super) fn find() -> Result<Python> {
    let names = (FLOOR..BEYOND).rev().map(|minor| format!("python3.{minor}"));
    let mut reasons = Vec::new();
    for name in std::iter::once("python3".to_owned()).chain(names) {
        match ask(Path::new(&name)) {
            Ok(python) => return Ok(python),
            Err(reason) => reasons.push(reason),
        }
    }
    Err(explain(reasons.into_iter().max().unwrap_or(Unfit::Missing)))
}

fn explain(reason: Unfit) -> Error {
    let wanted = format!("CPython 3.{FLOOR} or later");
    match reason {
        Unfit::Missing => Error::new("there is no python3 on PATH")
            .hint(format!("install {wanted}, for example: apt install python3 python3-venv")),
        Unfit::Broken => Error::new("the python3 on PATH does not start")
            .hint("see what it says: python3 -c pass"),
        Unfit::Kind(found) => {
            Error::new(format!("the python3 on PATH is {found}, which can't be captured"))
                .hint(format!("put {wanted} on PATH, as python3 or python3.N"))
        }
        Unfit::NoVenv(version) => Error::new(format!("Python {version} can't make a venv"))
            .hint("on Debian and Ubuntu: apt install python3-venv"),
    }
}

fn ask(program: &Path) -> Result<Python, Unfit> {
    // Off: nothing but the answer may cost time, and none of it is a program of the user's.
    let mut command = Command::new(program);
    command.args(["-I", "-c", QUESTION]).env("CG_PLOT_CAPTURE", "off");
    let output = command.stdin(Stdio::null()).output().map_err(|_| Unfit::Missing)?;
    if !output.status.success() {
        return Err(Unfit::Broken);
    }
    judge(&String::from_utf8_lossy(&output.stdout))
}

/// Understands the answer to [`QUESTION`].
fn judge(answer: &str) -> Result<Python, Unfit> {
    let words: Vec<&str> = answer.lines().collect();
    let [implementation, major, minor, threads, venv, program] = words[..] else {
        return Err(Unfit::Broken);
    };
    let version = format!("{major}.{minor}");
    let new_enough = major == "3" && minor.parse().is_ok_and(|minor: u32| minor >= FLOOR);
    match (implementation, new_enough, threads, venv) {
        ("cpython", true, "gil", "venv") => Ok(Python { program: program.into(), version }),
        ("cpython", true, "gil", _) => Err(Unfit::NoVenv(version)),
        ("cpython", true, ..) => Err(Unfit::Kind(format!("a free-threaded CPython {version}"))),
        _ => Err(Unfit::Kind(format!("{implementation} {version}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cpython_with_venv_will_do() {
        let python = judge("cpython\n3\n12\ngil\nvenv\n/usr/bin/python3\n").expect("fit");
        assert_eq!(python.program, Path::new("/usr/bin/python3"));
        assert_eq!(python.version, "3.12");
    }

    #[test]
    fn what_will_not_do_is_named() {
        let kind = |answer: &str| judge(answer).expect_err("unfit");
        assert_eq!(kind("pypy\n3\n10\ngil\nvenv\n/p"), Unfit::Kind("pypy 3.10".into()));
        assert_eq!(kind("cpython\n3\n8\ngil\nvenv\n/p"), Unfit::Kind("cpython 3.8".into()));
        let free = Unfit::Kind("a free-threaded CPython 3.14".into());
        assert_eq!(kind("cpython\n3\n14\nfree\nvenv\n/p"), free);
        assert_eq!(kind("cpython\n3\n11\ngil\nno venv\n/p"), Unfit::NoVenv("3.11".into()));
        assert_eq!(kind(""), Unfit::Broken);
    }

    #[test]
    fn the_closest_miss_is_the_one_to_talk_about() {
        let reasons = [Unfit::Missing, Unfit::NoVenv("3.11".into()), Unfit::Broken];
        assert_eq!(reasons.into_iter().max(), Some(Unfit::NoVenv("3.11".into())));
    }
}
