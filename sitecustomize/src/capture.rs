//! The `Capture` object in Python: one for each process, from the settings to the delivery.

mod deliver;
mod elsewhere;
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
use crate::name::FigureName;
use crate::os_text;
use crate::save::Saver;
use crate::script::Script;
use crate::settings::{Describe, Settings};
use crate::template::Fields;

use deliver::Figure;
use elsewhere::Elsewhere;
use process_settings::ProcessSettings;
use settings_view::SettingsView;
use signal_handlers::{check_signals, continues, is_forked};
use warn_once::{DeliveryMessages, WarnOnce};

/// Delivers the figures of one process.
#[pyclass(frozen)]
pub(crate) struct Capture {
    process_settings: ProcessSettings,
    settings_view: PyOnceLock<Py<SettingsView>>,
    channel: Channel,
    /// Why there is no channel, in words; empty if nobody needs to know.
    why_not: String,
    saver: Saver,
    queue: DeliveryQueue<Figure>,
    warn_once: WarnOnce,
}

#[pymethods]
impl Capture {
    /// `stored` is the settings file of `enable`. `channel` is (st_dev, st_ino) of the channel at
    /// descriptor 3, if it is there, and `named` is its name. `run` is the start of the run, in
    /// nanoseconds since the epoch. `given` are the names and values of settings that count in place
    /// of the environment's.
    #[new]
    #[pyo3(signature = (stored, channel, named, why_not, run=None, given=None))]
    fn new(
        stored: Option<PathBuf>,
        channel: Option<(u64, u64)>,
        named: &str,
        why_not: Option<String>,
        run: Option<u64>,
        given: Option<Vec<(String, String)>>,
    ) -> Self {
        Self {
            process_settings: ProcessSettings::new(stored, given),
            settings_view: PyOnceLock::new(),
            channel: Channel::new(channel, named),
            why_not: why_not.unwrap_or_default(),
            saver: Saver::new(run),
            queue: DeliveryQueue::default(),
            warn_once: Default::default(),
        }
    }

    /// The capture of a child process that was just forked. It counts its own figures, and has no
    /// lock that another thread of the parent held.
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

    /// Whether a figure would be delivered. Warns once if not.
    fn ready(&self, py: Python<'_>) -> PyResult<bool> {
        if !self.report_bad_settings(py)? {
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
        self.report_bad_settings(py)?;
        Ok(self.settings().mode.displays() && self.closed().is_none())
    }

    /// The settings that Python needs to make a figure.
    #[pyo3(name = "settings")]
    fn settings_view(&self, py: Python<'_>) -> PyResult<Py<SettingsView>> {
        let settings = self.checked_settings(py)?;
        let made =
            self.settings_view.get_or_try_init(py, || Py::new(py, SettingsView::from(settings)));
        made.map(|view| view.clone_ref(py))
    }

    /// Whether figures are described: `"on"`, `"test"` or `None`. This is also called when a figure
    /// is made, and writes nothing.
    fn describes(&self) -> Option<&'static str> {
        match self.process_settings.describe() {
            Describe::Off => None,
            Describe::On => Some("on"),
            Describe::Test => Some("test"),
        }
    }

    /// Delivers a figure by its SVG, the bytes of its file, or both. `script` names its main script
    /// ([`Script::new`]) and `program` the process that began to run it. `kind` is the format of
    /// the file if its name has another one. `folder` is the start of a relative name if that is no
    /// longer the working directory. `beside` has the bytes of more files, each with the ending
    /// that its name adds to the whole name of the saved file.
    ///
    /// Returns whether it was delivered (only then its number is used), and an exception that a
    /// signal handler of the program has raised meanwhile, for the caller to raise. The figure may
    /// have been delivered before that.
    #[pyo3(signature = (script, svg, saved, kind=None, program=None, folder=None, beside=vec![]))]
    #[expect(clippy::too_many_arguments, reason = "Python names them")]
    fn deliver(
        &self,
        script: &Bound<'_, PyString>,
        svg: Option<PyBackedBytes>,
        saved: Option<PyBackedBytes>,
        kind: Option<String>,
        program: Option<i32>,
        folder: Option<PathBuf>,
        beside: Vec<(PyBackedBytes, String)>,
    ) -> PyResult<(bool, Option<PyErr>)> {
        let py = script.py();
        let kind = kind.unwrap_or_else(|| "png".into());
        let script = Script::new(&text(script));
        let figure = Figure { script, program, folder, svg, saved, kind, beside, elsewhere: None };
        let (delivered, result) = self.deliver_queued(py, Some(figure));
        Ok((delivered, continues(result).err()))
    }

    /// The settings that another process needs to make figures for this program.
    fn settings_to_give(&self) -> Vec<(&'static str, String)> {
        elsewhere::settings_to_give(&self.process_settings)
    }

