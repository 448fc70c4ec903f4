//! Writes the page `index.html`: every figure of a collection in order, in a file that needs no
//! network.

mod collected_figure;
mod details;
mod page;
mod text;

use std::fmt::Display;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use askama::Template as _;

use crate::error::{Error, Result};
use page::{MARK, Page};

pub(crate) use collected_figure::{CollectedFigure, script};
pub(crate) use page::{Gallery, Progress};

/// The size in bytes of the write buffer: a page has up to twenty megabytes, and the user waits for
/// it.
const BUFFER: usize = 1 << 18;

/// The page's name within its folder.
pub(crate) const PAGE: &str = "index.html";

impl Gallery<'_> {
    /// Writes the page into `folder`, which has the figures, and returns its path.
    ///
    /// The page is a new file that is renamed over the old one. So a reader always gets a whole
    /// page, and a link at that path is replaced instead of followed.
    pub(crate) fn write(&self, folder: &Path) -> Result<PathBuf> {
        let path = folder.join(PAGE);
        // The error names the page, because the user does not know the temporary file.
        let failed =
            |why: &dyn Display| Error::new(format!("cannot write {}: {why}", path.display()));
        let mut file = tempfile::Builder::new()
            .permissions(std::fs::Permissions::from_mode(0o666))
            .tempfile_in(folder)
            .map_err(|error| failed(&error.kind()))?;
        let mut buffer = std::io::BufWriter::with_capacity(BUFFER, file.as_file_mut());
        Page::new(self, folder).write_into(&mut buffer).map_err(|error| failed(&error))?;
        buffer.into_inner().map_err(|error| failed(error.error()))?;
        file.persist(&path).map_err(|error| failed(&error.error))?;
        Ok(path)
    }
}

/// Whether there is a file at `path` that we did not write.
pub(crate) fn is_foreign(path: &Path) -> bool {
    let Ok(data) = path.metadata() else { return path.symlink_metadata().is_ok() };
    // Opening a FIFO would wait for its writer.
    let file = data.is_file().then(|| std::fs::File::open(path).ok()).flatten();
    let Some(file) = file else { return true };
    let mut start = Vec::new();
    let read = file.take(1024).read_to_end(&mut start);
    read.is_err() || !String::from_utf8_lossy(&start).contains(MARK)
}

#[cfg(test)]
mod tests;
