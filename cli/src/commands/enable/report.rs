//! What is said at the end, for people and as JSON.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use crate::install::coverage::Coverage;

/// What `enable` did, or would do.
#[derive(Serialize)]
pub(super) struct Report {
    pub(super) folder: PathBuf,
    pub(super) done: bool,
    pub(super) changes: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) settings: Vec<String>,
    pub(super) interpreters: Vec<Coverage>,
    /// What brings the preload into a shell that runs already.
    pub(super) source: Option<String>,
    pub(super) undo: Option<String>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folder = self.folder.display();
        match self.done {
            true => writeln!(f, "enabled in {folder}")?,
            false => writeln!(f, "would enable in {folder}")?,
        }
        for coverage in &self.interpreters {
            writeln!(f, "  {coverage}")?;
        }
        if self.interpreters.is_empty() {
            writeln!(f, "  no Python found; one that comes later is reached by the preload")?;
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
