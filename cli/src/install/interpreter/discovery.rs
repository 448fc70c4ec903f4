//! Looks for interpreters, and tells which of them are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;
use etcetera::base_strategy::Xdg;

use crate::install::interpreter::load_check::LoadCheck;
use crate::install::interpreter::{Interpreter, in_parallel};
use crate::install::trust::{LeftOut, Problem, problem};

#[derive(Debug, Default)]
pub(crate) struct FoundInterpreters {
    /// Each base interpreter, in the order of its path.
    pub(crate) interpreters: Vec<Interpreter>,
    /// Programs that root does not start, in the order of the folders.
    pub(crate) left_out: Vec<LeftOut>,
    /// Programs that have a Python's name and do not answer as one, such as wrappers or broken
    /// Pythons.
    pub(crate) silent: Vec<LeftOut>,
}

impl FoundInterpreters {
    /// Marks the left out programs that an earlier `enable` reached.
    pub(crate) fn mark(&mut self, enabled: &BTreeSet<PathBuf>) {
        let is_enabled =
            |path: &Path| path.canonicalize().is_ok_and(|real| enabled.contains(&real));
        self.left_out.iter_mut().for_each(|one| one.enabled |= is_enabled(&one.path));
    }

    /// If no interpreter is left, the problem and a program for `--python`, which would be
    /// accepted.
    pub(crate) fn nothing_left(&self) -> Option<(String, &Path)> {
        let is_left = self.interpreters.iter().any(|one| one.unfit().is_none());
        let first = self.left_out.first().filter(|_| !is_left)?;
        if self.left_out.iter().any(|one| one.enabled) {
            return None;
        }
        let left_out = self.left_out.iter().map(ToString::to_string).collect::<Vec<_>>();
        let problem = format!("no Python is left that root may start: {}", left_out.join("; "));
        Some((problem, &first.path))
    }
}

/// Finds the interpreters in the usual places and at the `known` paths.
pub(crate) fn find(known: &BTreeSet<PathBuf>) -> FoundInterpreters {
    search(known, &folders())
}

/// Finds the interpreters in the places that all users share and at the `known` paths.
pub(crate) fn find_for_all(known: &BTreeSet<PathBuf>) -> FoundInterpreters {
    search(known, &system_folders())
}

/// Finds the interpreters at the `known` paths only.
pub(crate) fn find_known(known: &BTreeSet<PathBuf>) -> FoundInterpreters {
    search(known, &[])
}

pub(crate) enum Examination {
    Answered(Box<Interpreter>),
    /// Root does not start it, or does not start it again.
    LeftOut(Problem),
    /// It is not a Python, with the reason.
    NoAnswer(String),
}

fn search(known: &BTreeSet<PathBuf>, folders: &[PathBuf]) -> FoundInterpreters {
    // The wrappers of pyenv and asdf: the Pythons that they start are found in their own folders.
    let folders = folders.iter().filter(|folder| !folder.ends_with("shims"));
    let found = folders.flat_map(|folder| programs(folder)).enumerate();
    // By file, so that each is asked once: the Python of a venv is the file of its base.
    let mut names: BTreeMap<PathBuf, Vec<(usize, PathBuf)>> = BTreeMap::new();
    let there = known.iter().filter(|program| program.exists());
    names.extend(there.map(|program| (program.clone(), vec![])));
    for (place, (name, program)) in found {
        names.entry(program).or_default().push((place, name));
    }
    let mut programs: Vec<_> = names.into_iter().collect();
    // If several are the same interpreter, a known one represents it.
    programs.sort_by_key(|(program, _)| !known.contains(program));
    let outcomes = in_parallel(programs, |(program, names)| {
        let outcome = outcome(&program, names.iter().map(|(_, name)| name.as_path()));
        (program, names, outcome)
    });
    let mut result = FoundInterpreters::default();
    let mut bases = BTreeSet::new();
    let mut left_out = vec![];
    for (program, names, outcome) in outcomes {
        match outcome {
            Examination::Answered(python) if bases.insert(python.base()) => {
                result.interpreters.push(*python);
            }
            Examination::LeftOut(problem) => {
                let (place, name) = names.into_iter().next().unwrap_or((0, program.clone()));
                left_out.push((place, LeftOut::new(&name, &problem)));
            }
            Examination::Answered(_) => {}
            Examination::NoAnswer(reason) => {
                let path = names.into_iter().next().map_or(program, |(_, name)| name);
                result.silent.push(LeftOut {
                    path,
                    reason: format!("it {reason}"),
                    enabled: false,
                });
            }
        }
    }
    result.interpreters.sort_by(|one, other| one.executable.cmp(&other.executable));
    left_out.sort_by_key(|(place, _)| *place);
    result.silent.sort_by(|one, other| one.path.cmp(&other.path));
    result.left_out = left_out.into_iter().map(|(_, one)| one).collect();
    result.mark(known);
    result
}

