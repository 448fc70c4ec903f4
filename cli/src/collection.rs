//! The figures of one stream or several, as files in one folder, and the page that shows them.

pub(crate) mod gallery;
pub(crate) mod stream;

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::collection::gallery::{Figure, Gallery, PAGE, Progress};
use crate::collection::stream::{Bad, Message, Reader};
use crate::error::{Error, Result};
use crate::talk::say;

/// How many bad lines are named; a program that writes its log there would fill the screen.
const NAMED: u64 = 10;

/// Where the figures go.
pub(crate) enum Place {
    /// A folder that was named.
    Named(PathBuf),
    /// A new one with the date in its name, in the current folder, made for the first figure.
    Dated,
}

/// What has been collected so far.
pub(crate) struct Collection {
    folder: Option<PathBuf>,
    reader: Reader,
    figures: Vec<Figure>,
    bad: u64,
    lost: u64,
}

impl Collection {
    /// An empty one. A named folder is made now, so that one that can't be is known before a program
    /// has run for nothing.
    pub(crate) fn new(place: Place) -> Result<Self> {
        let folder = match place {
            Place::Dated => None,
            Place::Named(folder) => {
                fs_err::create_dir_all(&folder)?;
                let page = folder.join(PAGE);
                if gallery::is_foreign(&page) {
                    let message = format!("{} is not ours to overwrite", page.display());
                    return Err(Error::new(message).hint("choose another folder"));
                }
                Some(folder)
            }
        };
        Ok(Self { folder, reader: Reader::default(), figures: Vec::new(), bad: 0, lost: 0 })
    }

    /// Removes the figures of an earlier collection in the folder that `which` picks by their names.
    pub(crate) fn discard(&self, which: impl Fn(&str) -> bool) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        for entry in fs_err::read_dir(folder)? {
            let Ok(name) = entry?.file_name().into_string() else { continue };
            if which(&name) {
                fs_err::remove_file(folder.join(name))?;
            }
        }
        Ok(())
    }

    /// Takes the next piece of the stream.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        let mut reader = std::mem::take(&mut self.reader);
        reader.read(bytes, |result| self.take(result));
        self.reader = reader;
    }

    /// The stream has ended; another may follow.
    pub(crate) fn end_stream(&mut self) {
        if let Some(result) = std::mem::take(&mut self.reader).end() {
            self.take(result);
        }
    }

    /// The figures, in order.
    pub(crate) fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// Says how much was skipped and lost, and writes the page that shows the rest under `title`,
    /// unless there is no folder to write it to; answers its path.
    pub(crate) fn finish(&self, title: &str, by_script: bool) -> Result<Option<PathBuf>> {
        if self.bad > NAMED {
            say(format_args!("{} more lines on the channel were skipped", self.bad - NAMED));
        }
        if self.lost > 1 {
            say(format_args!("{} figures are lost in all", self.lost));
        }
        let Some(folder) = &self.folder else { return Ok(None) };
        let gallery = Gallery::new(title, &self.figures, by_script, Progress::Ended);
        gallery.write(folder).map(Some)
    }

    fn take(&mut self, result: Result<Message, Bad>) {
        match result {
            Ok(message) => {
                if let Err(error) = self.keep(&message) {
                    self.lost += 1;
                    // The disk is full, say: for the next figure too.
                    if self.lost == 1 {
                        say(format_args!("a figure is lost: {error}"));
                    }
                }
            }
            Err(bad) => {
                self.bad += 1;
                if self.bad <= NAMED {
                    say(format_args!("skipped on the channel: {bad}"));
                }
            }
        }
    }

    fn keep(&mut self, message: &Message) -> Result<()> {
        let folder = match &self.folder {
            Some(folder) => folder,
            None => self.folder.insert(dated()?),
        };
        let file = write_new(folder, &message.filename, &message.svg)?;
        self.figures.push(Figure {
            name: message.filename.clone(),
            file,
            arrived: Timestamp::now(),
            bytes: message.svg.len() as u64,
        });
        Ok(())
    }
}

/// Writes `content` to a new file in `folder`; nothing that is there is ever overwritten. Answers the
/// name that was free: `name`, or `name` with `-2` and so on before its suffix.
fn write_new(folder: &Path, name: &str, content: &[u8]) -> Result<String> {
    let stem = name.strip_suffix(".svg").unwrap_or(name);
    let names = (2_u64..).map(|number| format!("{stem}-{number}.svg"));
    for name in std::iter::once(name.to_owned()).chain(names) {
        let path = folder.join(&name);
        let mut file = match fs_err::File::create_new(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(error.into()),
        };
        if let Err(error) = file.write_all(content) {
            // Half a figure is worse than none.
            let _ = fs_err::remove_file(&path);
            return Err(error.into());
        }
        return Ok(name);
    }
    Err(Error::new(format!("no name is left for {name}")))
}

/// Makes `plots-<date>-<time>` in the current folder.
fn dated() -> Result<PathBuf> {
    let name = jiff::Zoned::now().strftime("plots-%Y-%m-%d-%H%M%S").to_string();
    let names = (2_u64..).map(|number| format!("{name}-{number}"));
    for name in std::iter::once(name.clone()).chain(names) {
        match fs_err::create_dir(&name) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => return Ok(made.map(|()| name.into())?),
        }
    }
    Err(Error::new(format!("no name is left for {name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_get_a_number_and_nothing_is_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = [1, 2, 3].map(|content| write_new(folder.path(), "plot_1.svg", &[content]));
        let names = names.map(|name| name.expect("a name"));
        assert_eq!(names, ["plot_1.svg", "plot_1-2.svg", "plot_1-3.svg"]);
        for (name, content) in names.iter().zip(1..) {
            assert_eq!(fs_err::read(folder.path().join(name)).expect("a file"), [content]);
        }
    }

    #[test]
    fn a_link_that_lies_in_wait_is_not_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let outside = folder.path().join("outside");
        let inside = folder.path().join("inside");
        fs_err::create_dir(&inside).expect("a folder");
        fs_err::os::unix::fs::symlink(&outside, inside.join("plot_1.svg")).expect("a link");
        assert_eq!(write_new(&inside, "plot_1.svg", b"x").expect("a name"), "plot_1-2.svg");
        assert!(!outside.exists());
    }
}
