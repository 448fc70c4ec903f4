//! The installation's folder comes and goes in one rename, its receipt in it.
//!
//! So there is no moment at which a folder of ours stands without the receipt that removes it.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::file;
use crate::install::Installation;
use crate::receipt::Receipt;

/// Where a folder is prepared or taken apart, beside the folder it becomes or was.
const NAME: &str = ".cg-plot-capture.new";

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
    let stage = top.with_file_name(NAME);
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
    let stage = top.with_file_name(NAME);
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
    let stage = parent.join(NAME);
    if !stage.is_dir() {
        return Ok(());
    }
    let mut receipt = None;
    let mut inner = Some(stage.clone());
    while let Some(folder) = inner {
        receipt = receipt.or(Receipt::read(&folder.join("receipt.json")).unwrap_or_default());
        let entries = fs_err::read_dir(&folder)?.filter_map(|entry| Some(entry.ok()?.path()));
        inner = entries.filter(|path| path.is_dir()).last();
    }
    // A stage may have been killed before its folder could be entered.
    fs_err::set_permissions(&stage, std::fs::Permissions::from_mode(0o755))?;
    file::remove_tree(&stage)?;
    if let Some(receipt) = receipt {
        receipt.restore_surroundings();
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
