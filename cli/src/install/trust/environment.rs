//! Cleans the environment of programs that root starts: no variable may lead them to a place that
//! root does not trust.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

use nix::unistd::{Uid, User};

use super::{Problem, applies, problem};

/// The variables by which a Python, or Matplotlib in it, finds files that it imports, reads or
/// writes.
const VARIABLES: [&str; 9] = [
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONUSERBASE",
    "PYTHONPYCACHEPREFIX",
    "MPLCONFIGDIR",
    "MATPLOTLIBRC",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "TMPDIR",
];

/// The `PATH` if no folder of the inherited one is left.
const SYSTEM_PATH: &str = "/usr/bin:/bin";

/// The variables that are left out of the environment, and why.
pub(crate) fn left_out() -> Vec<(&'static str, Problem)> {
    let variables = VARIABLES.into_iter().chain(["HOME"]);
    variables.filter_map(|name| Some((name, problem_in(&std::env::var_os(name)?)?))).collect()
}

/// Whether other users may write to the home, from which root's Pythons could import.
pub(crate) fn home_is_foreign() -> bool {
    etcetera::home_dir().is_ok_and(|home| problem(&home).is_some())
}

/// Removes these variables from what `command` inherits.
pub(crate) fn clean(command: &mut Command) {
    if !applies() {
        return;
    }
    let given: Vec<OsString> = command.get_envs().map(|(name, _)| name.to_owned()).collect();
    let is_given = |name: &str| given.iter().any(|given| given == name);
    for (name, _) in left_out().iter().filter(|(name, _)| !is_given(name)) {
        command.env_remove(name);
        if *name == "HOME" {
            command.envs(root_s_home().map(|home| ("HOME", home)));
            command.env("PYTHONNOUSERSITE", "1");
        }
    }
    if !is_given("PATH") {
        command.env("PATH", path(&std::env::var_os("PATH").unwrap_or_default()));
    }
}

/// The folders of a `PATH` in which nobody else can put a program.
fn path(value: &OsStr) -> OsString {
    let safe = std::env::split_paths(value);
    let safe = safe.filter(|folder| folder.is_absolute() && problem(folder).is_none());
    match std::env::join_paths(safe) {
        Ok(path) if !path.is_empty() => path,
        _ => SYSTEM_PATH.into(),
    }
}

/// The problem with a variable's paths. Relative paths start at the root folder, where our programs
/// start.
fn problem_in(value: &OsStr) -> Option<Problem> {
    std::env::split_paths(value).find_map(|path| problem(&Path::new("/").join(path)))
}

fn root_s_home() -> Option<PathBuf> {
    let root = User::from_uid(Uid::from_raw(0)).ok().flatten()?;
    problem(&root.dir).is_none().then_some(root.dir)
}
