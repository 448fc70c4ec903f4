//! `disable`: takes back what the receipt says, shell lines first and the payload last.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::file;
use crate::install::Installation;
use crate::install::carriers;
use crate::install::interpreter::{self, LeftOut};
use crate::install::receipt::Receipt;
use crate::install::remains::Known;
use crate::install::stage;
use crate::install::system;
use crate::output;
use crate::talk;

/// Stop capturing, and take everything back.
#[derive(clap::Args)]
pub(crate) struct Disable {
    /// Take back what enable --system did; only root may
    #[arg(long)]
    system: bool,
    /// Print facts as JSON
    #[arg(long)]
    json: bool,
}

/// What `disable` did.
#[derive(Default, Serialize)]
pub(super) struct Report {
    was_enabled: bool,
    /// How it is known what to take back, where no receipt says it.
    notes: Vec<String>,
    restored: Vec<PathBuf>,
    kept: Vec<String>,
    /// What no receipt names and root leaves alone, because others may replace it.
    left_out: Vec<LeftOut>,
    pub(super) failed: Vec<String>,
}

impl Disable {
    /// Does it.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let installation = match self.system {
            true => system::as_root()?,
            false => Installation::locate()?,
        };
        let _lock = installation.lock()?;
        stage::recover(&installation)?;
        let mut left_out = installation.left_out().to_vec();
        let interpreters = || {
            let mut found = match self.system {
                true => interpreter::find_for_all(),
                false => interpreter::find(&BTreeSet::new()),
            };
            left_out.append(&mut found.left_out);
            found.interpreters
        };
        let known = Known::of(&installation, interpreters)?;
        let mut report = known.map(|known| take_back(&installation, known)).unwrap_or_default();
        report.left_out = left_out;
        let done = match (report.was_enabled, report.failed.is_empty()) {
            (_, false) => "not all is taken back",
            (true, true) => "it is disabled",
            (false, true) => "nothing is enabled here",
        };
        let printed = output::print(&report, self.json, Some(done));
        report.notes.iter().for_each(|note| talk::line(format_args!("note: {note}")));
        if !self.system && !report.was_enabled && Installation::system().receipt().exists() {
            talk::line(
                "note: it is enabled for every user; root's disable --system takes that back",
            );
        }
        if !self.system
            && let Some(problem) = system::orphan()
        {
            talk::line(format_args!("note: {problem}"));
        }
        report.failed.iter().for_each(|line| talk::line(format_args!("error: {line}")));
        if !report.failed.is_empty() {
            let problem = "not all could be taken back";
            return Err(Error::new(problem).hint("run disable again once the above is mended"));
        }
        printed?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Takes back what can be. What can't is in the report, and the receipt still knows it.
pub(super) fn take_back(installation: &Installation, known: Known) -> Report {
    let Known { mut receipt, notes, mut kept, .. } = known;
    let was_enabled = !receipt.records.is_empty();
    let undone = receipt.undo();
    kept.extend(undone.kept);
    // What was ours alone goes as a whole.
    let outside = |path: &PathBuf| !path.starts_with(installation.folder());
    let restored = undone.restored.into_iter().filter(outside).collect();
    let failed = undone.failed;
    let mut report = Report { was_enabled, notes, restored, kept, failed, left_out: vec![] };
    if let Err(error) = clear(installation, &receipt, &mut report) {
        report.failed.push(error.to_string());
    }
    report
}

/// Removes the installation's folder, if nobody needs anything in it any more.
fn clear(installation: &Installation, receipt: &Receipt, report: &mut Report) -> Result<()> {
    let place = installation.receipt();
    // What is left to know has to be written there.
    if place.is_dir() && !file::remove_empty(&place)? {
        return Err(Error::new(format!("{} is a folder with files of others", place.display())));
    }
    let stubs = carriers::retire(installation, None)?;
    report.kept.extend(stubs.iter().map(|stub| {
        let stub = stub.display();
        format!(
            "{stub}, now inert, stays while a live process (this shell?) names it; \
             the next enable, disable or status removes it"
        )
    }));
    if !installation.folder().exists() {
        return Ok(());
    }
    if !report.failed.is_empty() || !stubs.is_empty() {
        return receipt.write(&installation.receipt());
    }
    let others = stage::end(installation, receipt)?;
    if others.is_empty() {
        report.restored.push(installation.folder().to_owned());
    }
    report.kept.extend(others.iter().map(|path| format!("{} is not ours: left", path.display())));
    Ok(())
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.was_enabled, self.failed.is_empty()) {
            (_, false) => writeln!(f, "not all is taken back")?,
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
