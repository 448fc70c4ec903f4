//! Checks that an installation can be made in its folder, before the first change and in the dry
//! run.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use nix::unistd::{Uid, User};

use crate::elf;
use crate::error::{Error, Result};
use crate::file;
use crate::install::Installation;
use crate::install::interpreter::Interpreter;
use crate::install::locate;
use crate::install::trust;
use crate::payload::LIBC;

/// Returns an error if `enable` would fail in the folder, or do harm.
pub(crate) fn check(installation: &Installation) -> Result<()> {
    // A file that root makes in another user's home would be of no use to that user. In a
    // container, root's home may belong to a user without a name, which is allowed.
    let owner = std::fs::metadata(installation.home()).map(|data| Uid::from_raw(data.uid()));
    // musl asks no network directory, which may know the user.
    let is_unsure = cfg!(target_env = "musl") && !trust::all_are_listed();
    let is_known = |user: Uid| is_unsure || User::from_uid(user).is_ok_and(|user| user.is_some());
    if owner.is_ok_and(|owner| !owner.is_root() && is_known(owner))
        && let Some(problem) = trust::problem(installation.home())
    {
        return Err(locate::foreign(&problem));
    }
    // A link that leads nowhere counts as existing.
    let above = installation.folder().ancestors().find(|one| one.symlink_metadata().is_ok());
    let folder = above.unwrap_or(Path::new("/"));
    let why = match () {
        () if !folder.exists() => Some("leads nowhere"),
        () if !folder.is_dir() => Some("is not a folder"),
        () if !file::folder_writable(folder) => Some("is not writable"),
        () => None,
    };
    if let Some(why) = why {
        let message = format!("{} {why}", folder.display());
        return Err(Error::new(message).hint(match installation.is_system() {
            true => "enable without --system, for each user, needs no such folder",
            false => "XDG_DATA_HOME names another folder to enable in",
        }));
    }
    if file::is_noexec(folder) {
        let message = format!("no library can be loaded from {}: noexec", folder.display());
        return Err(Error::new(message).hint(match installation.is_system() {
            true => "mount it without noexec, or enable without --system, for each user",
            false => "set XDG_DATA_HOME to a folder that is not mounted noexec",
        }));
    }
    Ok(())
}

/// Returns an error if nothing on this machine can use the payload: there is no interpreter for it,
/// and the shell, or an interpreter, is linked with another libc. The static command runs there too.
pub(crate) fn check_libc(interpreters: &[Interpreter]) -> Result<()> {
    let shell = elf::libc(Path::new("/bin/sh"));
    let others = interpreters.iter().map(|one| one.libc).chain([shell]);
    let other = others.flatten().find(|libc| *libc != LIBC);
    let Some(libc) = other.filter(|_| interpreters.iter().all(|one| one.unfit().is_some())) else {
        return Ok(());
    };
    let problem = format!(
        "nothing can be captured: this machine's programs are linked with {libc}, and this command \
         captures Pythons that are linked with {LIBC}"
    );
    Err(Error::new(problem).hint(format!(
        "collect, describe and man work here; for enable and run use a system with {LIBC}"
    )))
}
