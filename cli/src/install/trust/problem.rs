//! Why root does not trust a path.

use std::fmt;
use std::path::{Path, PathBuf};

/// The first file or folder on a path that root does not trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    path: PathBuf,
    pub(super) fault: TrustFault,
}

/// Why root does not trust it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TrustFault {
    /// Its owner is another user, who may change it whatever its mode is.
    Owner,
    /// Every user may write to it.
    Everybody,
    /// Its group has other members and may write to it.
    Group,
    /// Its access control list lets another user write to it.
    List,
    /// It is the last of too many links.
    Links,
    /// The system does not tell who owns it.
    Unknown,
    /// It is a Python that has no library beside it.
    NoLibrary,
}

impl Problem {
    pub(crate) fn new(path: &Path, fault: TrustFault) -> Self {
        Self { path: path.to_owned(), fault }
    }

    /// The file or folder that root does not trust.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fault = match self.fault {
            TrustFault::Owner => "belongs to another user than root",
            TrustFault::Everybody => "is writable by everybody",
            TrustFault::Group => "is writable by its group",
            TrustFault::List => "is writable by others than root, by its access control list",
            TrustFault::Links => "is the last of too many links",
            TrustFault::Unknown => "can't be looked at",
            TrustFault::NoLibrary => {
                "has no library beside it, so that we can't tell what it loads"
            }
        };
        write!(f, "{} {fault}", self.path.display())
    }
}
