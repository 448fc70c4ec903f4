//! The `Capture` that Python holds: one for each process, from settings to sink.

mod deliver;
mod process_settings;
mod settings_view;
mod signal_handlers;
mod warn_once;

use std::ffi::OsString;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;

use pyo3::pybacked::PyBackedBytes;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyAnyMethods as _, PyString, PyStringMethods as _};
use pyo3::{Bound, Py, PyErr, PyResult, Python, pyclass, pymethods};

use crate::channel::{Channel, Closed};
use crate::delivery_queue::DeliveryQueue;
use crate::name::Name;
use crate::os_text;
use crate::save::Saver;
use crate::script::Script;
use crate::settings::Settings;
use crate::template::Fields;

use deliver::Figure;
use process_settings::ProcessSettings;
use settings_view::SettingsView;
use signal_handlers::{check_signals, continues, is_forked};
use warn_once::{DeliveryMessages, WarnOnce};

/// Takes the figures of one process.
#[pyclass(frozen)]
pub(crate) struct Capture {
    process_settings: ProcessSettings,
    settings_view: PyOnceLock<Py<SettingsView>>,
    channel: Channel,
    /// Why there is no channel, in words; empty where nobody needs to know.
    why_not: String,
    saver: Saver,
    queue: DeliveryQueue<Figure>,
    warn_once: WarnOnce,
}

#[pymethods]
impl Capture {
    /// `stored`: the file in which `enable` keeps settings. `channel`: (st_dev, st_ino) of the channel at
    /// descriptor 3, if it stands there; `named`: its name. `run`: when the run began, in nanoseconds since
    /// the epoch.
    #[new]
    #[pyo3(signature = (stored, channel, named, why_not, run=None))]
    fn new(
        stored: Option<PathBuf>,
        channel: Option<(u64, u64)>,
        named: &str,
        why_not: Option<String>,
        run: Option<u64>,
    ) -> Self {
        Self {
            process_settings: ProcessSettings::new(stored),
            settings_view: PyOnceLock::new(),
            channel: Channel::new(channel, named),
            why_not: why_not.unwrap_or_default(),
            saver: Saver::new(run),
            queue: DeliveryQueue::default(),
            warn_once: Default::default(),
        }
    }

    /// The capture of a child process that was just forked: it counts for itself, and holds no
    /// lock that another thread of its parent held.
    fn forked(&self) -> Self {
        Self {
            process_settings: self.process_settings.forked(),
            settings_view: PyOnceLock::new(),
            channel: self.channel.forked(),
            why_not: self.why_not.clone(),
            saver: self.saver.forked(),
            queue: DeliveryQueue::default(),
            warn_once: self.warn_once.forked(),
        }
    }

    /// Whether a figure would go anywhere. Says once why not.
    fn ready(&self, py: Python<'_>) -> PyResult<bool> {
        if !self.complain(py)? {
            return Ok(false);
        }
        let settings = self.settings();
        if let Some(most) = settings.max_figures
            && self.queue.last() >= most
        {
            let figures = if most == 1 { "figure was" } else { "figures were" };
            let line =
                format!("{most} {figures} delivered, the rest is dropped (CG_PLOT_MAX_FIGURES)");
            self.warn_line(py, line)?;
            return Ok(false);
        }
        let closed = self.closed();
        let why = match &closed {
            Some(Closed::None) if !self.why_not.is_empty() => Some(self.why_not.clone()),
            Some(Closed::Missing(missing)) => Some(missing.to_string()),
            _ => None,
        };
        if let Some(why) = why
            && !self.warn_line(py, undisplayed(&why))?
        {
            return Ok(false);
        }
        Ok((settings.mode.displays() && closed.is_none()) || settings.mode.saves())
    }

    /// Whether figures go to the channel.
    fn displays(&self, py: Python<'_>) -> PyResult<bool> {
        self.complain(py)?;
        Ok(self.settings().mode.displays() && self.closed().is_none())
    }

    /// The settings by which a figure is made.
    #[pyo3(name = "settings")]
    fn settings_view(&self, py: Python<'_>) -> PyResult<Py<SettingsView>> {
        let settings = self.settled(py)?;
        let made =
            self.settings_view.get_or_try_init(py, || Py::new(py, SettingsView::from(settings)));
        made.map(|view| view.clone_ref(py))
    }

