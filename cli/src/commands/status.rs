//! `status`.

use std::process::ExitCode;

use crate::error::{Error, Result};

/// Show whether capture is active, by which layer, with which settings.
#[derive(clap::Args)]
pub(crate) struct Status {}

impl Status {
    /// Does it.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        Err(Error::new("not built yet"))
    }
}
