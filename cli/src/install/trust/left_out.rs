//! What root left alone, and why.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::problem::Problem;

/// What is not root's alone, and so was neither started nor looked into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct LeftOut {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Why.
    pub(crate) reason: String,
    /// Whether it is one that `enable` reached: its `--python` named it, or it was root's alone then.
    pub(crate) enabled: bool,
}

impl LeftOut {
    /// What is not an interpreter that is enabled.
    pub(crate) fn new(path: &Path, problem: &Problem) -> Self {
        Self { path: path.to_owned(), reason: problem.to_string(), enabled: false }
    }

    /// What is done with it, and why.
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
