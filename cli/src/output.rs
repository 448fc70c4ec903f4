//! The one seam for facts: stdout, as text for people or as JSON for programs.

use std::fmt::Display;
use std::io::{ErrorKind, Write as _};

use serde::Serialize;

use crate::error::{Error, Result};

/// Prints `facts`. A reader that has gone (`| head -1`) has what it wanted.
pub(crate) fn print(facts: &(impl Display + Serialize), json: bool) -> Result<()> {
    let text = match json {
        true => serde_json::to_string_pretty(facts).map_err(Error::new)? + "\n",
        false => facts.to_string(),
    };
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
