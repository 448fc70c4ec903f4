//! Finds a Python for the demo, which the capture supports and which can make a venv.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};
use crate::install::interpreter::{self, Examination, FLOOR, Interpreter};
use crate::install::python;
use crate::install::trust::LeftOut;
use crate::quote::quote;
use crate::stderr::message;

/// Names up to this minor version (exclusive) are looked for.
const BEYOND: u32 = 30;

/// Why a Python can't run the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
enum UnfitPython {
    Missing,
    Broken(String),
    Kind(String),
    NoVenv(String),
    LeftOut(PathBuf, String),
}

/// The Python that `--python` names.
pub(super) fn named(name: &Path) -> Result<Interpreter> {
    let program = interpreter::resolve(name);
    let python = Interpreter::ask(&program).map_err(UnfitPython::Broken);
    python.and_then(check).map_err(|reason| explain(&program.to_string_lossy(), reason))
}

/// The first suitable Python on `PATH`: `python3`, or else the newest `python3.N`.
pub(super) fn find() -> Result<Interpreter> {
    let names = (FLOOR..BEYOND).rev().map(|minor| format!("python3.{minor}"));
    let mut reasons = Vec::new();
    for name in std::iter::once("python3".to_owned()).chain(names) {
        match first(&name) {
            Ok(python) => return Ok(python),
            Err(reason) => reasons.push(reason),
        }
    }
    Err(explain("the python3 on PATH", closest(reasons)))
}

/// The reason that is closest to success; the first one of several.
fn closest(reasons: Vec<UnfitPython>) -> UnfitPython {
    let closeness = |reason: &UnfitPython| match reason {
        UnfitPython::Missing => 0,
        UnfitPython::Broken(_) => 1,
        UnfitPython::Kind(_) => 2,
        UnfitPython::NoVenv(_) => 3,
        UnfitPython::LeftOut(..) => 4,
    };
    // `max_by_key` returns the last of equals.
    reasons.into_iter().rev().max_by_key(closeness).unwrap_or(UnfitPython::Missing)
}

/// The error for `subject`, with a hint.
fn explain(subject: &str, reason: UnfitPython) -> Error {
    let wanted = format!("CPython 3.{FLOOR} or later");
    match reason {
        UnfitPython::Missing => Error::new("there is no python3 on PATH")
            .hint(format!("install {wanted}, for example: apt install python3 python3-venv")),
        UnfitPython::Broken(why) => {
            Error::new(format!("{subject} {why}")).hint("see what it says: python3 -c pass")
        }
        UnfitPython::Kind(found) => Error::new(format!("{subject} can't be captured: {found}"))
            .hint(format!("put {wanted} on PATH, as python3 or python3.N")),
        UnfitPython::NoVenv(name) => Error::new(format!("{name} can't make a venv"))
            .hint("on Debian and Ubuntu: apt install python3-venv"),
        UnfitPython::LeftOut(program, why) => {
            let program = quote(program);
            Error::new(format!("{subject} is not root's alone: {why}"))
                .hint(format!("cg-plot-capture demo --python {program}"))
        }
    }
}

/// The first program of that name on `PATH` that we may start.
fn first(name: &str) -> Result<Interpreter, UnfitPython> {
    let mut left_out = vec![];
    for program in interpreter::on_path(name) {
        match interpreter::examine(&program) {
            Examination::Answered(python) => {
                left_out.iter().for_each(message);
                return check(*python);
            }
            Examination::NoAnswer(why) if left_out.is_empty() => {
                return Err(UnfitPython::Broken(why));
            }
            Examination::NoAnswer(_) => break,
            Examination::LeftOut(problem) => left_out.push(LeftOut::new(&program, &problem)),
        }
    }
    let first = left_out.into_iter().next();
    Err(first.map_or(UnfitPython::Missing, |one| UnfitPython::LeftOut(one.path, one.reason)))
}

fn check(interpreter: Interpreter) -> Result<Interpreter, UnfitPython> {
    if let Some(reason) = interpreter.unfit() {
        return Err(UnfitPython::Kind(format!("{}, {reason}", interpreter.name())));
    }
    // Debian has the parts that `venv` needs for pip in a separate package.
    let mut command = Command::new(&interpreter.executable);
    command.args(["-I", "-c", "import venv, ensurepip"]).env("CG_PLOT_CAPTURE", "off");
    match python::output(&mut command).is_ok_and(|output| output.status.success()) {
        true => Ok(interpreter),
        false => Err(UnfitPython::NoVenv(interpreter.name())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_closest_to_success_is_reported() {
        let no_venv = |name: &str| UnfitPython::NoVenv(name.into());
        let reasons = vec![
            UnfitPython::Missing,
            no_venv("3"),
            no_venv("3.12"),
            UnfitPython::Broken("hangs".into()),
        ];
        assert_eq!(closest(reasons), no_venv("3"));
        assert_eq!(closest(vec![]), UnfitPython::Missing);
    }

    #[test]
    fn a_program_that_is_not_a_python_is_told_from_a_missing_one() {
        assert_eq!(first("no such python3").err(), Some(UnfitPython::Missing));
        assert!(matches!(first("true"), Err(UnfitPython::Broken(_))));
    }
}
