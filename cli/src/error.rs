//! The one seam for errors: what went wrong, and what the reader can do about it.

use std::fmt::Display;
use std::process::ExitCode;

use crate::edit::Failure;
use crate::stderr;

/// What every command fails with.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure in words, with a hint where there is something to do.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Error {
    message: String,
    hint: Option<String>,
}

impl Error {
    /// A failure; `message` says what could not be done and why, in one line.
    pub(crate) fn new(message: impl Display) -> Self {
        Self { message: message.to_string(), hint: None }
    }

    /// The same with what to do about it, in one line; behind what was hinted at before.
    pub(crate) fn hint(mut self, hint: impl Display) -> Self {
        self.hint = Some(match self.hint {
            None => hint.to_string(),
            Some(before) => format!("{before}; {hint}"),
        });
        self
    }

    /// Prints both to stderr.
    pub(crate) fn print(&self) {
        stderr::line(format_args!("error: {}", self.message));
        if let Some(hint) = &self.hint {
            stderr::line(format_args!("hint: {hint}"));
        }
    }
}

/// `fs_err` names the path and the operation in each of its errors.
impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::new(error)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::new(failure)
    }
}

/// The exit code of wrong usage, as clap's.
pub(crate) const USAGE: u8 = 2;

/// Prints a usage error and answers its exit code.
pub(crate) fn usage(message: impl Display) -> ExitCode {
    Error::new(message).hint("see --help").print();
    ExitCode::from(USAGE)
}
