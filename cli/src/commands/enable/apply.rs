//! Makes the planned edits: all of them or none.

use std::path::PathBuf;

use crate::edit::{Plan, PlanFailure};
use crate::error::{Error, Result};
use crate::install::Installation;
use crate::install::clear::clear;
use crate::install::interpreter::Interpreter;
use crate::install::live_processes;
use crate::install::receipt::Receipt;
use crate::install::suggest;
use crate::install::system::trial;
use crate::payload;

/// Writes the receipt and the payload, which nothing names yet, and makes the edits. `old` is the
/// receipt that is there. Returns the preloads of earlier payloads that have to stay.
pub(super) fn carry_out(
    installation: &Installation,
    plan: &Plan,
    new: &Receipt,
    old: Option<&Receipt>,
    interpreters: &[Interpreter],
) -> Result<Vec<PathBuf>, PlanFailure<Error>> {
    let payload = installation.payload();
    let had_payload = payload.exists();
    let prepare = || {
        payload::write(&payload)?;
        match installation.is_system() {
            true => trial::run(&payload, interpreters),
            false => Ok(()),
        }
    };
    plan.carry_out(new, old, prepare).map_err(|failed| {
        let undone = match old {
            Some(_) if had_payload => Ok(()),
            Some(_) => live_processes::discard(installation, &payload),
            None if failed.is_left => Ok(()),
            None => undo_first_enable(installation, new),
        };
        PlanFailure { is_left: failed.is_left || undone.is_err(), ..failed }
    })?;
    live_processes::retire(installation, Some(&payload)).map_err(|error| PlanFailure {
        error,
        path: None,
        is_left: true,
    })
}

/// Removes what a first `enable` has written into its own folder.
fn undo_first_enable(installation: &Installation, receipt: &Receipt) -> Result<()> {
    if !installation.folder().exists() {
        return Ok(());
    }
    match clear(installation, &mut receipt.of(vec![]))?.stubs.first() {
        None => Ok(()),
        Some(stub) => Err(Error::new(stub.display())),
    }
}

impl PlanFailure<Error> {
    /// The error for the user. For a file in `shell_files` it names `--no-shell`, because a line
    /// can fail although the permissions allow it: the file may accept appended lines only.
    pub(super) fn into_error(self, system: bool, shell_files: &[PathBuf]) -> Error {
        let error = match self.path.filter(|path| shell_files.contains(path)) {
            Some(_) => self.error.hint("--no-shell leaves the shell's files alone"),
            None => self.error,
        };
        match self.is_left {
            true => {
                error.hint(format_args!("{} takes back what is left", suggest::disable(system)))
            }
            false => error.hint("nothing was changed"),
        }
    }
}
