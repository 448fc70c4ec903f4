//! The `Capture` that Python holds: one for each process, from settings to sink.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use pyo3::{Python, pyclass, pymethods};

use crate::channel::Channel;
use crate::message;
use crate::save::Saver;
use crate::settings::{self, AfterShow, Settings};
use crate::sigpipe::quietly;
use crate::template::Fields;

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
    /// The number of the last delivered figure; held for as long as one is delivered.
    last: Mutex<u64>,
    /// Said once in each process: no channel, too many figures.
    said: [AtomicBool; 2],
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
            last: Mutex::new(0),
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
            last: Mutex::new(0),
            said: Default::default(),
        }
    }

    /// Whether a figure would go anywhere. Says once why not.
    fn ready(&self, py: Python<'_>) -> bool {
        let settings = self.settings();
        if let Some(most) = settings.max_figures
            && py.detach(|| *self.last.lock().unwrap_or_else(PoisonError::into_inner)) >= most
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

    /// Delivers a figure by its SVG, the bytes of its file, or both; `script` is what `{script}`
    /// stands for. Answers whether it arrived anywhere; only then its number is used.
    fn deliver(
        &self,
        py: Python<'_>,
        script: &str,
        svg: Option<&[u8]>,
        saved: Option<&[u8]>,
    ) -> bool {
        py.detach(|| {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            let path = name(self.settings(), script, *last + 1);
            let displayed = svg.is_some_and(|svg| self.display(&path, svg));
            let kept = saved.is_some_and(|bytes| self.keep(&path, bytes));
            self.debug(|| format!("{path}: displayed {displayed}, saved {kept}"));
            if displayed || kept {
                *last += 1;
            }
            displayed || kept
        })
    }

    /// Sends bytes under a name, outside of the count.
    fn send(&self, py: Python<'_>, filename: &str, svg: &[u8]) -> io::Result<()> {
        py.detach(|| self.channel.send(filename, svg))
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

    fn display(&self, path: &str, svg: &[u8]) -> bool {
        match self.channel.send(&message::filename(path), svg) {
            Ok(()) => true,
            // The reader has what it wanted, or the program took its descriptor back.
            Err(error)
                if matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::NotFound) =>
            {
                self.debug(|| format!("the channel has ended: {error}"));
                false
            }
            Err(error) => {
                warn(&format!("a figure could not be displayed: {error}"));
                false
            }
        }
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
    let line = format!("cg-plot-capture: {}\n", text.replace('\n', " "));
    // Nobody reads it: then nobody needs to know.
    let _ = quietly(|| io::stderr().write_all(line.as_bytes()));
}
