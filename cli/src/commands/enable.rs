//! `enable`.

use std::process::ExitCode;

use crate::error::{Error, Result};

/// Start capturing: every Python process from now on delivers its figures.
#[derive(clap::Args)]
pub(crate) struct Enable {}

impl Enable {
    /// Does it.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        Err(Error::new("not built yet"))
    }
}
