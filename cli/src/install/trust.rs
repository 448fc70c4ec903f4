//! Decides what root may start, import, read or write: only what no other user could have put there
//! or could replace.
//!
//! For other users every path is fine, because a program that an attacker starts as them has their
//! rights and no more.
//!
//! A sticky folder is fine only on the path to a folder of root's, because anybody may give a file
//! of root's another name there. A read-only mount does not help, because the folder may be mounted
//! elsewhere too.

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

use access::FileAccess;

pub(crate) use access::all_are_listed;
pub(crate) use left_out::LeftOut;
pub(crate) use problem::{Problem, TrustFault};

/// The most links that are followed, as in the kernel (path_resolution(7)).
const MOST_LINKS: usize = 40;

/// Whether the rule applies: we are root.
pub(crate) fn applies() -> bool {
    nix::unistd::geteuid().is_root()
}

/// Why root must not use `path`; `None` if nobody except root decides what is there. Root may make
/// a path that does not exist yet: if a folder is fine, so is each new entry in it.
pub(crate) fn problem(path: &Path) -> Option<Problem> {
    if applies() { resolve(path).err() } else { None }
}

/// Checks a folder and everything in it, and where links in it lead.
pub(crate) fn problem_within(folder: &Path) -> Option<Problem> {
    if !applies() {
        return None;
    }
    match resolve(folder) {
        Err(problem) => Some(problem),
        Ok(real) => check_tree(&real, &mut HashSet::new()),
    }
}

/// The path to which `path` leads, if nobody except root decides that.
fn resolve(path: &Path) -> Result<PathBuf, Problem> {
    let path = std::path::absolute(path).map_err(|_| Problem::new(path, TrustFault::Unknown))?;
    let mut real = PathBuf::from("/");
    // The next name is the last item.
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
            // Nobody else can make this path or anything below it.
            return Ok(left.iter().rev().fold(entry, |path, name| path.join(name)));
        };
        if !data.is_symlink() {
            real = entry;
            continue;
        }
        links += 1;
        if !access::is_root_s(data.uid()) {
            return Err(Problem::new(&entry, TrustFault::Owner));
        }
        if links > MOST_LINKS {
            return Err(Problem::new(&entry, TrustFault::Links));
        }
        let to =
            std::fs::read_link(&entry).map_err(|_| Problem::new(&entry, TrustFault::Unknown))?;
        if to.is_absolute() {
            real = PathBuf::from("/");
        }
        left.extend(names(&to));
    }
    check_folder(&real, None)?;
    Ok(real)
}

/// Whether only root may put another entry into `folder`, or in the place of `entry`.
fn check_folder(folder: &Path, entry: Option<(&Path, &Metadata)>) -> Result<(), Problem> {
    let Some(data) = data(folder)? else { return Ok(()) };
    let Some(fault) = fault(folder, &data) else { return Ok(()) };
    // In a sticky folder such as /tmp, only the owner of an entry may replace it (unlink(2)). This
    // tells who made a folder, but not who made a file, because anybody may give a file of root's
    // another name (link(2)).
    let sticky = data.is_dir() && data.mode() & 0o1000 != 0 && fault != TrustFault::Owner;
    match entry {
        Some((entry, data)) if sticky && !access::is_root_s(data.uid()) => {
            Err(Problem::new(entry, TrustFault::Owner))
        }
        Some((_, data)) if sticky && data.is_dir() => Ok(()),
        _ => Err(Problem::new(folder, fault)),
    }
}

fn check_tree(folder: &Path, seen: &mut HashSet<(u64, u64)>) -> Option<Problem> {
    let unknown = || Some(Problem::new(folder, TrustFault::Unknown));
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
                // The link leads to a folder above, which contains this one.
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
            let problem = check_tree(&real, seen);
            if problem.is_some() {
                return problem;
            }
        }
    }
    None
}

/// The metadata of `path` itself, if it exists.
fn data(path: &Path) -> Result<Option<Metadata>, Problem> {
    match std::fs::symlink_metadata(path) {
        Ok(data) => Ok(Some(data)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(_) => Err(Problem::new(path, TrustFault::Unknown)),
    }
}

fn fault(path: &Path, data: &Metadata) -> Option<TrustFault> {
    FileAccess::of(path, data).fault(access::has_others)
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
