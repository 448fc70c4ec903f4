//! The settings as Python sees them: those by which it decides what is made of a figure.

use pyo3::{IntoPyObject, pyclass};

use crate::os_text;
use crate::settings::{AfterShow, Frames, Settings};

use super::name;

/// They were read once and never change.
#[pyclass(frozen, get_all, name = "Settings")]
pub(crate) struct SettingsView {
    /// The format that saved files are asked to have, empty where their name has no suffix; `None`:
    /// nothing is saved.
    saved_format: Option<String>,
    /// The template of their names, for people.
    filename: String,
    /// `auto`, `close` or `keep`.
    after_show: &'static str,
    /// Whether figures that were never shown are delivered at exit.
    unshown: bool,
    /// How many elements an artist may have before it is rasterized; `None`: as many as it likes.
    rasterize: Option<u64>,
    /// How large an SVG may be, in bytes, before the whole of it is rasterized.
    max_bytes: u64,
    /// Which states of a loop are delivered: `"last"`, `"all"` or how many.
    frames: Choice,
    /// Whether what other libraries than Matplotlib show is captured.
    pictures: bool,
}

/// A setting that is a word or a number.
#[derive(Clone, IntoPyObject)]
enum Choice {
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
                Frames::Last => Choice::Word("last"),
                Frames::All => Choice::Word("all"),
                Frames::Most(number) => Choice::Number(number),
            },
            pictures: settings.pictures,
        }
    }
}
