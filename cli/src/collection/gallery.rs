//! The page `index.html`: every figure of a collection in order, in a file that needs no network.

mod figure;
mod page;
mod text;

use std::fmt::Display;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use askama::Template as _;

use crate::error::{Error, Result};
use page::{MARK, Page};

pub(crate) use figure::{Figure, script};
pub(crate) use page::{Gallery, Progress};

/// What a page is written in: it has twenty megabytes, and whoever ran the command waits for it.
const BUFFER: usize = 1 << 18;

/// The page's name within its folder.
pub(crate) const PAGE: &str = "index.html";

impl Gallery<'_> {
    /// Writes the page into `folder`, where the figures are, in one step; answers its path.
    ///
    /// It is a new file that takes the old one's name: what is read is a whole page, and a link that
    /// somebody laid there is replaced, not followed.
    pub(crate) fn write(&self, folder: &Path) -> Result<PathBuf> {
        let path = folder.join(PAGE);
        // Nobody knows the temporary file by its name.
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

/// Whether there is a file at `path` that is no page of ours.
pub(crate) fn is_foreign(path: &Path) -> bool {
    let Ok(data) = path.metadata() else { return path.symlink_metadata().is_ok() };
    // To open a FIFO is to wait for whoever writes it.
    let file = data.is_file().then(|| std::fs::File::open(path).ok()).flatten();
    let Some(file) = file else { return true };
    let mut start = Vec::new();
    let read = file.take(1024).read_to_end(&mut start);
    read.is_err() || !String::from_utf8_lossy(&start).contains(MARK)
}

#[cfg(test)]
mod tests;
