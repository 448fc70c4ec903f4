//! A place that root left alone, and why.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::problem::Problem;

/// A path that root does not trust, so that it was neither started nor read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct LeftOut {
    pub(crate) path: PathBuf,
    /// Why root does not trust it.
    pub(crate) reason: String,
    /// Whether `enable` reached it earlier: `--python` named it, or root trusted it then.
    pub(crate) enabled: bool,
}

impl LeftOut {
    /// A path that is not an enabled interpreter.
    pub(crate) fn new(path: &Path, problem: &Problem) -> Self {
        Self { path: path.to_owned(), reason: problem.to_string(), enabled: false }
    }

    /// How it is treated, and why.
    pub(crate) fn words(&self) -> String {
        let what = if self.enabled { "enabled, but not started as root" } else { "left out" };
        format!("{what}, {}", self.reason)
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.words())
    }
}
