//! `demo`.

use std::process::ExitCode;

use crate::error::{Error, Result};

/// Show it at work: a private environment, three scripts, a page with their figures.
#[derive(clap::Args)]
pub(crate) struct Demo {}

impl Demo {
    /// Does it.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        Err(Error::new("not built yet"))
    }
}
