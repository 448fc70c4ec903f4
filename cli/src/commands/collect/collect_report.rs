//! The result of `collect`, as text and as JSON.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use crate::collection::Collection;

/// The result. Fields may be added, but none is removed or renamed.
#[derive(Serialize)]
pub(super) struct CollectReport {
    /// The path as text, lossy if its bytes are not UTF-8.
    page: Option<String>,
    figures: Vec<FigureEntry>,
    /// The first skipped lines only, because a stream may consist of such lines.
    skipped: Vec<SkippedLine>,
    skipped_count: usize,
    lost: usize,
}

#[derive(Serialize)]
struct FigureEntry {
    name: String,
    file: String,
    bytes: u64,
}

#[derive(Serialize)]
struct SkippedLine {
    line: u64,
    reason: String,
}

impl CollectReport {
    pub(super) fn new(collection: &Collection, page: Option<PathBuf>) -> Self {
        let figures = collection.figures().iter().map(|figure| FigureEntry {
            name: figure.name.clone(),
            file: figure.file.clone(),
            bytes: figure.bytes,
        });
        let skipped = collection.skipped().iter();
        let skipped =
            skipped.map(|bad| SkippedLine { line: bad.line, reason: bad.fault.to_string() });
        Self {
            page: page.map(|page| page.display().to_string()),
            figures: figures.collect(),
            skipped: skipped.collect(),
            skipped_count: collection.skipped_count(),
            lost: collection.lost(),
        }
    }
}

/// One line, in the same form as `run` prints it.
impl fmt::Display for CollectReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.figures.len();
        write!(f, "{count} figure{}", if count == 1 { "" } else { "s" })?;
        if self.skipped_count > 0 {
            let lines = if self.skipped_count == 1 { "line" } else { "lines" };
            write!(f, ", {} {lines} skipped", self.skipped_count)?;
        }
        match &self.page {
            Some(page) => writeln!(f, ": {page}"),
            None => writeln!(f),
        }
    }
}
