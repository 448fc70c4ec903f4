//! `run`.

use std::process::ExitCode;

use crate::error::{Error, Result};

/// Capture the figures of one command, with nothing enabled.
#[derive(clap::Args)]
pub(crate) struct Run {}

impl Run {
    /// Does it.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        Err(Error::new("not built yet"))
    }
}
