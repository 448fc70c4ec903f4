//! Delivers one figure to the channel and to its file.

use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use pyo3::pybacked::PyBackedBytes;

use crate::channel::{Missing, SignalCheck};
use crate::name::FigureName;
use crate::os_text;
use crate::save::FigureOrigin;
use crate::script::Script;

use super::elsewhere::Elsewhere;
use super::signal_handlers::Interrupted;
use super::warn_once::DeliveryMessages;
use super::{Capture, name, undisplayed};

/// The ending of the name of a description.
const DESCRIPTION: &str = "json";

/// A figure that is being delivered.
pub(super) struct Figure {
    pub(super) script: Script,
    /// The process that began to run the script; `None` for this one.
    pub(super) program: Option<i32>,
    /// The folder of a relative name; `None` for the working directory.
    pub(super) folder: Option<PathBuf>,
    pub(super) svg: Option<PyBackedBytes>,
    /// The bytes of its file.
    pub(super) saved: Option<PyBackedBytes>,
    /// Their format.
    pub(super) kind: String,
    /// More files, each with the ending that its name adds to the whole name of that file.
    pub(super) beside: Vec<(PyBackedBytes, String)>,
    /// The process that showed it, if that is not this one.
    pub(super) elsewhere: Option<Elsewhere>,
}

impl Capture {
    /// Delivers figure number `i`, and adds messages for later. An error comes from a signal
    /// handler; then the figure was not delivered.
    pub(super) fn deliver_one(
        &self,
        figure: &Figure,
        i: u64,
        check_signals: SignalCheck<'_>,
        messages: &mut DeliveryMessages,
    ) -> io::Result<bool> {
        let name = match &figure.elsewhere {
            Some(elsewhere) => elsewhere.name(self.settings(), &figure.script.stem),
            None => name(self.settings(), &figure.script.stem, i),
        };
        let displayed = match &figure.svg {
            Some(svg) => self.display(&name.message(), svg, check_signals, messages)?,
            None => false,
        };
        let kept =
            figure.saved.as_ref().is_some_and(|bytes| self.keep(&name, figure, bytes, messages));
        messages.debug(|| format!("{}: displayed {displayed}, saved {kept}", name.path()));
        Ok(displayed || kept)
    }

    fn display(
        &self,
        filename: &str,
        svg: &[u8],
        check_signals: SignalCheck<'_>,
        messages: &mut DeliveryMessages,
    ) -> io::Result<bool> {
        let Err(error) = self.channel.send(filename, svg, check_signals) else {
            return Ok(true);
        };
        if error.get_ref().is_some_and(|inner| inner.is::<Interrupted>()) {
            return Err(error);
        }
        if let Some(missing) = error.get_ref().and_then(|inner| inner.downcast_ref::<Missing>()) {
            messages.warn(undisplayed(&missing.to_string()));
            return Ok(false);
        }
        match error.kind() {
            // The reader has closed the channel, or the program has closed its descriptor.
            io::ErrorKind::BrokenPipe | io::ErrorKind::NotFound => {
                messages.debug(|| format!("the channel has ended: {error}"));
            }
            _ => messages.warn(format!("a figure could not be displayed: {error}")),
        }
        Ok(false)
    }

    fn keep(
        &self,
        name: &FigureName,
        figure: &Figure,
        bytes: &[u8],
        messages: &mut DeliveryMessages,
    ) -> bool {
        let place = |path: &str| {
            let path = PathBuf::from(os_text::to_os(path));
            figure.folder.as_ref().map_or(path.clone(), |folder| folder.join(path))
        };
        // A device is written to under its own name, without a suffix.
        let named = place(name.path());
        let path = if is_special(&named) { named } else { place(&name.saved_as(&figure.kind)) };
        let origin =
            FigureOrigin { script: figure.script.identity.as_deref(), program: figure.program };
        let saved = self.save(&path, bytes, origin, messages);
        if let Some(saved) = saved.as_ref().filter(|saved| !is_special(saved)) {
            let beside = |ending: &str| {
                let mut name = saved.clone().into_os_string();
                name.push(format!(".{ending}"));
                PathBuf::from(name)
            };
            for (bytes, ending) in &figure.beside {
                self.save(&beside(ending), bytes, origin, messages);
            }
            if figure.beside.iter().all(|(_, ending)| ending != DESCRIPTION) {
                self.saver.discard_earlier(&beside(DESCRIPTION), origin);
            }
        }
        saved.is_some()
    }

    /// Saves one file; returns the path that it got.
    fn save(
        &self,
        path: &Path,
        bytes: &[u8],
        origin: FigureOrigin<'_>,
        messages: &mut DeliveryMessages,
    ) -> Option<PathBuf> {
        let said = |path: &Path| os_text::from_bytes(path.as_os_str().as_bytes());
        let wanted = said(path);
        match self.saver.save(path, bytes, origin) {
            Ok(saved) => {
                if saved.aside {
                    let kept = said(&saved.path);
                    messages.warn(format!(
                        "{wanted} was written by something else in this run: saved as {kept} \
                         ({{script}} or {{pid}} in CG_PLOT_FILENAME gives each its own name)"
                    ));
                } else {
                    messages.debug(|| format!("saved as {}", saved.path.display()));
                }
                Some(saved.path)
            }
            Err(error) => {
                messages.warn(format!("{wanted} could not be saved: {error}"));
                None
            }
        }
    }
}

/// Whether the path is neither a file nor a folder, but exists.
fn is_special(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir())
}
