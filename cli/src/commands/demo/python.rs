//! A Python for the demo: one on `PATH` that the capture supports and that can make a venv.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};
use crate::install::interpreter::{self, FLOOR, Interpreter, Outcome};
use crate::install::python;
use crate::install::trust::LeftOut;
use crate::quote::quote;
use crate::stderr::message;

/// A minor version past the newest that is looked for by name.
const BEYOND: u32 = 30;

/// What is wrong with one.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Unfit {
    Missing,
    Broken(String),
    Kind(String),
    NoVenv(String),
    LeftOut(PathBuf, String),
}

/// The one that was named.
pub(super) fn named(name: &Path) -> Result<Interpreter> {
    let program = interpreter::resolve(name);
    let python = Interpreter::ask(&program).map_err(Unfit::Broken);
    python.and_then(check).map_err(|reason| explain(&program.to_string_lossy(), reason))
}

/// The first on `PATH` that will do: `python3`, else the newest `python3.N`.
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

/// The first of those that come closest.
fn closest(reasons: Vec<Unfit>) -> Unfit {
    let closeness = |reason: &Unfit| match reason {
        Unfit::Missing => 0,
        Unfit::Broken(_) => 1,
        Unfit::Kind(_) => 2,
        Unfit::NoVenv(_) => 3,
        Unfit::LeftOut(..) => 4,
    };
    // The last of equals is taken.
    reasons.into_iter().rev().max_by_key(closeness).unwrap_or(Unfit::Missing)
}

/// What is wrong with `subject`.
fn explain(subject: &str, reason: Unfit) -> Error {
    let wanted = format!("CPython 3.{FLOOR} or later");
    match reason {
        Unfit::Missing => Error::new("there is no python3 on PATH")
            .hint(format!("install {wanted}, for example: apt install python3 python3-venv")),
        Unfit::Broken(why) => {
            Error::new(format!("{subject} {why}")).hint("see what it says: python3 -c pass")
        }
        Unfit::Kind(found) => Error::new(format!("{subject} can't be captured: {found}"))
            .hint(format!("put {wanted} on PATH, as python3 or python3.N")),
        Unfit::NoVenv(name) => Error::new(format!("{name} can't make a venv"))
            .hint("on Debian and Ubuntu: apt install python3-venv"),
        Unfit::LeftOut(program, why) => {
            let program = quote(program);
            Error::new(format!("{subject} is not root's alone: {why}"))
                .hint(format!("cg-plot-capture demo --python {program}"))
        }
    }
}

/// The first of that name on `PATH` that we may start.
fn first(name: &str) -> Result<Interpreter, Unfit> {
    let mut left_out = vec![];
    for program in interpreter::on_path(name) {
        match interpreter::examine(&program) {
            Outcome::Answered(python) => {
                left_out.iter().for_each(message);
                return check(*python);
            }
            Outcome::NoAnswer(why) if left_out.is_empty() => return Err(Unfit::Broken(why)),
            Outcome::NoAnswer(_) => break,
            Outcome::LeftOut(problem) => left_out.push(LeftOut::new(&program, &problem)),
        }
    }
    let first = left_out.into_iter().next();
    Err(first.map_or(Unfit::Missing, |one| Unfit::LeftOut(one.path, one.reason)))
}

fn check(interpreter: Interpreter) -> Result<Interpreter, Unfit> {
    if let Some(reason) = interpreter.unfit() {
        return Err(Unfit::Kind(format!("{}, {reason}", interpreter.name())));
    }
    // Debian packs what `venv` needs to put pip into it apart from the rest.
    let mut command = Command::new(&interpreter.executable);
    command.args(["-I", "-c", "import venv, ensurepip"]).env("CG_PLOT_CAPTURE", "off");
    match python::output(&mut command).is_ok_and(|output| output.status.success()) {
        true => Ok(interpreter),
        false => Err(Unfit::NoVenv(interpreter.name())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_miss_is_the_one_to_talk_about() {
        let no_venv = |name: &str| Unfit::NoVenv(name.into());
        let reasons =
            vec![Unfit::Missing, no_venv("3"), no_venv("3.12"), Unfit::Broken("hangs".into())];
        assert_eq!(closest(reasons), no_venv("3"));
        assert_eq!(closest(vec![]), Unfit::Missing);
    }

    #[test]
    fn a_program_that_is_no_python_is_broken_and_none_is_missing() {
        assert_eq!(first("no such python3").err(), Some(Unfit::Missing));
        assert!(matches!(first("true"), Err(Unfit::Broken(_))));
    }
}
