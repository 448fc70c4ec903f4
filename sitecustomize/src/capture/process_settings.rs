//! The settings of this process. They are read at the first figure, so that a program may still set
//! them after its imports.

use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::os_text;
use crate::settings::{self, Describe, Settings};

/// The settings of a process.
pub(super) struct ProcessSettings {
    /// The settings file of the payload's installation.
    stored: Option<PathBuf>,
    /// The settings of another process, for whose program this one works; `None` for its own.
    given: Option<Vec<(String, String)>>,
    /// The values in that file, once they were read.
    pairs: OnceLock<Vec<(String, String)>>,
    loaded: OnceLock<(Settings, Vec<String>)>,
    reported: AtomicBool,
}

impl ProcessSettings {
    /// Settings from the environment, and then from the file `stored`; or only those that are
    /// `given`.
    pub(super) fn new(stored: Option<PathBuf>, given: Option<Vec<(String, String)>>) -> Self {
        Self {
            stored,
            given,
            pairs: OnceLock::new(),
            loaded: OnceLock::new(),
            reported: AtomicBool::new(false),
        }
    }

    /// The settings for a child process that was forked.
    pub(super) fn forked(&self) -> Self {
        Self {
            stored: self.stored.clone(),
            given: self.given.clone(),
            pairs: self.pairs.clone(),
            loaded: self.loaded.clone(),
            reported: AtomicBool::new(self.reported.load(Ordering::Relaxed)),
        }
    }

    /// The effective settings.
    pub(super) fn settings(&self) -> &Settings {
        &self.loaded().0
    }

    /// The bad values, for the first caller only.
    pub(super) fn bad_values(&self) -> &[String] {
        let bad_values = &self.loaded().1;
        let is_reported = bad_values.is_empty() || self.reported.swap(true, Ordering::Relaxed);
        if is_reported { &[] } else { bad_values }
    }

    /// Whether figures are described, by the settings at this moment: a program that has made a
    /// figure may still change settings before it shows that figure.
    pub(super) fn describe(&self) -> Describe {
        match self.loaded.get() {
            Some((settings, _)) => settings.describe,
            None => {
                settings::describe(&[&|name| self.first(name), &|name| self.stored_value(name)])
            }
        }
    }

    /// The value of a variable now, from its strongest source.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        let first = self.first(name).filter(|value| !value.is_empty());
        first.or_else(|| self.stored_value(name))
    }

    /// The value of a variable in the environment, or the given one.
    fn first(&self, name: &str) -> Option<String> {
        match &self.given {
            Some(given) => {
                given.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
            }
            None => environment(name),
        }
    }

    /// The stored value of a variable.
    fn stored_value(&self, name: &str) -> Option<String> {
        let pairs = self
            .pairs
            .get_or_init(|| self.stored.as_deref().map(settings::layered).unwrap_or_default());
        pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    /// Loads the settings. Nothing is written meanwhile, because another thread would wait for that
    /// with the GIL.
    fn loaded(&self) -> &(Settings, Vec<String>) {
        self.loaded.get_or_init(|| {
            let (settings, bad_values) =
                Settings::load(&[&|name| self.first(name), &|name| self.stored_value(name)]);
            let mut bad_values: Vec<_> = bad_values.iter().map(ToString::to_string).collect();
            if !settings.filename.counts() {
                let text = settings.filename.text();
                bad_values.push(format!(
                    "CG_PLOT_FILENAME={text} has no {{i}}: all figures get one name"
                ));
            }
            (settings, bad_values)
        })
    }
}

/// The value of a variable in the environment.
fn environment(name: &str) -> Option<String> {
    Some(os_text::from_bytes(std::env::var_os(name)?.as_bytes()))
}
