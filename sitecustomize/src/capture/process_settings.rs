//! The settings that were given, read at the first figure, so that a program may still set them after
//! its imports.

use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::os_text;
use crate::settings::{self, Settings};

/// The settings of a process.
pub(super) struct ProcessSettings {
    /// What `enable` stored with this payload.
    stored: Option<PathBuf>,
    loaded: OnceLock<(Settings, Vec<String>)>,
    complained: AtomicBool,
}

impl ProcessSettings {
    /// Those of the environment, then those in that file.
    pub(super) fn new(stored: Option<PathBuf>) -> Self {
        Self { stored, loaded: OnceLock::new(), complained: AtomicBool::new(false) }
    }

    /// The same for a child process that was forked.
    pub(super) fn forked(&self) -> Self {
        Self {
            stored: self.stored.clone(),
            loaded: self.loaded.clone(),
            complained: AtomicBool::new(self.complained.load(Ordering::Relaxed)),
        }
    }

    /// All of them.
    pub(super) fn settings(&self) -> &Settings {
        &self.loaded().0
    }

    /// What is wrong with them, to the first who asks.
    pub(super) fn complaints(&self) -> &[String] {
        let complaints = &self.loaded().1;
        let told = complaints.is_empty() || self.complained.swap(true, Ordering::Relaxed);
        if told { &[] } else { complaints }
    }

    /// Nothing is said meanwhile: another thread would wait for that, with the GIL.
    fn loaded(&self) -> &(Settings, Vec<String>) {
        self.loaded.get_or_init(|| {
            let stored = self.stored.as_deref().map(settings::layered).unwrap_or_default();
            let find = |name: &str| {
                stored.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
            };
            let environment =
                |name: &str| Some(os_text::from_bytes(std::env::var_os(name)?.as_bytes()));
            let (settings, complaints) = Settings::load(&[&environment, &find]);
            let mut complaints: Vec<_> = complaints.iter().map(ToString::to_string).collect();
            if !settings.filename.counts() {
                let text = settings.filename.text();
                complaints.push(format!(
                    "CG_PLOT_FILENAME={text} has no {{i}}: all figures get one name"
                ));
            }
            (settings, complaints)
        })
    }
}
