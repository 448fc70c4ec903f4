//! Where values come from: the environment, then the file that `enable` writes, then the defaults.

use std::fmt;
use std::fs::{Metadata, OpenOptions};
use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use nix::libc;

use super::DEFAULTS;

/// Maps a variable's name to its value, if it has one there.
pub type Source<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// Names and values in the file that `enable` writes: `NAME=value`, a line each. No file, none.
pub fn stored(path: &Path) -> Vec<(String, String)> {
    stored_by(path, |_| true).unwrap_or_default()
}

/// The same of a file that passes `trusted`; `None`: there is no such file. It is opened before it is
/// judged, so that no other one is read than the one that was.
pub(super) fn stored_by(
    path: &Path,
    trusted: impl Fn(&Metadata) -> bool,
) -> Option<Vec<(String, String)>> {
    // A FIFO would wait for its writer.
    let open = OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path);
    let mut file = open.ok()?;
    // What is no file, nobody has stored.
    file.metadata().ok().filter(|data| data.is_file() && trusted(data))?;
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    Some(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

/// What is wrong with one value of one variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    variable: &'static str,
    value: String,
    pub(super) problem: String,
    used: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { variable, value, problem, used } = self;
        write!(f, "{variable}={value}: {problem}; using {used}")
    }
}

/// Walks the sources of each variable and notes what it had to pass over.
pub(super) struct Reader<'a> {
    /// The strongest first.
    pub(super) sources: &'a [&'a Source<'a>],
    pub(super) complaints: Vec<Complaint>,
}

impl Reader<'_> {
    /// The first good value among the sources; the default, which is always good, comes last.
    pub(super) fn read<T>(
        &mut self,
        variable: &'static str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> T {
        let default = DEFAULTS.iter().find(|(name, _)| *name == variable);
        let default = default.map_or("", |(_, value)| *value);
        let given = self.sources.iter().filter_map(|source| source(variable));
        // Set but empty is how a shell says "unset".
        let given: Vec<String> = given.filter(|value| !value.is_empty()).collect();
        let used = given.iter().find(|value| parse(value).is_ok()).map_or(default, String::as_str);
        for value in given.iter().take_while(|value| parse(value).is_err()) {
            let problem = parse(value).err().unwrap_or_default();
            let (value, used) = (value.clone(), used.to_owned());
            self.complaints.push(Complaint { variable, value, problem, used });
        }
        match parse(used) {
            Ok(value) => value,
            Err(problem) => unreachable!("{variable}: the default {used} is bad: {problem}"),
        }
    }
}
