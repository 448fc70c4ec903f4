//! Removes an installation's folder, after its edits outside the folder were undone.

use std::path::PathBuf;

use crate::edit::{UndoResult, staging};
use crate::error::Result;
use crate::file;
use crate::install::Installation;
use crate::install::live_processes;
use crate::install::receipt::Receipt;

/// The result of clearing an installation's folder.
#[derive(Debug, Default)]
pub(crate) struct ClearResult {
    /// The preloads that stay while live processes name them.
    pub(crate) stubs: Vec<PathBuf>,
    /// Entries that are not ours.
    pub(crate) others: Vec<PathBuf>,
    /// Whether the folder is gone.
    pub(crate) is_removed: bool,
    /// The result of undoing the records that `receipt` still had.
    pub(crate) undone: UndoResult,
}

/// Removes everything of ours in the folder, and the folder. If `receipt` still has records or a
/// stub stays, the receipt is written back.
pub(crate) fn clear(installation: &Installation, receipt: &mut Receipt) -> Result<ClearResult> {
    // The receipt of what is left has to be written to this path.
    file::free(&installation.receipt())?;
    let stubs = live_processes::retire(installation, None)?;
    // The removals may have made room on a full disk.
    let undone = receipt.undo();
    let cleared = ClearResult { stubs, undone, ..ClearResult::default() };
    if !installation.folder().exists() {
        return Ok(cleared);
    }
    // The copy of the command stays while there are edits to undo.
    if receipt.records.is_empty() {
        installation.remove_own_files()?;
    }
    if !receipt.records.is_empty() || !cleared.stubs.is_empty() {
        receipt.write()?;
        return Ok(cleared);
    }
    let others = staging::end(receipt)?;
    let is_removed = others.is_empty();
    Ok(ClearResult { others, is_removed, ..cleared })
}
