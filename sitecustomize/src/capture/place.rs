//! One figure, delivered to wherever figures go.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use pyo3::pybacked::PyBackedBytes;

use crate::channel::Pulse;
use crate::name::Name;
use crate::os_text;

use super::interrupt::Interrupted;
use super::said::Lines;
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
    /// Delivers figure number `i` to wherever figures go, and notes what there is to say; an error
    /// is a signal handler's, and then it was not delivered.
    pub(super) fn place(
        &self,
        figure: &Figure,
        i: u64,
        pulse: Pulse<'_>,
        lines: &mut Lines,
    ) -> io::Result<bool> {
        let name = name(self.settings(), &figure.script, i);
        let displayed = match &figure.svg {
            Some(svg) => self.display(&name.message(), svg, pulse, lines)?,
            None => false,
        };
        let bytes = figure.saved.as_ref();
        let kept = bytes.is_some_and(|bytes| self.keep(&name, &figure.kind, bytes, lines));
        lines.debug(|| format!("{}: displayed {displayed}, saved {kept}", name.path()));
        Ok(displayed || kept)
    }

    fn display(
        &self,
        filename: &str,
        svg: &[u8],
        pulse: Pulse<'_>,
        lines: &mut Lines,
    ) -> io::Result<bool> {
        let Err(error) = self.channel.send(filename, svg, pulse) else {
            return Ok(true);
        };
        if error.get_ref().is_some_and(|inner| inner.is::<Interrupted>()) {
            return Err(error);
        }
        match error.kind() {
            // The reader has what it wanted, or the program took its descriptor back.
            io::ErrorKind::BrokenPipe | io::ErrorKind::NotFound => {
                lines.debug(|| format!("the channel has ended: {error}"));
            }
            _ => lines.once(format!("a figure could not be displayed: {error}")),
        }
        Ok(false)
    }

    fn keep(&self, name: &Name, kind: &str, bytes: &[u8], lines: &mut Lines) -> bool {
        // A device is written to by the name that it has.
        let path = match is_special(&os_text::to_os(name.path())) {
            true => name.path().to_owned(),
            false => name.saved_as(kind),
        };
        match self.saver.save(Path::new(&os_text::to_os(&path)), bytes) {
            Ok(saved) if saved.aside => {
                let kept = saved.path.display();
                lines.once(format!(
                    "{path} was written by something else in this run: saved as {kept}"
                ));
                true
            }
            Ok(saved) => {
                lines.debug(|| format!("saved as {}", saved.path.display()));
                true
            }
            Err(error) => {
                lines.once(format!("{path} could not be saved: {error}"));
                false
            }
        }
    }
}

/// Whether something stands there that is neither a file nor a folder.
fn is_special(path: &OsStr) -> bool {
    std::fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir())
}