/// Asks the file at `program`, which was found under `names`. A link that somebody else made could
/// lead to any program of root's, so that the names are checked too.
fn outcome<'a>(program: &Path, names: impl Iterator<Item = &'a Path>) -> Examination {
    let mut problems = names.map(problem).collect::<Vec<_>>();
    if !problems.is_empty()
        && problems.iter().all(Option::is_some)
        && let Some(problem) = problems.swap_remove(0)
    {
        return Examination::LeftOut(problem);
    }
    examine(program)
}

/// Asks the program at `program`, unless root must not start it.
pub(crate) fn examine(program: &Path) -> Examination {
    let mut look = LoadCheck::default();
    if let Some(problem) = look.before(program) {
        return Examination::LeftOut(problem);
    }
    match Interpreter::ask(program) {
        Err(why) => Examination::NoAnswer(why),
        Ok(python) => match look.after(&python) {
            Some(problem) => Examination::LeftOut(problem),
            None => Examination::Answered(Box::new(python)),
        },
    }
}

/// Why root must not start the Python at `program`.
pub(crate) fn problem_before(program: &Path) -> Option<Problem> {
    LoadCheck::default().before(program)
}

/// The program that a shell would start under that name.
pub(crate) fn resolve(name: &Path) -> PathBuf {
    let bare = name.components().count() == 1 && !name.exists();
    let found = on_path(name).next();
    let program = found.filter(|_| bare).unwrap_or_else(|| name.to_owned());
    std::path::absolute(&program).unwrap_or(program)
}

/// The files of that name on `PATH`, in its order.
pub(crate) fn on_path(name: impl AsRef<Path>) -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places: Vec<PathBuf> =
        std::env::split_paths(&path).map(|folder| folder.join(&name)).collect();
    let files = places.into_iter().filter(|place| place.is_file());
    files.map(|file| std::path::absolute(&file).unwrap_or(file))
}

/// The folders in which interpreters usually are.
fn folders() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> =
        std::env::split_paths(&path).filter(|folder| folder.is_absolute()).collect();
    let named =
        |variable| std::env::var_os(variable).map(PathBuf::from).filter(|it| it.is_absolute());
    for variable in ["VIRTUAL_ENV", "CONDA_PREFIX"] {
        folders.extend(named(variable).map(|prefix| prefix.join("bin")));
    }
    let base = Xdg::new().ok();
    let pyenv = named("PYENV_ROOT").or_else(|| Some(base.as_ref()?.home_dir().join(".pyenv")));
    let uv = base.as_ref().map(|base| base.data_dir().join("uv/python"));
    for parent in pyenv.map(|pyenv| pyenv.join("versions")).into_iter().chain(uv) {
        folders.extend(bins(&parent));
    }
    folders.extend(system_folders());
    folders
}

/// The folders of interpreters that all users share.
fn system_folders() -> Vec<PathBuf> {
    let mut folders = bins(Path::new("/opt"));
    folders.extend(["/usr/bin".into(), "/usr/local/bin".into()]);
    folders
}

fn bins(parent: &Path) -> Vec<PathBuf> {
    let children = std::fs::read_dir(parent).into_iter().flatten().flatten();
    let mut bins: Vec<PathBuf> = children.map(|child| child.path().join("bin")).collect();
    bins.sort();
    bins
}

/// The interpreters in a folder: their paths, and with links resolved.
fn programs(folder: &Path) -> Vec<(PathBuf, PathBuf)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<PathBuf> = entries
        .filter(|entry| is_interpreter(&entry.file_name()))
        .map(|entry| entry.path())
        .collect();
    names.sort();
    let programs = names.into_iter().filter_map(|name| {
        let program = name.canonicalize().ok()?;
        Some((name, program))
    });
    let is_program = |program: &Path| {
        let data = program.metadata();
        data.is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
    };
    programs.filter(|(_, program)| program.to_str().is_some() && is_program(program)).collect()
}

/// `python`, `python2`, `python3`, `python3.12`, `python3.13t`, `pypy3`; not `python3-config`.
fn is_interpreter(name: &OsStr) -> bool {
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

    #[test]
    fn interpreters_are_distinguished_from_tools_by_name() {
        for name in ["python", "python3", "python3.9", "python3.13t", "python2.7", "pypy3.10"] {
            assert!(is_interpreter(name.as_ref()), "{name}");
        }
        for name in ["python3-config", "python3.11-gdb", "pythonw", "ipython", "python.sh"] {
            assert!(!is_interpreter(name.as_ref()), "{name}");
        }
    }

    #[test]
    fn no_interpreter_is_left_if_all_are_left_out_and_none_is_enabled() {
        let left_out = |enabled| LeftOut { path: "/x/python3".into(), reason: "y".into(), enabled };
        let found = |left_out| FoundInterpreters { left_out, ..FoundInterpreters::default() };
        let nothing = found(vec![left_out(false)]);
        let named = nothing.nothing_left().map(|(_, program)| program);
        assert_eq!(named, Some(Path::new("/x/python3")));
        assert_eq!(found(vec![left_out(true)]).nothing_left(), None);
        assert_eq!(found(vec![]).nothing_left(), None);
    }
}
