//! `disable`: undoes the edits in the receipt, first the lines in shell files and last the payload.
//!
//! Then it removes our line from the shell files that we know, because a dotfile manager may have
//! moved one behind a link. It does not look for hooks that the receipt does not name, because that
//! would start every Python of the machine. A step that failed is tried again when the payload is
//! gone, because a full disk has room then. Our own files are removed when nothing else is left. A
//! hook of ours to which others have added lines stays as it is.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;

use crate::diagnosis::others;
use crate::edit::{LeftInPlace, UndoResult, staging};
use crate::error::{Error, Result};
use crate::install::Installation;
use crate::install::clear::clear;
use crate::install::interpreter;
use crate::install::locate;
use crate::install::orphans::{self, KnownEdits};
use crate::install::receipt;
use crate::install::suggest;
use crate::install::system;
use crate::install::trust::LeftOut;
use crate::output;
use crate::stderr;

/// Stop capturing, and undo every change.
#[derive(clap::Args)]
#[command(
    after_help = "Exit: 0, every change is undone, or nothing was enabled; 1, some changes are not undone."
)]
pub(crate) struct Disable {
    /// Undo enable --system (root only)
    #[arg(long)]
    system: bool,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Default, Serialize)]
struct DisableReport {
    was_enabled: bool,
    /// If there is no receipt, how we know what to undo.
    notes: Vec<String>,
    restored: Vec<PathBuf>,
    kept: Vec<String>,
    /// Places that no receipt names and that root does not touch, because other users may replace
    /// them.
    left_out: Vec<LeftOut>,
    failed: Vec<String>,
}

impl Disable {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let installation = match self.system {
            true => system::as_root(suggest::disable)?,
            false => locate::own()?,
        };
        let _lock = installation.lock()?;
        staging::recover(installation.folder())?;
        let mut left_out = installation.left_out().to_vec();
        let interpreters = || {
            let mut found = match self.system {
                true => interpreter::find_for_all(&BTreeSet::new()),
                false => interpreter::find(&BTreeSet::new()),
            };
            left_out.append(&mut found.left_out);
            found.interpreters
        };
        let known = KnownEdits::of(&installation, interpreters)?;
        let mut report = known.map(|known| undo_all(&installation, known)).unwrap_or_default();
        report.left_out = left_out;
        let done = match (report.was_enabled, report.failed.is_empty()) {
            (_, false) => "not everything is undone",
            (true, true) => "it is disabled",
            (false, true) => "nothing is enabled here",
        };
        let printed = output::print(&report, self.json, Some(done));
        report.notes.iter().for_each(|note| stderr::line(format_args!("note: {note}")));
        if !self.system && !report.was_enabled && Installation::system().receipt().exists() {
            stderr::line("note: it is enabled for every user; root's disable --system undoes that");
        }
        if !self.system && !report.was_enabled {
            let others = others::sourced(&installation);
            others.iter().for_each(|other| stderr::line(format_args!("note: {other}")));
        }
        if !self.system
            && let Some(problem) = system::orphaned_entry()
        {
            stderr::line(format_args!("note: {problem}"));
        }
        report.failed.iter().for_each(|line| stderr::line(format_args!("error: {line}")));
        if !report.failed.is_empty() {
            let problem = "not everything could be undone";
            return Err(Error::new(problem).hint("fix the errors above, then run disable again"));
        }
        printed?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Undoes what it can. What fails is in the result and stays in the receipt.
fn undo_all(installation: &Installation, known: KnownEdits) -> DisableReport {
    let KnownEdits { mut receipt, note, mut by_hand } = known;
    let was_enabled = receipt::is_enabled(installation, &receipt);
    let mut undone = receipt.undo();
    if note.is_none() {
        // Our line may be in a file that the receipt does not name: the file was copied, or moved
        // behind a link.
        by_hand.extend(orphans::add_lines(installation, &mut receipt));
        undone = undone.then(receipt.undo());
    }
    let mut report = DisableReport {
        was_enabled,
        notes: note.into_iter().collect(),
        kept: by_hand,
        ..DisableReport::default()
    };
    match clear(installation, &mut receipt) {
        Err(error) => {
            report.add(undone);
            report.failed.push(error.to_string());
        }
        Ok(cleared) => {
            report.add(undone.then(cleared.undone));
            report.kept.extend(cleared.stubs.iter().map(|stub| {
                format!(
                    "{}, now inert, stays while a live process (this shell?) names it; \
                     the next enable, disable or status removes it",
                    stub.display()
                )
            }));
            let others = cleared.others.iter();
            report.kept.extend(others.map(|path| format!("{} is not ours: left", path.display())));
            report.restored.extend(cleared.is_removed.then(|| installation.folder().to_owned()));
        }
    }
    report
}

impl DisableReport {
    fn add(&mut self, undone: UndoResult) {
        let UndoResult { restored, kept, failed } = undone;
        // The file was moved, and was restored at its new place.
        let is_moved = |path: &Path| path.canonicalize().is_ok_and(|real| restored.contains(&real));
        let kept = kept
            .iter()
            .filter(|kept| !matches!(kept, LeftInPlace::NotOurs(path) if is_moved(path)));
        self.kept.extend(kept.map(ToString::to_string));
        self.failed.extend(failed.iter().map(ToString::to_string));
        self.restored.extend(restored);
    }
}

impl fmt::Display for DisableReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.was_enabled, self.failed.is_empty()) {
            (_, false) => writeln!(f, "not everything is undone")?,
            (true, true) => writeln!(f, "disabled")?,
            (false, true) => writeln!(f, "nothing is enabled here")?,
        }
        for path in &self.restored {
            writeln!(f, "  took back {}", path.display())?;
        }
        self.kept.iter().try_for_each(|line| writeln!(f, "  {line}"))?;
        self.left_out.iter().try_for_each(|one| writeln!(f, "  {one}"))
    }
}
