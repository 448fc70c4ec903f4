//! The result of `enable`, as text and as JSON.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use crate::install::Installation;
use crate::install::coverage::Coverage;
use crate::install::trust::LeftOut;

#[derive(Serialize)]
pub(super) struct EnableReport {
    pub(super) folder: PathBuf,
    pub(super) done: bool,
    pub(super) changes: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) settings: Vec<String>,
    pub(super) interpreters: Vec<Coverage>,
    /// Places that root does not touch, because other users may replace them.
    pub(super) left_out: Vec<LeftOut>,
    /// The command that brings the preload into the current shell.
    pub(super) source: Option<String>,
    pub(super) undo: Option<String>,
}

impl EnableReport {
    /// The result of an `enable` that has changed nothing, because no interpreter is left.
    pub(super) fn of_nothing(installation: &Installation, left_out: &[LeftOut]) -> Self {
        Self {
            folder: installation.folder().to_owned(),
            done: false,
            changes: vec![],
            notes: vec![],
            settings: vec![],
            interpreters: vec![],
            left_out: installation.left_out().iter().chain(left_out).cloned().collect(),
            source: None,
            undo: None,
        }
    }
}

impl fmt::Display for EnableReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folder = self.folder.display();
        match self.done {
            true => writeln!(f, "enabled in {folder}")?,
            false => writeln!(f, "would enable in {folder}")?,
        }
        for coverage in &self.interpreters {
            writeln!(f, "  {coverage}")?;
        }
        for left_out in &self.left_out {
            writeln!(f, "  {left_out}")?;
        }
        if self.interpreters.is_empty() {
            let what = if self.left_out.is_empty() { "found" } else { "hooked" };
            writeln!(f, "  no Python {what}; the preload reaches one that comes later")?;
        }
        for setting in &self.settings {
            writeln!(f, "  {setting}")?;
        }
        writeln!(f, "{}", if self.done { "changes:" } else { "changes to make:" })?;
        for change in &self.changes {
            writeln!(f, "  {change}")?;
        }
        if self.changes.is_empty() {
            writeln!(f, "  none")?;
        }
        if let Some(source) = &self.source {
            writeln!(f, "in this shell: {source}")?;
        }
        if let Some(undo) = &self.undo {
            writeln!(f, "undo: {undo}")?;
        }
        Ok(())
    }
}
