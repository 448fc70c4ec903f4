//! Writes results to stdout, as text for people or as JSON for programs.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, ErrorKind, Write as _};
use std::os::fd::AsFd as _;

use anstream::{AutoStream, ColorChoice};
use cg_plot_capture::inherited;
use clap::builder::StyledStr;
use serde::Serialize;

use crate::error::{Error, Result};
use crate::stderr;

/// Prints `facts`. If that fails, the error tells what has been done all the same: `done`, as in
/// "it is enabled".
pub(crate) fn print(
    facts: &(impl Display + Serialize),
    json: bool,
    done: Option<&str>,
) -> Result<()> {
    let text = match json {
        true => serde_json::to_string_pretty(facts).map_err(Error::new)? + "\n",
        false => facts.to_string().split('\n').map(stderr::escaped).collect::<Vec<_>>().join("\n"),
    };
    put(text.as_bytes()).map_err(|error| match done {
        Some(done) => Error::new(format_args!("{done}, but this could not be printed: {error}"))
            .hint("cg-plot-capture status says what is in place"),
        None => unwritable(&error),
    })
}

/// Writes bytes that have only one form.
pub(crate) fn write(bytes: &[u8]) -> Result<()> {
    put(bytes).map_err(|error| unwritable(&error))
}

/// Writes the help or the version, with styles if the terminal supports them.
pub(crate) fn help(text: &StyledStr) -> Result<()> {
    match AutoStream::choice(&io::stdout()) {
        ColorChoice::Never => write(text.to_string().as_bytes()),
        _ => write(text.ansi().to_string().as_bytes()),
    }
}

fn unwritable(error: &io::Error) -> Error {
    Error::new(format_args!("can't write to stdout: {error}"))
        .hint("redirect stdout to where it can be written")
}

/// Writes to stdout. A closed pipe (`| head -1`) is not an error, because its reader has what it
/// wanted.
fn put(bytes: &[u8]) -> io::Result<()> {
    if !inherited::stdout_was_open() {
        return Err(io::Error::other("stdout is closed"));
    }
    // Not by `Stdout`, which reports success for a descriptor that can't be written to.
    let mut stdout = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    match stdout.write_all(bytes) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}
