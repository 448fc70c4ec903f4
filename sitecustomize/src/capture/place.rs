//! One figure, delivered to wherever figures go.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use pyo3::pybacked::PyBackedBytes;

use crate::channel::{Missing, Pulse};
use crate::name::Name;
use crate::os_text;

use super::interrupt::Interrupted;
use super::{Capture, name};

/// A figure on its way.
pub(super) struct Figure {
    /// What `{script}` stands for.
    pub(super) script: String,
    pub(super) svg: Option<PyBackedBytes>,
    /// The bytes of its file.
    pub(super) saved: Option<PyBackedBytes>,
    /// Their format.
    pub(super) kind: String,
}

impl Capture {
    /// Delivers figure number `i` to wherever figures go; an error is a signal handler's.
    pub(super) fn place(&self, figure: &Figure, i: u64, pulse: Pulse<'_>) -> io::Result<bool> {
        let name = name(self.settings(), &figure.script, i);
        let displayed = match &figure.svg {
            Some(svg) => self.display(&name.message(), svg, pulse)?,
            None => false,
        };
        let kept = figure.saved.as_ref().is_some_and(|bytes| self.keep(&name, &figure.kind, bytes));
        self.debug(|| format!("{}: displayed {displayed}, saved {kept}", name.path()));
        Ok(displayed || kept)
    }

    fn display(&self, filename: &str, svg: &[u8], pulse: Pulse<'_>) -> io::Result<bool> {
        let Err(error) = self.channel.send(filename, svg, pulse) else {
            return Ok(true);
        };
        if error.get_ref().is_some_and(|inner| inner.is::<Interrupted>()) {
            return Err(error);
        }
        if let Some(missing) = error.get_ref().and_then(|inner| inner.downcast_ref::<Missing>()) {
            self.undisplayed(missing);
            return Ok(false);
        }
        match error.kind() {
            // The reader has what it wanted, or the program took its descriptor back.
            io::ErrorKind::BrokenPipe | io::ErrorKind::NotFound => {
                self.debug(|| format!("the channel has ended: {error}"));
            }
            _ => self.said.once(format!("a figure could not be displayed: {error}")),
        }
        Ok(false)
    }

    fn keep(&self, name: &Name, kind: &str, bytes: &[u8]) -> bool {
        // A device is written to by the name that it has.
        let path = match is_special(&os_text::to_os(name.path())) {
            true => name.path().to_owned(),
            false => name.saved_as(kind),
        };
        match self.saver.save(Path::new(&os_text::to_os(&path)), bytes) {
            Ok(saved) if saved.aside => {
                let kept = saved.path.display();
                self.said.once(format!(
                    "{path} was written by something else in this run: saved as {kept}"
                ));
                true
            }
            Ok(saved) => {
                self.debug(|| format!("saved as {}", saved.path.display()));
                true
            }
            Err(error) => {
                self.said.once(format!("{path} could not be saved: {error}"));
                false
            }
        }
    }
}

/// Whether something stands there that is neither a file nor a folder.
fn is_special(path: &OsStr) -> bool {
    std::fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir())
}
