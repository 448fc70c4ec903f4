//! The one seam for facts: stdout, as text for people or as JSON for programs.

use std::fmt::Display;
use std::io::{ErrorKind, Write as _};

use serde::Serialize;

use crate::error::{Error, Result};

/// Prints `facts`.
pub(crate) fn print(facts: &(impl Display + Serialize), json: bool) -> Result<()> {
    let text = match json {
        true => serde_json::to_string_pretty(facts).map_err(Error::new)? + "\n",
        false => facts.to_string(),
    };
    write(text.as_bytes())
}

/// Writes what has one form only. A reader that has gone (`| head -1`) has what it wanted.
pub(crate) fn write(bytes: &[u8]) -> Result<()> {
    match std::io::stdout().write_all(bytes) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
