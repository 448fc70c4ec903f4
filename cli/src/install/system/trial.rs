//! Tries the preload before it comes into every process: programs must behave as they do without
//! it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};
use crate::install::interpreter::{Interpreter, in_parallel};
use crate::install::python::{self, Output};
use crate::install::trust;
use crate::payload;

/// Runs `true`, `sh` and each interpreter, supported or not, with the library of the payload and
/// without it; `Err` names the first program that behaves differently.
pub(crate) fn run(payload: &Path, interpreters: &[Interpreter]) -> Result<()> {
    if let Some(problem) = trust::problem_within(payload) {
        return Err(Error::new(format!("cannot be loaded for every user: {problem}")));
    }
    let preload = payload::preload(payload);
    // -B: no bytecode is written to folders that are not ours.
    let pythons = interpreters.iter().map(|one| (one.executable.clone(), vec!["-B", "-c", "pass"]));
    let shells = [("true", vec![]), ("sh", vec!["-c", ":"])];
    let shells = shells.into_iter().map(|(name, words)| (PathBuf::from(name), words));
    let differences = in_parallel(shells.chain(pythons).collect(), |(program, words)| {
        let without = behaviour(&program, &words, None);
        let with = behaviour(&program, &words, Some(&preload));
        difference(&without, &with).map(|what| (program, what))
    });
    match differences.into_iter().flatten().next() {
        None => Ok(()),
        Some((program, what)) => Err(Error::new(format!(
            "{} does not run under the preload as without it: {what}",
            program.display()
        ))),
    }
}

fn behaviour(program: &Path, words: &[&str], preload: Option<&Path>) -> Result<Output, String> {
    let mut command = Command::new(program);
    command.args(words).current_dir("/");
    let variables = std::env::vars_os().map(|(name, _)| name);
    for name in variables.filter(|name| name.as_encoded_bytes().starts_with(b"CG_PLOT_")) {
        command.env_remove(name);
    }
    match preload {
        Some(preload) => command.env("LD_PRELOAD", preload),
        None => command.env_remove("LD_PRELOAD"),
    };
    python::output(&mut command)
}

fn difference(without: &Result<Output, String>, with: &Result<Output, String>) -> Option<String> {
    if without == with {
        return None;
    }
    let with = match with {
        Ok(with) => with,
        Err(why) => return Some(format!("it {why}")),
    };
    let said = String::from_utf8_lossy(&with.err);
    let said = said.lines().next().unwrap_or("says nothing");
    Some(format!("{}, stderr: {said}", with.status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_that_cannot_be_loaded_is_noticed() {
        let words = ["-c", ":"];
        let without = behaviour(Path::new("sh"), &words, None);
        assert_eq!(difference(&without, &without), None);
        let with = behaviour(Path::new("sh"), &words, Some(Path::new("/nonexistent.so")));
        let difference = difference(&without, &with);
        assert!(difference.is_some_and(|what| what.contains("/nonexistent.so")));
    }
}
