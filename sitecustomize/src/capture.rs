//! The `Capture` that Python holds: one for each process, from settings to sink.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use nix::fcntl::{FcntlArg, fcntl};
use nix::libc;
use pyo3::pybacked::PyBackedBytes;
use pyo3::{IntoPyObject, PyErr, PyResult, Python, pyclass, pymethods};

use crate::channel::{Channel, Pulse};
use crate::message;
use crate::save::Saver;
use crate::settings::{self, AfterShow, Frames, Settings};
use crate::sigpipe::quietly;
use crate::template::Fields;
use crate::turn::Turns;

/// Takes the figures of one process.
#[pyclass(frozen)]
pub(crate) struct Capture {
    /// What `enable` stored.
    stored: Option<PathBuf>,
    channel: Channel,
    /// Why there is no channel, in words; empty where nobody needs to know.
    why_not: String,
    /// Read at the first figure, so that a program may still set them after its imports.
    settings: OnceLock<Settings>,
    saver: Saver,
    turns: Turns<Figure>,
    /// Said once in each process: no channel, too many figures.
    said: [AtomicBool; 2],
}

/// A setting that is a word or a number.
#[derive(IntoPyObject)]
enum Choice {
    Word(&'static str),
    Number(u64),
}

/// A figure on its way.
struct Figure {
    /// What `{script}` stands for.
    script: String,
    svg: Option<PyBackedBytes>,
    /// The bytes of its file.
    saved: Option<PyBackedBytes>,
}

const NO_CHANNEL: usize = 0;
const TOO_MANY: usize = 1;

#[pymethods]
impl Capture {
    /// `run`: when the run began, in nanoseconds since the epoch.
    #[new]
    #[pyo3(signature = (stored, channel, why_not, run=None))]
    fn new(
        stored: Option<PathBuf>,
        channel: Option<(u64, u64)>,
        why_not: Option<String>,
        run: Option<u64>,
    ) -> Self {
        Self {
            stored,
            channel: Channel::new(channel),
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
            self.once(TOO_MANY, || {
                format!("{most} figures were delivered, the rest is dropped (CG_PLOT_MAX_FIGURES)")
            });
            return false;
        }
        if settings.mode.displays() && !self.channel.exists() && !self.why_not.is_empty() {
            self.once(NO_CHANNEL, || {
                let why = &self.why_not;
                format!(
                    "{why}, so that no figure can be displayed (CG_PLOT_MODE=save writes files)"
                )
            });
        }
        self.displays() || settings.mode.saves()
    }

    /// Whether figures go to the channel.
    fn displays(&self) -> bool {
        self.settings().mode.displays() && self.channel.open()
    }

