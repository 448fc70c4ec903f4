//! What an earlier `enable` left: its receipt, or nothing, because what has none is taken back first.

use crate::commands::disable;
use crate::error::{Error, Result};
use crate::install::Installation;
use crate::install::interpreter::Interpreter;
use crate::install::receipt::{Receipt, Record};
use crate::install::remains::Known;
use crate::talk;

/// The receipt to go on with, and what is taken back first, in words.
pub(super) fn receipt(
    installation: &Installation,
    interpreters: &[Interpreter],
    dry_run: bool,
) -> Result<(Option<Receipt>, Vec<String>)> {
    let known = Known::of(installation, || interpreters.to_vec())?;
    let Some(known) = known else { return Ok((None, vec![])) };
    if known.current {
        return Ok((Some(known.receipt), vec![]));
    }
    known.notes.iter().for_each(|note| talk::line(format_args!("note: {note}")));
    let paths = known.receipt.records.iter().rev().map(Record::path);
    let outside = paths.filter(|path| !path.starts_with(installation.folder()));
    let changes = outside.map(|path| format!("take back {} first", path.display())).collect();
    if dry_run {
        return Ok((None, changes));
    }
    let taken = disable::take_back(installation, known);
    match taken.failed.first() {
        Some(failure) => Err(Error::new(failure)
            .hint("what an earlier enable left has to be taken back first; disable tries it too")),
        // A stub that is still named keeps one.
        None => Ok((Receipt::read(&installation.receipt())?, changes)),
    }
}
