//! `disable`: takes back what the receipt says, shell lines first and the payload last.

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::install::Installation;
use crate::install::carriers;
use crate::install::receipt::Receipt;
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
struct Report {
    was_enabled: bool,
    restored: Vec<PathBuf>,
    kept: Vec<String>,
    failed: Vec<String>,
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
        let report = match Receipt::read(&installation.receipt())? {
            Some(receipt) => take_back(&installation, receipt),
            None => Report::default(),
        };
        let done =
            if report.failed.is_empty() { "it is disabled" } else { "not all is taken back" };
        let printed = output::print(&report, self.json, Some(done));
        if !self.system && !report.was_enabled && Installation::system().receipt().exists() {
            talk::line(
                "note: it is enabled for every user; root's disable --system takes that back",
            );
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
fn take_back(installation: &Installation, mut receipt: Receipt) -> Report {
    let was_enabled = !receipt.records.is_empty();
    let undone = receipt.undo();
    // What was ours alone goes as a whole.
    let outside = |path: &PathBuf| !path.starts_with(installation.folder());
    let restored = undone.restored.into_iter().filter(outside).collect();
    let mut report = Report { was_enabled, restored, kept: undone.kept, failed: undone.failed };
    if let Err(error) = clear(installation, &receipt, &mut report) {
        report.failed.push(error.to_string());
    }
    report
}

/// Removes the installation's folder, if nobody needs anything in it any more.
fn clear(installation: &Installation, receipt: &Receipt, report: &mut Report) -> Result<()> {
    let stubs = carriers::retire(installation, None)?;
    report.kept.extend(stubs.iter().map(|stub| {
        let stub = stub.display();
        format!(
            "{stub}, now inert, stays while a live process (this shell?) names it; \
             the next enable, disable or status removes it"
        )
    }));
    if !report.failed.is_empty() || !stubs.is_empty() {
        return receipt.write(&installation.receipt());
    }
    let others = stage::end(installation, receipt)?;
    report.restored.push(installation.folder().to_owned());
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
        self.kept.iter().try_for_each(|line| writeln!(f, "  {line}"))
    }
}