    /// The format of saved files; `None`: nothing is saved.
    fn saved_format(&self) -> Option<String> {
        let settings = self.settings();
        let path = name(settings, "script", 1);
        let suffix = message::suffix(&path).unwrap_or("png").to_ascii_lowercase();
        settings.mode.saves().then_some(suffix)
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

    /// Delivers a figure by its SVG, the bytes of its file, or both; `script` is what `{script}`
    /// stands for. Answers whether it arrived anywhere; only then its number is used. Raises what
    /// a signal handler of the program raised meanwhile.
    fn deliver(
        &self,
        py: Python<'_>,
        script: String,
        svg: Option<PyBackedBytes>,
        saved: Option<PyBackedBytes>,
    ) -> PyResult<bool> {
        let figure = Figure { script, svg, saved };
        raised(py.detach(|| {
            self.turns.take(figure, &mut pulse(), |figure, i, pulse| self.place(figure, i, pulse))
        }))
    }

    /// Sends bytes under a name, outside of the count.
    fn send(&self, py: Python<'_>, filename: &str, svg: &[u8]) -> io::Result<()> {
        py.detach(|| self.channel.send(filename, svg, &mut pulse()))
    }

    /// One line on stderr.
    fn warn(&self, text: &str) {
        warn(text);
    }
}

impl Capture {
    fn settings(&self) -> &Settings {
        self.settings.get_or_init(|| {
            let stored = self.stored.as_deref().map(settings::stored).unwrap_or_default();
            let find = |name: &str| {
                stored.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
            };
            let environment =
                |name: &str| Some(std::env::var_os(name)?.to_string_lossy().into_owned());
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

    /// Delivers figure number `i` to wherever figures go; an error is a signal handler's.
    fn place(&self, figure: &Figure, i: u64, pulse: Pulse<'_>) -> io::Result<bool> {
        let path = name(self.settings(), &figure.script, i);
        let displayed = match &figure.svg {
            Some(svg) => self.display(&path, svg, pulse)?,
            None => false,
        };
        let kept = figure.saved.as_ref().is_some_and(|bytes| self.keep(&path, bytes));
        self.debug(|| format!("{path}: displayed {displayed}, saved {kept}"));
        Ok(displayed || kept)
    }

    fn display(&self, path: &str, svg: &[u8], pulse: Pulse<'_>) -> io::Result<bool> {
        let Err(error) = self.channel.send(&message::filename(path), svg, pulse) else {
            return Ok(true);
        };
        if error.get_ref().is_some_and(|inner| inner.is::<Interrupted>()) {
            return Err(error);
        }
        match error.kind() {
            // The reader has what it wanted, or the program took its descriptor back.
            io::ErrorKind::BrokenPipe | io::ErrorKind::NotFound => {
                self.debug(|| format!("the channel has ended: {error}"));
            }
            _ => warn(&format!("a figure could not be displayed: {error}")),
        }
        Ok(false)
    }

    fn keep(&self, path: &str, bytes: &[u8]) -> bool {
        let path = match message::suffix(path) {
            // A device has no suffix to add.
            None if !is_special(path) => format!("{}.png", path.trim_end_matches('.')),
            _ => path.to_owned(),
        };
        match self.saver.save(Path::new(&path), bytes) {
            Ok(saved) if saved.aside => {
                let kept = saved.path.display();
                warn(&format!("{path} was written by something else in this run: saved as {kept}"));
                true
            }
            Ok(saved) => {
                self.debug(|| format!("saved as {}", saved.path.display()));
                true
            }
            Err(error) => {
                warn(&format!("{path} could not be saved: {error}"));
                false
            }
        }
    }

    /// One line for whoever asked for detail.
    fn debug(&self, text: impl FnOnce() -> String) {
        if self.settings().debug {
            warn(&text());
        }
    }

    fn once(&self, what: usize, text: impl FnOnce() -> String) {
        if !self.said[what].swap(true, Ordering::Relaxed) {
            warn(&text());
        }
    }
}

/// What ends a delivery before its time.
#[derive(Debug, thiserror::Error)]
enum Interrupted {
    /// A signal handler raised this (Ctrl-C).
    #[error("{0}")]
    Raised(PyErr),
    /// A signal handler forked, and this is the child: the line is its parent's.
    #[error("this is a forked child")]
    Forked,
}

/// Runs the signal handlers of the program, which wait for the GIL to be theirs.
fn pulse() -> impl FnMut() -> io::Result<()> {
    let process = std::process::id();
    move || {
        // Nowhere to run them: the interpreter is being finalized.
        let handled = Python::try_attach(|py| py.check_signals()).unwrap_or(Ok(()));
        handled.map_err(|error| io::Error::other(Interrupted::Raised(error)))?;
        if std::process::id() != process {
            return Err(io::Error::other(Interrupted::Forked));
        }
        Ok(())
    }
}

/// What a delivery answers to Python.
fn raised(delivered: io::Result<bool>) -> PyResult<bool> {
    match delivered.map_err(|error| error.downcast::<Interrupted>()) {
        Ok(delivered) => Ok(delivered),
        Err(Ok(Interrupted::Raised(error))) => Err(error),
        Err(_) => Ok(false),
    }
}

/// Whether something stands there that is no file.
fn is_special(path: &str) -> bool {
    std::fs::metadata(path).is_ok_and(|data| !data.is_file())
}

/// The path of figure number `i`.
fn name(settings: &Settings, script: &str, i: u64) -> String {
    let host = nix::unistd::gethostname().unwrap_or_default();
    let host = host.to_string_lossy();
    settings.filename.name(&Fields { i, pid: std::process::id(), script, host: &host })
}

/// One line on stderr, by the descriptor: `sys.stderr` may be the program's own by now. One write,
/// so that lines of several processes stay apart.
fn warn(text: &str) {
    // PEP 446: what Python itself opened there, where stderr was closed, is not inheritable.
    if !fcntl(io::stderr(), FcntlArg::F_GETFD).is_ok_and(|flags| flags & libc::FD_CLOEXEC == 0) {
        return;
    }
    let line = format!("cg-plot-capture: {}\n", text.replace('\n', " "));
    // Nobody reads it: then nobody needs to know.
    let _ = quietly(|| io::stderr().write_all(line.as_bytes()));
}
