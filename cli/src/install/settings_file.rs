//! The settings file that `enable` stores beside the payload: one `NAME=value` on each line.

use std::path::{Path, PathBuf};

use cg_plot_capture::settings::{self, DEFAULTS, check};

use crate::file;
use crate::install::trust;
use crate::stderr;

/// Names and values, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SettingsFile(pub(crate) Vec<(String, String)>);

/// The error for a settings file that `enable` did not write so.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{} is damaged: {problem}", path.display())]
pub(crate) struct InvalidSettings {
    path: PathBuf,
    problem: String,
    /// The settings that processes read from it all the same.
    pub(crate) rest: SettingsFile,
}

impl SettingsFile {
    /// The settings that have a value; `Err` names a bad value and the allowed ones.
    pub(crate) fn given(values: &[(&str, Option<&str>)]) -> Result<Self, String> {
        let mut stored = Self::default();
        for (name, value) in values {
            let Some(value) = value else { continue };
            let bad = |problem: &str| Err(format!("{name}={value}: {problem}"));
            if let Err(problem) = check(name, value) {
                return bad(&problem);
            }
            if value.contains(stderr::is_control) {
                return bad("a setting has no control characters");
            }
            stored.0.push(((*name).to_owned(), (*value).to_owned()));
        }
        Ok(stored)
    }

    /// Reads the file at `path`; a file that does not exist has no settings.
    ///
    /// # Errors
    ///
    /// [`InvalidSettings`] if the file can't be read or has a line that is not a setting.
    pub(crate) fn read(path: &Path) -> Result<Self, InvalidSettings> {
        if let Some(problem) = trust::problem(path).filter(|_| path.exists()) {
            let (problem, rest) = (problem.to_string(), Self::default());
            return Err(InvalidSettings { path: path.to_owned(), problem, rest });
        }
        let rest = Self(settings::stored(path));
        let problem = match file::read(path) {
            Ok(None) => path.exists().then(|| "it is not a file".into()),
            Ok(Some(text)) => invalid(&text),
            Err(error) => Some(error.to_string()),
        };
        match problem {
            None => Ok(rest),
            Some(problem) => Err(InvalidSettings { path: path.to_owned(), problem, rest }),
        }
    }

    /// These settings, replaced by those in `given`. Values that `enable` would refuse are dropped.
    pub(crate) fn with(&self, given: &Self) -> Self {
        let is_good =
            |name: &str, value: &str| name != "CG_PLOT_CAPTURE" && check(name, value).is_ok();
        let here = self.0.iter().filter(|(name, value)| is_good(name, value));
        let kept = here.filter(|(name, _)| given.get(name).is_none());
        Self(kept.chain(&given.0).cloned().collect())
    }

    pub(crate) fn text(&self) -> String {
        self.0.iter().map(|(name, value)| format!("{name}={value}\n")).collect()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// The first fault in a file's text. A bad value is not such a fault, because it is reported
/// elsewhere.
fn invalid(text: &[u8]) -> Option<String> {
    let Ok(text) = std::str::from_utf8(text) else { return Some("it is not UTF-8".into()) };
    let is_setting = |line: &str| {
        let name = line.split_once('=').map(|(name, _)| name);
        DEFAULTS.iter().any(|(known, _)| Some(*known) == name)
    };
    let number = text.lines().position(|line| !is_setting(line))? + 1;
    Some(format!("line {number} is not a setting"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_value_is_refused_by_name() {
        let bad = SettingsFile::given(&[("CG_PLOT_MODE", Some("dispaly"))]);
        assert_eq!(bad, Err("CG_PLOT_MODE=dispaly: not one of display, save, both".to_owned()));
        assert!(SettingsFile::given(&[("CG_PLOT_FILENAME", Some("a\n{i}.png"))]).is_err());
    }

    #[test]
    fn settings_that_are_not_given_again_stay_and_bad_ones_are_dropped() {
        let of = |pairs: &[(&str, &str)]| {
            let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
            SettingsFile(pairs.iter().map(own).collect())
        };
        let old = of(&[
            ("CG_PLOT_MODE", "both"),
            ("CG_PLOT_MAX_BYTES", "7"),
            ("CG_PLOT_LOG", "loud"),
            ("CG_PLOT_CAPTURE", "off"),
            ("X", "1"),
        ]);
        let new = old.with(&of(&[("CG_PLOT_MODE", "save"), ("CG_PLOT_FRAMES", "all")]));
        let text = "CG_PLOT_MAX_BYTES=7\nCG_PLOT_MODE=save\nCG_PLOT_FRAMES=all\n";
        assert_eq!(new.text(), text);
    }

    #[test]
    fn a_written_file_is_read_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings");
        let given = [("CG_PLOT_MODE", None), ("CG_PLOT_FILENAME", Some("a={i:03d}.pdf"))];
        let stored = SettingsFile::given(&given).expect("good");
        std::fs::write(&path, stored.text()).expect("written");
        assert_eq!(SettingsFile::read(&path), Ok(stored.clone()));
        assert_eq!(stored.get("CG_PLOT_FILENAME"), Some("a={i:03d}.pdf"));
    }

    #[test]
    fn a_damaged_file_is_reported_with_its_valid_settings() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings");
        assert_eq!(SettingsFile::read(&path), Ok(SettingsFile::default()));
        for (text, problem, left) in [
            (&b"CG_PLOT_MODE=both\nCG_PLOT_FIL"[..], "line 2 is not a setting", 1),
            (b"\0\0\0", "line 1 is not a setting", 0),
            (b"\xff", "it is not UTF-8", 0),
        ] {
            std::fs::write(&path, text).expect("written");
            let invalid = SettingsFile::read(&path).expect_err("garbled");
            assert_eq!(invalid.to_string(), format!("{} is damaged: {problem}", path.display()));
            assert_eq!(invalid.rest.0.len(), left);
        }
        assert!(SettingsFile::read(folder.path()).is_err());
    }
}
