//! What root may start, import, read or write: only what no other user could have put where it is, or
//! could replace.
//!
//! For any other user nothing is ever wrong: a program that he could reach has his rights and no more.
//!
//! A sticky folder is fine on the way to a folder of root's, and nowhere else: anybody may give a file of root's
//! another name there. A read-only mount changes nothing, because the folder may be mounted elsewhere too.

mod access;
pub(crate) mod environment;
mod left_out;
mod problem;

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::Metadata;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Component, Path, PathBuf};

use access::Facts;

pub(crate) use left_out::LeftOut;
pub(crate) use problem::{Fault, Problem};

/// How many links are followed, as in the kernel (path_resolution(7)).
const MOST_LINKS: usize = 40;

/// Whether the rule applies.
pub(crate) fn applies() -> bool {
    nix::unistd::geteuid().is_root()
}

/// Why root must leave `path` alone; `None`: nobody but root decides what stands there. What is not
/// there yet is root's to make, and for a folder that goes for each entry of it.
pub(crate) fn problem(path: &Path) -> Option<Problem> {
    if applies() { resolve(path).err() } else { None }
}

/// The same for a folder and all that is in it, also where links in it lead.
pub(crate) fn problem_within(folder: &Path) -> Option<Problem> {
    if !applies() {
        return None;
    }
    match resolve(folder) {
        Err(problem) => Some(problem),
        Ok(real) => within(&real, &mut HashSet::new()),
    }
}

/// Where `path` leads, if nobody but root decides that.
fn resolve(path: &Path) -> Result<PathBuf, Problem> {
    let path = std::path::absolute(path).map_err(|_| Problem::new(path, Fault::Unknown))?;
    let mut real = PathBuf::from("/");
    // The next one last.
    let mut left = names(&path);
    let mut links = 0;
    while let Some(name) = left.pop() {
        if name == ".." {
            real.pop();
            continue;
        }
        let entry = real.join(name);
        let data = data(&entry)?;
        check_folder(&real, data.as_ref().map(|data| (&*entry, data)))?;
        let Some(data) = data else {
            // Nobody else can make it, nor what would be in it.
            return Ok(left.iter().rev().fold(entry, |path, name| path.join(name)));
        };
        if !data.is_symlink() {
            real = entry;
            continue;
        }
        links += 1;
        if !access::is_root_s(data.uid()) {
            return Err(Problem::new(&entry, Fault::Owner));
        }
        if links > MOST_LINKS {
            return Err(Problem::new(&entry, Fault::Links));
        }
        let to = std::fs::read_link(&entry).map_err(|_| Problem::new(&entry, Fault::Unknown))?;
        if to.is_absolute() {
            real = PathBuf::from("/");
        }
        left.extend(names(&to));
    }
    check_folder(&real, None)?;
    Ok(real)
}

/// Whether only root may put another entry into `folder`, in the place of this one if there is one.
fn check_folder(folder: &Path, entry: Option<(&Path, &Metadata)>) -> Result<(), Problem> {
    let Some(data) = data(folder)? else { return Ok(()) };
    let Some(fault) = fault(folder, &data) else { return Ok(()) };
    // In a sticky folder, as /tmp, what is there is its owner's to replace (unlink(2)). Only of a folder
    // does that say who put it there: anybody may give another name to a file of root's (link(2)).
    let sticky = data.is_dir() && data.mode() & 0o1000 != 0 && fault != Fault::Owner;
    match entry {
        Some((entry, data)) if sticky && !access::is_root_s(data.uid()) => {
            Err(Problem::new(entry, Fault::Owner))
        }
        Some((_, data)) if sticky && data.is_dir() => Ok(()),
        _ => Err(Problem::new(folder, fault)),
    }
}

fn within(folder: &Path, seen: &mut HashSet<(u64, u64)>) -> Option<Problem> {
    let unknown = || Some(Problem::new(folder, Fault::Unknown));
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return None;
        }
        Err(_) => return unknown(),
    };
    for entry in entries {
        let Ok(entry) = entry else { return unknown() };
        let path = entry.path();
        let Ok(data) = entry.metadata() else { return unknown() };
        let real = if data.is_symlink() {
            match resolve(&path) {
                Err(problem) => return Some(problem),
                // All that is above has this folder in it.
                Ok(real) if folder.starts_with(&real) => continue,
                Ok(real) => real,
            }
        } else if let Some(fault) = fault(&path, &data) {
            return Some(Problem::new(&path, fault));
        } else if data.is_dir() {
            path
        } else {
            continue;
        };
        let Ok(data) = std::fs::metadata(&real) else { continue };
        if data.is_dir() && seen.insert((data.dev(), data.ino())) {
            let problem = within(&real, seen);
            if problem.is_some() {
                return problem;
            }
        }
    }
    None
}

/// What is at `path` itself, if anything is.
fn data(path: &Path) -> Result<Option<Metadata>, Problem> {
    match std::fs::symlink_metadata(path) {
        Ok(data) => Ok(Some(data)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(_) => Err(Problem::new(path, Fault::Unknown)),
    }
}

fn fault(path: &Path, data: &Metadata) -> Option<Fault> {
    Facts::of(path, data).fault(access::has_others)
}

/// The names in a path, the first one last.
fn names(path: &Path) -> Vec<OsString> {
    let parts = path.components().rev().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_owned()),
        Component::ParentDir => Some("..".into()),
        _ => None,
    });
    parts.collect()
}

#[cfg(test)]
mod tests;
