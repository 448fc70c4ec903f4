//! The settings for Python: those that affect how a figure is made.

use pyo3::{IntoPyObject, pyclass};

use crate::os_text;
use crate::settings::{AfterShow, Frames, Settings};

use super::name;

/// Settings that were read once and never change.
#[pyclass(frozen, get_all, name = "Settings")]
pub(crate) struct SettingsView {
    /// The format of saved files; empty if their name has no suffix, `None` if nothing is saved.
    saved_format: Option<String>,
    /// The template of their names, as text for messages.
    filename: String,
    /// `auto`, `close` or `keep`.
    after_show: &'static str,
    /// Whether figures that were never shown are delivered at exit.
    unshown: bool,
    /// The most elements of an artist that is not rasterized; `None` for no limit.
    rasterize: Option<u64>,
    /// The largest SVG in bytes that is not rasterized as a whole.
    max_bytes: u64,
    /// The states of a loop that are delivered: `"last"`, `"all"` or a number.
    frames: WordOrNumber,
    /// Whether we capture what other libraries than Matplotlib show.
    pictures: bool,
    /// Whether figures go to a channel, if there is one.
    displays: bool,
    /// The most figures that a process delivers; `None` for no limit.
    max_figures: Option<u64>,
}

/// A setting that is a word or a number.
#[derive(Clone, IntoPyObject)]
enum WordOrNumber {
    Word(&'static str),
    Number(u64),
}

impl From<&Settings> for SettingsView {
    fn from(settings: &Settings) -> Self {
        let format = || name(settings, "script", 1).suffix().unwrap_or_default();
        Self {
            saved_format: settings.mode.saves().then(format),
            filename: os_text::lossy(settings.filename.text()),
            after_show: match settings.after_show {
                AfterShow::Auto => "auto",
                AfterShow::Close => "close",
                AfterShow::Keep => "keep",
            },
            unshown: settings.unshown,
            rasterize: settings.rasterize,
            max_bytes: settings.max_bytes,
            frames: match settings.frames {
                Frames::Last => WordOrNumber::Word("last"),
                Frames::All => WordOrNumber::Word("all"),
                Frames::Most(number) => WordOrNumber::Number(number),
            },
            pictures: settings.pictures,
            displays: settings.mode.displays(),
            max_figures: settings.max_figures,
        }
    }
}