    /// Delivers a figure by its SVG, the bytes of its file, or both. `script` names its main script
    /// ([`Script::new`]), `program` is the process that began to run that, `kind` the format of the
    /// file, where its name asks for another, and `folder` where a relative name starts, if that is no
    /// longer the working directory. `beside` is another file under the same name, and its format.
    ///
    /// Answers whether it arrived anywhere (only then its number is used), and what a signal handler
    /// of the program has raised meanwhile, for the caller to raise: the figure may have arrived
    /// before that.
    #[pyo3(signature = (script, svg, saved, kind=None, program=None, folder=None, beside=None))]
    #[expect(clippy::too_many_arguments, reason = "Python names them")]
    fn deliver(
        &self,
        script: &Bound<'_, PyString>,
        svg: Option<PyBackedBytes>,
        saved: Option<PyBackedBytes>,
        kind: Option<String>,
        program: Option<i32>,
        folder: Option<PathBuf>,
        beside: Option<(PyBackedBytes, String)>,
    ) -> PyResult<(bool, Option<PyErr>)> {
        let py = script.py();
        let kind = kind.unwrap_or_else(|| "png".into());
        let script = Script::new(&text(script));
        let figure = Figure { script, program, folder, svg, saved, kind, beside };
        let (delivered, result) = self.turn(py, Some(figure));
        Ok((delivered, continues(result).err()))
    }

    /// Delivers what a signal handler showed during a delivery that another one has ended.
    fn deliver_left(&self, py: Python<'_>) -> PyResult<()> {
        if self.queue.has_left() {
            continues(self.turn(py, None).1)?;
        }
        Ok(())
    }

    /// Says with the files of this process that it ends.
    fn finish(&self, py: Python<'_>) {
        py.detach(|| self.saver.finish());
    }

    /// Sends bytes under a name, outside of the count.
    fn send(&self, py: Python<'_>, filename: &str, svg: &[u8]) -> io::Result<()> {
        py.detach(|| self.channel.send(filename, svg, &mut check_signals()))
    }

    /// One line on stderr, the same one only once.
    fn warn(&self, line: &Bound<'_, PyString>) -> PyResult<()> {
        self.warn_line(line.py(), text(line))?;
        Ok(())
    }

    /// One line on stderr, for whoever asked for detail.
    fn debug(&self, line: &Bound<'_, PyString>) -> PyResult<()> {
        let py = line.py();
        if self.settled(py)?.debug {
            let line = text(line);
            continues(py.detach(|| self.warn_once.write(&line, &mut check_signals())))?;
        }
        Ok(())
    }
}

impl Capture {
    fn settings(&self) -> &Settings {
        self.process_settings.settings()
    }

    /// Says what is wrong with the settings, once; answers as `continues` does.
    fn complain(&self, py: Python<'_>) -> PyResult<bool> {
        let complaints = self.process_settings.complaints();
        if complaints.is_empty() {
            return Ok(true);
        }
        let say = || {
            complaints.iter().try_for_each(|line| self.warn_once.write(line, &mut check_signals()))
        };
        continues(py.detach(say))
    }

    /// The settings, once what is wrong with them was said.
    fn settled(&self, py: Python<'_>) -> PyResult<&Settings> {
        self.complain(py)?;
        Ok(self.settings())
    }

    /// Why figures that are to be displayed have no reader; `None`: they have one, or are not.
    fn closed(&self) -> Option<Closed> {
        let displays = self.settings().mode.displays();
        displays.then(|| self.channel.check().err()).flatten()
    }

    /// One line on stderr, once; answers as `continues` does.
    fn warn_line(&self, py: Python<'_>, line: String) -> PyResult<bool> {
        continues(py.detach(|| self.warn_once.warn(line, &mut check_signals())))
    }

    /// A turn of this thread, without the GIL; answers whether its own figure was delivered, and
    /// what ended the turn or what was said behind it.
    fn turn(&self, py: Python<'_>, figure: Option<Figure>) -> (bool, io::Result<()>) {
        let mut lines = DeliveryMessages::new(self.settings().debug);
        let ended = py.detach(|| {
            let mut ended =
                self.queue.deliver(figure, &mut check_signals(), |figure, i, check_signals| {
                    self.place(figure, i, check_signals, &mut lines)
                });
            ended.result = match ended.result {
                Ok(()) => self.warn_once.all(lines, &mut check_signals()),
                Err(error) if is_forked(&error) => Err(error),
                // One handler has raised: what the next one does has to wait for that.
                Err(error) => self.warn_once.all(lines, &mut || Ok(())).and(Err(error)),
            };
            ended
        });
        (ended.delivered, ended.result)
    }
}

/// The line that says why figures have nowhere to go.
fn undisplayed(why: &str) -> String {
    format!("{why}, so that no figure can be displayed (CG_PLOT_MODE=save writes files)")
}

/// A text of Python's that came from the system.
fn text(text: &Bound<'_, PyString>) -> String {
    match text.extract::<OsString>() {
        Ok(encoded) => os_text::from_bytes(encoded.as_bytes()),
        // It holds what no file name can.
        Err(_) => text.to_string_lossy().into_owned(),
    }
}

/// The name of figure number `i`.
fn name(settings: &Settings, script: &str, i: u64) -> Name {
    let host = nix::unistd::gethostname().unwrap_or_default();
    let host = os_text::from_bytes(host.as_bytes());
    settings.filename.name(&Fields { i, pid: std::process::id(), script, host: &host })
}
