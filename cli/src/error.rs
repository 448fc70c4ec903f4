//! Errors of commands: what went wrong, and what the user can do about it.

use std::fmt::Display;
use std::process::ExitCode;

use crate::edit::EditError;
use crate::stderr;

/// The result of every command.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// An error message, with a hint if the user can do something.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Error {
    message: String,
    hint: Option<String>,
}

impl Error {
    /// An error; `message` says in one line what could not be done and why.
    pub(crate) fn new(message: impl Display) -> Self {
        Self { message: message.to_string(), hint: None }
    }

    /// Adds a hint of one line; an earlier hint comes first.
    pub(crate) fn hint(mut self, hint: impl Display) -> Self {
        self.hint = Some(match self.hint {
            None => hint.to_string(),
            Some(before) => format!("{before}; {hint}"),
        });
        self
    }

    /// Prints the message and the hint to stderr.
    pub(crate) fn print(&self) {
        stderr::line(format_args!("error: {}", self.message));
        if let Some(hint) = &self.hint {
            stderr::line(format_args!("hint: {hint}"));
        }
    }
}

/// The errors of `fs_err` name the path and the operation.
impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::new(error)
    }
}

impl From<EditError> for Error {
    fn from(failure: EditError) -> Self {
        Self::new(failure)
    }
}

/// The exit code of wrong usage, the same as clap's.
pub(crate) const USAGE: u8 = 2;

/// Prints a usage error and returns its exit code.
pub(crate) fn usage(message: impl Display) -> ExitCode {
    Error::new(message).hint("see --help").print();
    ExitCode::from(USAGE)
}
