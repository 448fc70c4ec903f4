//! Makes and removes the receipt's folder by one rename, with the receipt in it.
//!
//! So a folder of ours never exists without the receipt that removes it.

use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::edit::receipt::EditReceipt;
use crate::file;

/// The temporary name beside `beside` under which `folder` and the folders above it are made or
/// removed.
fn stage(beside: &Path, folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    beside.with_file_name(format!(".{name}.staged"))
}

/// The folders down to `folder` that do not exist, the topmost first.
pub(super) fn missing(folder: &Path) -> Vec<PathBuf> {
    let above = folder.ancestors();
    let mut missing: Vec<PathBuf> =
        above.take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
    missing.reverse();
    missing
}

/// Writes the receipt to its path, with the folders above it that are missing.
pub(super) fn begin<T: Serialize>(receipt: &EditReceipt<T>) -> io::Result<()> {
    let missing = missing(&receipt.folder);
    let Some(top) = missing.first() else { return receipt.write() };
    let stage = stage(top, &receipt.folder);
    let within = |path: &Path| match path.strip_prefix(top) {
        Ok(rest) if !rest.as_os_str().is_empty() => stage.join(rest),
        _ => stage.clone(),
    };
    for folder in &missing {
        // The folders above ours are the user's, so that the umask decides. Folders that root makes
        // must be open to every user.
        if *folder == receipt.folder || nix::unistd::geteuid().is_root() {
            file::make_folder(&within(folder))?;
        } else {
            fs_err::create_dir(within(folder))?;
        }
    }
    receipt.write_to(&within(&receipt.path()))?;
    fs_err::rename(&stage, top)?;
    file::sync_parent(top)
}

/// Removes the receipt and the folders made for it, from the topmost one that has nothing else in
/// it. Returns the entries of others in its folder, which then stays.
pub(crate) fn end<T>(receipt: &EditReceipt<T>) -> io::Result<Vec<PathBuf>> {
    let (folder, path) = (&*receipt.folder, receipt.path());
    // A second command that was killed may have left it.
    file::remove(&file::temporary(&path))?;
    let others = others(folder, &path)?;
    if !others.is_empty() {
        file::remove(&path)?;
        return Ok(others);
    }
    if folder.is_symlink() {
        // If the user has moved the folder, this is a link to it.
        let real = fs_err::canonicalize(folder)?;
        file::remove(&path)?;
        if receipt.made.iter().any(|made| made == folder) {
            file::remove_empty(&real)?;
            file::remove(folder)?;
            receipt.made.iter().rev().try_for_each(|made| file::remove_empty(made).map(drop))?;
        }
        return Ok(vec![]);
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
    // After the rename nobody finds the receipt in it, so that what would fail later must fail now.
    let mut emptied = folder.ancestors().take_while(|one| one.starts_with(parent));
    if let Some(locked) = emptied.find(|one| !file::folder_writable(one)) {
        let (folder, locked) = (folder.display(), locked.display());
        return Err(io::Error::other(format!(
            "{folder} can't be removed: {locked} is not writable"
        )));
    }
    let stage = stage(top, folder);
    fs_err::rename(top, &stage)?;
    file::sync_parent(&stage)?;
    file::remove_tree(&stage)?;
    Ok(vec![])
}

/// Removes what is left if we were killed while `folder` was made or removed.
pub(crate) fn recover(folder: &Path) -> io::Result<()> {
    for beside in folder.ancestors() {
        let stage = stage(beside, folder);
        let Ok(data) = stage.symlink_metadata() else { continue };
        if data.is_dir() && data.uid() == nix::unistd::geteuid().as_raw() {
            file::remove_tree(&stage)?;
        }
    }
    Ok(())
}

/// The entries of `folder` other than `known`.
fn others(folder: &Path, known: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs_err::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    entries.filter(|path| path.as_ref().map_or(true, |path| path != known)).collect()
}
