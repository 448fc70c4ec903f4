//! Collects the figures of one or more streams as files in a folder, with a page that shows them.

mod descriptions;
mod folder;
pub(crate) mod gallery;
pub(crate) mod input_stream;
mod message;
pub(crate) mod stream;
pub(crate) mod throttle;

use std::path::{Path, PathBuf};

use crate::collection::gallery::{CollectedFigure, Gallery, PAGE, Progress};
use crate::collection::message::Message;
use crate::collection::stream::{BadLine, MessageReader};
use crate::error::{Error, Result};
use crate::stderr;

/// The most bad lines that are reported on stderr: a program that writes its log to the channel
/// would fill the screen.
const NAMED: usize = 10;

/// The most bad lines that `--json` lists.
const KEPT: usize = 1000;

pub(crate) enum OutputFolder {
    /// The folder that the user named.
    Named(PathBuf),
    /// A new folder in the current one, with the date in its name, made when the first figure
    /// arrives.
    Dated,
}

/// The figures of a stream, and the lines that were skipped.
pub(crate) struct Collection {
    folder: Option<PathBuf>,
    /// How many SVG files were in the folder before. They are not on the page, so that we say how
    /// many there are.
    earlier: usize,
    title: String,
    by_script: bool,
    reader: MessageReader,
    figures: Vec<CollectedFigure>,
    numbers: folder::Numbers,
    skipped: Vec<BadLine>,
    skipped_count: usize,
    lost: usize,
}

impl Collection {
    /// Starts an empty collection. Its page has that title, and groups figures by the script in
    /// their names if `by_script`. A named folder is made now, so that an error shows before the
    /// program has run in vain.
    pub(crate) fn new(place: OutputFolder, title: String, by_script: bool) -> Result<Self> {
        let folder = match place {
            OutputFolder::Dated => None,
            OutputFolder::Named(folder) => {
                fs_err::create_dir_all(&folder)?;
                let page = folder.join(PAGE);
                if gallery::is_foreign(&page) {
                    let message = format!(
                        "{} is not a page of ours, so that it is not overwritten",
                        page.display()
                    );
                    return Err(Error::new(message).hint("choose another folder"));
                }
                Some(folder)
            }
        };
        Ok(Self {
            earlier: folder.as_deref().map_or(0, folder::svg_files),
            folder,
            title,
            by_script,
            reader: MessageReader::default(),
            figures: Vec::new(),
            numbers: folder::Numbers::new(),
            skipped: Vec::new(),
            skipped_count: 0,
            lost: 0,
        })
    }

    /// Removes the files in the folder whose names `which` accepts: the figures of an earlier
    /// collection.
    pub(crate) fn discard(&mut self, which: impl Fn(&str) -> bool) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        for entry in fs_err::read_dir(folder)? {
            let Ok(name) = entry?.file_name().into_string() else { continue };
            if which(&name) {
                fs_err::remove_file(folder.join(name))?;
            }
        }
        self.earlier = folder::svg_files(folder);
        Ok(())
    }

    /// Reads the next piece of the stream.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        let mut reader = std::mem::take(&mut self.reader);
        reader.read(bytes, |result| self.take(result));
        self.reader = reader;
    }

    /// Ends the stream; another one may follow.
    pub(crate) fn end_stream(&mut self) {
        if let Some(result) = std::mem::take(&mut self.reader).end() {
            self.take(result);
        }
    }

    /// The folder; `None` while it has not been made.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// The figures, in order of arrival.
    pub(crate) fn figures(&self) -> &[CollectedFigure] {
        &self.figures
    }

    /// The lines that were skipped, at most [`KEPT`] of them.
    pub(crate) fn skipped(&self) -> &[BadLine] {
        &self.skipped
    }

    /// How many lines were skipped in all.
    pub(crate) fn skipped_count(&self) -> usize {
        self.skipped_count
    }

    /// How many figures could not be written.
    pub(crate) fn lost(&self) -> usize {
        self.lost
    }

    /// Writes the page with the figures that have arrived so far.
    pub(crate) fn show(&self) {
        // If this fails, the last page fails too and reports it.
        let _ = self.page(Progress::Running);
    }

    /// Reports how many lines were skipped and how many figures are lost, and writes the final
    /// page. Returns the path of the page; `None` if there is no folder.
    pub(crate) fn finish(&self) -> Result<Option<PathBuf>> {
        if self.skipped_count > NAMED {
            stderr::message(format_args!("{} more lines were skipped", self.skipped_count - NAMED));
        }
        if self.lost > 1 {
            stderr::message(format_args!("{} figures are lost in all", self.lost));
        }
        match self.earlier {
            0 => {}
            1 => stderr::message("1 SVG file was in the folder before: it is not on the page"),
            count => stderr::message(format_args!(
                "{count} SVG files were in the folder before: they are not on the page"
            )),
        }
        if let Some(folder) = &self.folder
            && let Err(error) = descriptions::write(folder, &self.figures)
        {
            stderr::message(error);
        }
        // The old page may announce more figures, and would do so forever. It is ours, and removing
        // it makes room on a full disk.
        self.page(Progress::Ended).or_else(|error| match &self.folder {
            Some(folder) if fs_err::remove_file(folder.join(PAGE)).is_ok() => {
                self.page(Progress::Ended)
            }
            _ => Err(error),
        })
    }

    fn page(&self, progress: Progress) -> Result<Option<PathBuf>> {
        let Some(folder) = &self.folder else { return Ok(None) };
        Gallery::new(&self.title, &self.figures, self.by_script, progress)
            .after(self.earlier)
            .write(folder)
            .map(Some)
    }

    fn take(&mut self, result: Result<Message, BadLine>) {
        match result {
            Ok(message) => {
                if let Err(error) = self.keep(message) {
                    self.lost += 1;
                    // Reported once, because a full disk loses the next figures too.
                    if self.lost == 1 {
                        stderr::message(format_args!("a figure is lost: {error}"));
                    }
                }
            }
            Err(bad) => {
                self.skipped_count += 1;
                if self.skipped_count <= NAMED {
                    stderr::message(format_args!("skipped {bad}"));
                }
                if self.skipped_count <= KEPT {
                    self.skipped.push(bad);
                }
            }
        }
    }

    fn keep(&mut self, message: Message) -> Result<()> {
        let folder = match &self.folder {
            Some(folder) => folder,
            None => self.folder.insert(folder::dated()?),
        };
        let file = folder::write_new(folder, &message.filename, &message.svg, &mut self.numbers)?;
        self.figures.push(CollectedFigure::arriving(message.filename, file, &message.svg));
        Ok(())
    }
}
