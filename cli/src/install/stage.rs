//! The installation's folder comes and goes in one rename, its receipt in it.
//!
//! So there is no moment at which a folder of ours stands without the receipt that removes it.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::file::{self, Time};
use crate::install::Installation;
use crate::install::receipt::Receipt;

/// How a folder is called while it is prepared or taken apart, beside the one that it becomes or
/// was. The time that the folder around it had before follows, because nowhere else could it be
/// noted before the first change.
const PREFIX: &str = ".cg-plot-capture.";

fn stage(beside: &Path, time: Time) -> PathBuf {
    beside.with_file_name(format!("{PREFIX}{time}"))
}

/// The folders down to the installation's that are not there, the topmost first.
pub(crate) fn missing(installation: &Installation) -> Vec<PathBuf> {
    let above = installation.folder().ancestors();
    let mut missing: Vec<PathBuf> =
        above.take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
    missing.reverse();
    missing
}

/// Puts the receipt where it belongs, with the folders above it that are missing.
pub(crate) fn begin(installation: &Installation, receipt: &Receipt) -> Result<()> {
    let missing = missing(installation);
    let Some(top) = missing.first() else { return receipt.write(&installation.receipt()) };
    let parent = top.parent().unwrap_or(Path::new("/"));
    let stage = stage(top, Time::of(&parent.canonicalize()?)?);
    let within = |path: &Path| match path.strip_prefix(top) {
        Ok(rest) if !rest.as_os_str().is_empty() => stage.join(rest),
        _ => stage.clone(),
    };
    for folder in &missing {
        let staged = within(folder);
        // Those above ours are the user's: their umask decides. Root's must let everybody through.
        if folder == installation.folder() || nix::unistd::geteuid().is_root() {
            file::make_folder(&staged)?;
        } else {
            fs_err::create_dir(&staged)?;
        }
    }
    receipt.write(&within(&installation.receipt()))?;
    fs_err::rename(&stage, top)?;
    Ok(file::sync_parent(top)?)
}

/// Removes the receipt and the folders made for it, from the topmost that holds nothing else.
/// Answers what others have put into the installation's folder.
pub(crate) fn end(installation: &Installation, receipt: &Receipt) -> Result<Vec<PathBuf>> {
    let folder = installation.folder();
    // What a kill of a second `enable` leaves.
    file::remove(&file::temporary(&installation.receipt()))?;
    let others = others(folder, &installation.receipt())?;
    if !others.is_empty() {
        file::remove(&installation.receipt())?;
        return Ok(others);
    }
    let mut top = folder;
    for parent in folder.ancestors().skip(1) {
        if !receipt.made.iter().any(|made| made == parent) || !self::others(parent, top)?.is_empty()
        {
            break;
        }
        top = parent;
    }
    let parent = top.parent().unwrap_or(Path::new("/"));
    // Once it has its other name nobody finds the receipt in it: what would stop us stops us here.
    let mut emptied = folder.ancestors().take_while(|one| one.starts_with(parent));
    if let Some(locked) = emptied.find(|one| !file::folder_writable(one)) {
        let message =
            format!("{} can't be removed: {} is not writable", folder.display(), locked.display());
        return Err(Error::new(message));
    }
    let known = receipt.surroundings.iter().find(|one| one.is(parent));
    let before = known.filter(|one| one.unchanged(Some(top))).map(|one| one.modified());
    let stage = stage(top, before.map_or_else(|| Time::of(&parent.canonicalize()?), Ok)?);
    fs_err::rename(top, &stage)?;
    file::sync_parent(&stage)?;
    file::remove_tree(&stage)?;
    receipt.restore_surroundings();
    Ok(vec![])
}

/// Removes what a kill within [`begin`] or [`end`] left.
pub(crate) fn recover(installation: &Installation) -> Result<()> {
    let Some(parent) = installation.folder().ancestors().skip(1).find(|folder| folder.is_dir())
    else {
        return Ok(());
    };
    for entry in fs_err::read_dir(parent)? {
        let stage = entry?.path();
        let name = stage.file_name().unwrap_or_default().to_string_lossy();
        let time = name.strip_prefix(PREFIX).and_then(|time| time.parse::<Time>().ok());
        let Some(time) = time else { continue };
        let data = fs_err::symlink_metadata(&stage)?;
        if data.uid() != nix::unistd::geteuid().as_raw() {
            continue;
        }
        // The stage's own last change is the last of ours here: a second later it was another's.
        let untouched = fs_err::metadata(parent)?.mtime() <= data.ctime() + 1;
        file::remove_tree(&stage)?;
        if untouched {
            // Not the link's, where the folder is behind one.
            time.put(&parent.canonicalize()?)?;
        }
    }
    Ok(())
}

/// What is in `folder` besides `known`.
fn others(folder: &Path, known: &Path) -> Result<Vec<PathBuf>> {
    let mut others = vec![];
    for entry in fs_err::read_dir(folder)? {
        let path = entry?.path();
        if path != known {
            others.push(path);
        }
    }
    Ok(others)
}
