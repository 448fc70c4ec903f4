//! The `Capture` that Python holds: one for each process, from settings to sink.

mod interrupt;
mod place;
mod stderr;

use std::ffi::OsString;
use std::fmt::Display;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;
use std::sync::OnceLock;

use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyAnyMethods as _, PyString, PyStringMethods as _};
use pyo3::{Bound, IntoPyObject, PyResult, Python, pyclass, pymethods};

use crate::channel::{Channel, Closed};
use crate::name::Name;
use crate::os_text;
use crate::save::Saver;
use crate::script::Script;
use crate::settings::{self, AfterShow, Frames, Settings};
use crate::template::Fields;
use crate::turn::Turns;

use interrupt::{pulse, raised};
use place::Figure;
use stderr::{Said, warn};

/// Takes the figures of one process.
#[pyclass(frozen)]
pub(crate) struct Capture {
    /// What `enable` stored with this payload.
    stored: Option<PathBuf>,
    channel: Channel,
    /// Why there is no channel, in words; empty where nobody needs to know.
    why_not: String,
    /// Read at the first figure, so that a program may still set them after its imports.
    settings: OnceLock<Settings>,
    saver: Saver,
    turns: Turns<Figure>,
    said: Said,
}

/// A setting that is a word or a number.
#[derive(IntoPyObject)]
enum Choice {
    Word(&'static str),
    Number(u64),
}

#[pymethods]
impl Capture {
    /// `channel`: (st_dev, st_ino) of the channel at descriptor 3, if it stands there; `named`: its name;
    /// `run`: when the run began, in nanoseconds since the epoch.
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
            stored,
            channel: Channel::new(channel, named),
            why_not: why_not.unwrap_or_default(),
            settings: OnceLock::new(),
            saver: Saver::new(run),
            turns: Turns::default(),
            said: Default::default(),
        }
    }

    /// The capture of a child process that was just forked: it counts for itself, and holds no
    /// lock that another thread of its parent held.
    fn forked(&self) -> Self {
        Self {
            stored: self.stored.clone(),
            channel: self.channel.forked(),
            why_not: self.why_not.clone(),
            settings: self.settings.clone(),
            saver: self.saver.forked(),
            turns: Turns::default(),
            said: Default::default(),
        }
    }

    /// Whether a figure would go anywhere. Says once why not.
    fn ready(&self) -> bool {
        let settings = self.settings();
        if let Some(most) = settings.max_figures
            && self.turns.last() >= most
        {
            let figures = if most == 1 { "figure was" } else { "figures were" };
            self.said.once(format!(
                "{most} {figures} delivered, the rest is dropped (CG_PLOT_MAX_FIGURES)"
            ));
            return false;
        }
        let closed = settings.mode.displays().then(|| self.channel.check().err()).flatten();
        match closed {
            Some(Closed::None) if !self.why_not.is_empty() => self.undisplayed(&self.why_not),
            Some(Closed::Missing(missing)) => self.undisplayed(missing),
            _ => {}
        }
        (settings.mode.displays() && closed.is_none()) || settings.mode.saves()
    }

    /// Whether figures go to the channel.
    fn displays(&self) -> bool {
        self.settings().mode.displays() && self.channel.check().is_ok()
    }

    /// The format that saved files are asked to have, empty where their name has no suffix; `None`:
    /// nothing is saved.
    fn saved_format(&self) -> Option<String> {
        let settings = self.settings();
        settings.mode.saves().then(|| name(settings, "script", 1).suffix().unwrap_or_default())
    }

    /// The template of their names, for people.
    fn filename(&self) -> String {
        os_text::lossy(self.settings().filename.text())
    }

    /// `auto`, `close` or `keep`.
    fn after_show(&self) -> &'static str {
        match self.settings().after_show {
            AfterShow::Auto => "auto",
            AfterShow::Close => "close",
            AfterShow::Keep => "keep",
        }
    }

    /// Whether figures that were never shown are delivered at exit.
    fn unshown(&self) -> bool {
        self.settings().unshown
    }

    /// How many elements an artist may have before it is rasterized; `None`: as many as it likes.
    fn rasterize(&self) -> Option<u64> {
        self.settings().rasterize
    }

    /// How large an SVG may be before the whole of it is rasterized.
    fn max_bytes(&self) -> u64 {
        self.settings().max_bytes
    }

    /// Which states of a loop are delivered: `"last"`, `"all"` or how many.
    fn frames(&self) -> Choice {
        match self.settings().frames {
            Frames::Last => Choice::Word("last"),
            Frames::All => Choice::Word("all"),
            Frames::Most(number) => Choice::Number(number),
        }
    }

    /// Delivers a figure by its SVG, the bytes of its file, or both. `script` names its main script
    /// ([`Script::new`]), `program` is the process that began to run that, `kind` the format of the
    /// file, where its name asks for another, and `folder` where a relative name starts, if that is no
    /// longer the working directory. Answers whether it arrived anywhere; only then its number is used.
    /// Raises what a signal handler of the program raised meanwhile.
    #[pyo3(signature = (script, svg, saved, kind=None, program=None, folder=None))]
    fn deliver(
        &self,
        script: &Bound<'_, PyString>,
        svg: Option<PyBackedBytes>,
        saved: Option<PyBackedBytes>,
        kind: Option<String>,
        program: Option<i32>,
        folder: Option<PathBuf>,
    ) -> PyResult<bool> {
        let py = script.py();
        let kind = kind.or_else(|| self.saved_format()).filter(|kind| !kind.is_empty());
        let kind = kind.unwrap_or_else(|| "png".into());
        let script = Script::new(&text(script));
        let figure = Figure { script, program, folder, svg, saved, kind };
        raised(py.detach(|| {
            self.turns.take(figure, &mut pulse(), |figure, i, pulse| self.place(figure, i, pulse))
        }))
    }

    /// Says with the files of this process that it ends.
    fn finish(&self, py: Python<'_>) {
        py.detach(|| self.saver.finish());
    }

    /// Sends bytes under a name, outside of the count.
    fn send(&self, py: Python<'_>, filename: &str, svg: &[u8]) -> io::Result<()> {
        py.detach(|| self.channel.send(filename, svg, &mut pulse()))
    }

    /// One line on stderr, the same one only once.
    fn warn(&self, line: &Bound<'_, PyString>) {
        self.said.once(text(line));
    }

    /// One line on stderr, for whoever asked for detail.
    #[pyo3(name = "debug")]
    fn debug_line(&self, line: &Bound<'_, PyString>) {
        self.debug(|| text(line));
    }
}

impl Capture {
    fn settings(&self) -> &Settings {
        self.settings.get_or_init(|| {
            let stored = self.stored.as_deref().map(settings::layered).unwrap_or_default();
            let find = |name: &str| {
                stored.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
            };
            let environment =
                |name: &str| Some(os_text::from_bytes(std::env::var_os(name)?.as_bytes()));
            let (settings, complaints) = Settings::load(&[&environment, &find]);
            for complaint in complaints {
                warn(&complaint.to_string());
            }
            if !settings.filename.counts() {
                let text = settings.filename.text();
                warn(&format!("CG_PLOT_FILENAME={text} has no {{i}}: all figures get one name"));
            }
            settings
        })
    }

    /// Says once why figures have nowhere to go.
    fn undisplayed(&self, why: impl Display) {
        self.said.once(format!(
            "{why}, so that no figure can be displayed (CG_PLOT_MODE=save writes files)"
        ));
    }

    /// One line for whoever asked for detail.
    fn debug(&self, text: impl FnOnce() -> String) {
        if self.settings().debug {
            warn(&text());
        }
    }
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
