//! `disable`.

use std::process::ExitCode;

use crate::error::{Error, Result};

/// Undo everything that enable changed, byte for byte.
#[derive(clap::Args)]
pub(crate) struct Disable {}

impl Disable {
    /// Does it.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        Err(Error::new("not built yet"))
    }
}
