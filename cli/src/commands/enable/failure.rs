//! What becomes of an `enable` that fails.

use std::path::PathBuf;

use crate::edit::Failed;
use crate::error::{Error, Result};
use crate::install::Installation;
use crate::install::clear::clear;
use crate::install::receipt::Receipt;
use crate::install::suggest;

/// Takes back what of a first `enable` is in its own folder.
pub(super) fn withdraw(installation: &Installation, receipt: &Receipt) -> Result<()> {
    if !installation.folder().exists() {
        return Ok(());
    }
    match clear(installation, &receipt.of(vec![]))?.stubs.first() {
        None => Ok(()),
        Some(stub) => Err(Error::new(stub.display())),
    }
}

/// What is said of an `enable` that failed.
pub(super) fn told(
    failed: Failed<Error>,
    is_left: bool,
    system: bool,
    shell_files: &[PathBuf],
) -> Error {
    // What no permission says: an immutable file, or one that is mounted.
    let error = match failed.path.filter(|path| shell_files.contains(path)) {
        Some(_) => failed.error.hint("--no-shell leaves the shell's files alone"),
        None => failed.error,
    };
    match failed.is_left || is_left {
        true => error.hint(format_args!("{} takes back what is left", suggest::disable(system))),
        false => error.hint("nothing was changed"),
    }
}
