//! Edits of files that can be undone: making a folder, writing a file of ours, adding a line to
//! somebody else's file.
//!
//! A [`Plan`] is made of [`Edit`]s. Each edit becomes a [`change::Change`] of one path, whose
//! inverse rolls it back while the plan is carried out, and a [`Record`], which undoes it at any
//! later time. The [`EditReceipt`] with all records is on the disk before the first change, so that a
//! kill at any moment leaves something that can be undone.
//!
//! This module does not know what the edits are for.

pub(crate) mod change;
pub(crate) mod line;
pub(crate) mod plan;
pub(crate) mod receipt;
pub(crate) mod record;
pub(crate) mod staging;

use std::io;
use std::path::PathBuf;

pub(crate) use line::LinePosition;
pub(crate) use plan::{Edit, LineEdit, Plan, PlanFailure};
pub(crate) use receipt::{EditReceipt, ReceiptError};
pub(crate) use record::{LeftInPlace, Record, UndoResult, hash, is_made};

/// Why a change could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EditError {
    /// A system call failed; the error names the path.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The path has changed since the plan was made.
    #[error("{} was changed by somebody else meanwhile", _0.display())]
    ChangedMeanwhile(PathBuf),
}

#[cfg(test)]
mod tests;
