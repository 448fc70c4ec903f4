//! What is not root's alone, and why.

use std::fmt;
use std::path::{Path, PathBuf};

/// The first thing on the way to a file that is not root's alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    path: PathBuf,
    pub(super) fault: Fault,
}

/// Why it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Its owner may change it, whatever its mode.
    Owner,
    /// Every user may write to it.
    Everybody,
    /// Its group has other members and may write to it.
    Group,
    /// Its access control list has somebody else write to it.
    List,
    /// It is a link too many.
    Links,
    /// The system does not say whose it is.
    Unknown,
    /// It is a program that finds no library beside itself.
    NoLibrary,
}

impl Problem {
    pub(crate) fn new(path: &Path, fault: Fault) -> Self {
        Self { path: path.to_owned(), fault }
    }

    /// What is not root's alone.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fault = match self.fault {
            Fault::Owner => "belongs to another user than root",
            Fault::Everybody => "is writable by everybody",
            Fault::Group => "is writable by its group",
            Fault::List => "is writable by others than root, by its access control list",
            Fault::Links => "is a link too many",
            Fault::Unknown => "can't be looked at",
            Fault::NoLibrary => "has no library beside it, so that nobody can tell what it loads",
        };
        write!(f, "{} {fault}", self.path.display())
    }
}
