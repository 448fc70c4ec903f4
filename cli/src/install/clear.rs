//! The end of an installation's folder, once nothing outside it is ours any more.

use std::path::PathBuf;

use crate::edit::{Undone, staging};
use crate::error::Result;
use crate::file;
use crate::install::Installation;
use crate::install::live_processes;
use crate::install::receipt::Receipt;

/// What is left of it.
#[derive(Debug, Default)]
pub(crate) struct Cleared {
    /// The preloads that stay while live processes name them.
    pub(crate) stubs: Vec<PathBuf>,
    /// What is not ours.
    pub(crate) others: Vec<PathBuf>,
    /// Whether the folder is gone by this.
    pub(crate) is_removed: bool,
    /// What came of what `receipt` still had to undo.
    pub(crate) undone: Undone,
}

/// Removes all that is ours in the folder, and the folder; where `receipt` still has something to undo, or a
/// stub stays, it is written back.
pub(crate) fn clear(installation: &Installation, receipt: &mut Receipt) -> Result<Cleared> {
    // What is left to know has to be written there.
    file::free(&installation.receipt())?;
    let stubs = live_processes::retire(installation, None)?;
    // A full disk has room by now.
    let undone = receipt.undo();
    let cleared = Cleared { stubs, undone, ..Cleared::default() };
    if !installation.folder().exists() {
        return Ok(cleared);
    }
    // The copy of the command is what takes the rest back.
    if receipt.records.is_empty() {
        installation.remove_own_files()?;
    }
    if !receipt.records.is_empty() || !cleared.stubs.is_empty() {
        receipt.write()?;
        return Ok(cleared);
    }
    let others = staging::end(receipt)?;
    let is_removed = others.is_empty();
    Ok(Cleared { others, is_removed, ..cleared })
}
