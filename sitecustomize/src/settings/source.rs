//! The sources of values: the environment, then the file that `enable` writes, then the defaults.

use std::fmt;
use std::fs::{Metadata, OpenOptions};
use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use nix::libc;

use super::DEFAULTS;

/// Maps the name of a variable to its value in one source.
pub type SettingsSource<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// The names and values in the file that `enable` writes, one `NAME=value` on each line; empty if
/// there is no file.
pub fn stored(path: &Path) -> Vec<(String, String)> {
    stored_by(path, |_| true).unwrap_or_default()
}

/// The names and values of a file for which `trusted` is true; `None` if there is no such file. It
/// is opened before it is checked, so that exactly the checked file is read.
pub(super) fn stored_by(
    path: &Path,
    trusted: impl Fn(&Metadata) -> bool,
) -> Option<Vec<(String, String)>> {
    // Opening a FIFO would wait for its writer.
    let open = OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path);
    let mut file = open.ok()?;
    // `enable` writes only regular files.
    file.metadata().ok().filter(|data| data.is_file() && trusted(data))?;
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    Some(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

/// A bad value of a variable, and the value that is used instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadValue {
    variable: &'static str,
    value: String,
    pub(super) problem: String,
    used: String,
}

impl fmt::Display for BadValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { variable, value, problem, used } = self;
        write!(f, "{variable}={value}: {problem}; using {used}")
    }
}

/// Reads variables from the sources and collects bad values.
pub(super) struct SettingsReader<'a> {
    /// The sources, the strongest first.
    pub(super) sources: &'a [&'a SettingsSource<'a>],
    pub(super) bad_values: Vec<BadValue>,
}

impl SettingsReader<'_> {
    /// The first valid value among the sources; the default, which is always valid, comes last.
    pub(super) fn read<T>(
        &mut self,
        variable: &'static str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> T {
        let default = DEFAULTS.iter().find(|(name, _)| *name == variable);
        let default = default.map_or("", |(_, value)| *value);
        let given = self.sources.iter().filter_map(|source| source(variable));
        // A shell sets a variable to an empty value to unset it.
        let given: Vec<String> = given.filter(|value| !value.is_empty()).collect();
        let used = given.iter().find(|value| parse(value).is_ok()).map_or(default, String::as_str);
        for value in given.iter().take_while(|value| parse(value).is_err()) {
            let problem = parse(value).err().unwrap_or_default();
            let (value, used) = (value.clone(), used.to_owned());
            self.bad_values.push(BadValue { variable, value, problem, used });
        }
        match parse(used) {
            Ok(value) => value,
            Err(problem) => unreachable!("{variable}: the default {used} is bad: {problem}"),
        }
    }
}
