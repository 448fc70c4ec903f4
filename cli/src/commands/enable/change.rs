//! The change itself, all of it or none.

use crate::error::Result;
use crate::install::Installation;
use crate::install::carriers;
use crate::install::plan::Plan;
use crate::install::receipt::Receipt;
use crate::install::shell;
use crate::install::stage;

/// Writes the receipt, then makes the changes. An `enable` that fails leaves what it found.
pub(super) fn apply(
    installation: &Installation,
    plan: &Plan,
    mut receipt: Receipt,
    old: Option<Receipt>,
) -> Result<()> {
    let begun = stage::begin(installation, &receipt);
    let Err(error) = begun.and_then(|()| plan.apply()) else { return Ok(()) };
    let left = match old {
        // Where it can't be put back, the one there knows more than it needs to.
        Some(old) => old.write(&installation.receipt()).is_err(),
        None => !withdraw(installation, &mut receipt)?,
    };
    Err(match left {
        true => error.hint(format_args!("{} takes back what is left", shell::undo(installation))),
        false => error.hint("nothing was changed"),
    })
}

/// Takes back all of a first `enable`; answers whether nothing of it is left.
fn withdraw(installation: &Installation, receipt: &mut Receipt) -> Result<bool> {
    stage::recover(installation)?;
    if !installation.folder().exists() {
        return Ok(true);
    }
    let undone = receipt.undo();
    let stubs = carriers::retire(installation, None)?;
    let whole = undone.failed.is_empty() && stubs.is_empty();
    if whole {
        stage::end(installation, receipt)?;
    }
    Ok(whole)
}
