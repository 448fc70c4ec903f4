//! The page `index.html`: every figure of a collection in order, in a file that needs no network.

mod page;
mod text;

use std::fmt::Display;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use askama::Template as _;
use jiff::Timestamp;

use crate::error::{Error, Result};
use page::Page;

/// What every page of ours holds within its first kilobyte.
const MARK: &str = r#"<meta name="generator" content="cg-plot-capture">"#;

/// What a page is written in: it has twenty megabytes, and whoever ran the command waits for it.
const BUFFER: usize = 1 << 18;

/// The page's name within its folder.
pub(crate) const PAGE: &str = "index.html";

/// Whether more figures may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// The command is running: the page looks for new figures by itself, and is small.
    Running,
    /// It has ended, so the page is complete, and holds its figures.
    Ended,
}

/// A figure that is on disk.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    /// The name that its program gave it.
    pub(crate) name: String,
    /// The name of its file in the page's folder.
    pub(crate) file: String,
    /// When its message was complete.
    pub(crate) arrived: Timestamp,
    /// How large its SVG is.
    pub(crate) bytes: u64,
    /// Its titles, for people who can't see it.
    pub(crate) text: Option<String>,
}

impl Figure {
    /// One that arrives now, with that SVG in `file`. Its titles are read at once, while the command
    /// goes on, rather than when somebody waits for the page.
    pub(crate) fn arriving(name: String, file: String, svg: &[u8]) -> Self {
        let (arrived, bytes) = (Timestamp::now(), svg.len() as u64);
        Self { name, file, arrived, bytes, text: text::titles(svg) }
    }

    /// The script that showed it, where the name was made by [`crate::capture::FILENAME`].
    pub(crate) fn script(&self) -> Option<&str> {
        script(&self.name)
    }

    /// The process that showed it, likewise.
    pub(crate) fn process(&self) -> Option<&str> {
        origin(&self.name).map(|(_, process)| process)
    }
}

/// The script in a name that was made by [`crate::capture::FILENAME`].
pub(crate) fn script(name: &str) -> Option<&str> {
    origin(name).map(|(script, _)| script)
}

/// The script and the process in such a name.
fn origin(name: &str) -> Option<(&str, &str)> {
    let (rest, number) = name.strip_suffix(".svg")?.rsplit_once('-')?;
    let (script, process) = rest.rsplit_once('-')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(number) && is_number(process)).then_some((script, process))
}

/// What is to be shown.
pub(crate) struct Gallery<'a> {
    title: &'a str,
    figures: &'a [Figure],
    by_script: bool,
    progress: Progress,
    earlier: usize,
}

impl<'a> Gallery<'a> {
    /// The `figures` under `title`, grouped by script and process if their names tell them.
    pub(crate) fn new(
        title: &'a str,
        figures: &'a [Figure],
        by_script: bool,
        progress: Progress,
    ) -> Self {
        Self { title, figures, by_script, progress, earlier: 0 }
    }

    /// The same in a folder that held so many other SVG files before.
    pub(crate) fn after(self, earlier: usize) -> Self {
        Self { earlier, ..self }
    }

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
