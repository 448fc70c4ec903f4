//! Whether an installation can be where it belongs: known before the first change, and so in the dry
//! run.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use nix::unistd::{Uid, User};

use crate::error::{Error, Result};
use crate::file;
use crate::install::Installation;
use crate::install::locate;
use crate::install::trust;

/// Refuses a folder that `enable` would fail in, or do harm.
pub(crate) fn check(installation: &Installation) -> Result<()> {
    // What root makes in another user's home, that user could neither use well nor remove. The home of a
    // container's root may be a folder that belongs to nobody who is known there.
    let owner = std::fs::metadata(installation.home()).map(|data| Uid::from_raw(data.uid()));
    let is_known = |user: Uid| User::from_uid(user).is_ok_and(|user| user.is_some());
    if owner.is_ok_and(|owner| !owner.is_root() && is_known(owner))
        && let Some(problem) = trust::problem(installation.home())
    {
        return Err(locate::foreign(&problem));
    }
    // A link that leads nowhere is there, too.
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