    /// Delivers a figure that the process `pid` on `host` showed as its figure `number`. The other
    /// arguments and the result are those of `deliver`.
    #[expect(clippy::too_many_arguments, reason = "Python names them")]
    fn deliver_elsewhere(
        &self,
        host: String,
        pid: u32,
        number: u64,
        script: &Bound<'_, PyString>,
        svg: Option<PyBackedBytes>,
        saved: Option<PyBackedBytes>,
        kind: String,
        folder: Option<PathBuf>,
        beside: Vec<(PyBackedBytes, String)>,
    ) -> PyResult<(bool, Option<PyErr>)> {
        let (py, elsewhere) = (script.py(), Some(Elsewhere { host, pid, number }));
        let script = Script::new(&text(script));
        let figure = Figure { script, program: None, folder, svg, saved, kind, beside, elsewhere };
        let (delivered, result) = self.deliver_queued(py, Some(figure));
        Ok((delivered, continues(result).err()))
    }

    /// Delivers figures that a signal handler showed during a delivery that failed later.
    fn deliver_left(&self, py: Python<'_>) -> PyResult<()> {
        if self.queue.has_leftover() {
            continues(self.deliver_queued(py, None).1)?;
        }
        Ok(())
    }

    /// Marks the files of this process as finished, because it ends.
    fn finish(&self, py: Python<'_>) {
        py.detach(|| self.saver.finish());
    }

    /// Sends an SVG under a name, without a number.
    fn send(&self, py: Python<'_>, filename: &str, svg: &[u8]) -> io::Result<()> {
        py.detach(|| self.channel.send(filename, svg, &mut check_signals()))
    }

    /// Writes a line to stderr, each line only once.
    fn warn(&self, line: &Bound<'_, PyString>) -> PyResult<()> {
        self.warn_line(line.py(), text(line))?;
        Ok(())
    }

    /// Writes a line to stderr if `CG_PLOT_LOG` is `debug`.
    fn debug(&self, line: &Bound<'_, PyString>) -> PyResult<()> {
        let py = line.py();
        if self.checked_settings(py)?.debug {
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

    /// Reports bad settings, once; returns as `continues` does.
    fn report_bad_settings(&self, py: Python<'_>) -> PyResult<bool> {
        let bad_values = self.process_settings.bad_values();
        if bad_values.is_empty() {
            return Ok(true);
        }
        let say = || {
            bad_values.iter().try_for_each(|line| self.warn_once.write(line, &mut check_signals()))
        };
        continues(py.detach(say))
    }

    /// The settings, after bad ones were reported.
    fn checked_settings(&self, py: Python<'_>) -> PyResult<&Settings> {
        self.report_bad_settings(py)?;
        Ok(self.settings())
    }

    /// Why figures in mode display have no reader; `None` if they have one, or if the mode does not
    /// display.
    fn closed(&self) -> Option<Closed> {
        let displays = self.settings().mode.displays();
        displays.then(|| self.channel.check().err()).flatten()
    }

    /// Writes a line to stderr once; returns as `continues` does.
    fn warn_line(&self, py: Python<'_>, line: String) -> PyResult<bool> {
        continues(py.detach(|| self.warn_once.warn(line, &mut check_signals())))
    }

    /// Delivers a figure of this thread and leftovers, without the GIL. Returns whether the figure
    /// was delivered, and the error that ended the delivery or the messages after it.
    fn deliver_queued(&self, py: Python<'_>, figure: Option<Figure>) -> (bool, io::Result<()>) {
        let mut lines = DeliveryMessages::new(self.settings().debug);
        let ended = py.detach(|| {
            let mut from_elsewhere = false;
            let mut ended =
                self.queue.deliver(figure, &mut check_signals(), |figure, i, check_signals| {
                    let delivered = self.deliver_one(figure, i, check_signals, &mut lines)?;
                    // Such a figure uses no number of this process.
                    from_elsewhere |= delivered && figure.elsewhere.is_some();
                    Ok(delivered && figure.elsewhere.is_none())
                });
            ended.delivered |= from_elsewhere;
            ended.result = match ended.result {
                Ok(()) => self.warn_once.all(lines, &mut check_signals()),
                Err(error) if is_forked(&error) => Err(error),
                // A handler has raised, so that no other handler runs before the exception is
                // raised.
                Err(error) => self.warn_once.all(lines, &mut || Ok(())).and(Err(error)),
            };
            ended
        });
        (ended.delivered, ended.result)
    }
}

/// The message if figures can't be displayed.
fn undisplayed(why: &str) -> String {
    format!("{why}, so that no figure can be displayed (CG_PLOT_MODE=save writes files)")
}

/// Converts a Python string that came from the system.
fn text(text: &Bound<'_, PyString>) -> String {
    match text.extract::<OsString>() {
        Ok(encoded) => os_text::from_bytes(encoded.as_bytes()),
        // It has a surrogate that no byte becomes.
        Err(_) => text.to_string_lossy().into_owned(),
    }
}

/// The name of figure number `i`.
fn name(settings: &Settings, script: &str, i: u64) -> FigureName {
    let host = nix::unistd::gethostname().unwrap_or_default();
    let host = os_text::from_bytes(host.as_bytes());
    settings.filename.name(&Fields { i, pid: std::process::id(), script, host: &host })
}
