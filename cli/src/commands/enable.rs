//! `enable`: plans, records, does, proves, and says what it did.

mod flags;

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use serde::Serialize;

use crate::error::{Error, Result, usage};
use crate::install::Installation;
use crate::install::carriers;
use crate::install::coverage::{self, Coverage};
use crate::install::interpreter::{self, Interpreter};
use crate::install::plan::{Edit, Plan};
use crate::install::receipt::Receipt;
use crate::install::shell::{self, User};
use crate::install::slot;
use crate::install::stage;
use crate::install::startup;
use crate::install::stored::Stored;
use crate::output;
use crate::talk;

use flags::Flags;

/// Start capturing: every Python process from now on delivers its figures.
#[derive(clap::Args)]
pub(crate) struct Enable {
    /// The interpreters that get a hook, instead of all that are found
    #[arg(long, value_name = "PATH", num_args = 1..)]
    python: Vec<PathBuf>,
    /// Leave the shell's files alone
    #[arg(long)]
    no_shell: bool,
    /// Print what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Print facts as JSON
    #[arg(long)]
    json: bool,
    // Last, because all that follows would come under its heading.
    #[command(flatten)]
    settings: Flags,
}

/// What `enable` did, or would do.
#[derive(Serialize)]
struct Report {
    folder: PathBuf,
    done: bool,
    changes: Vec<String>,
    notes: Vec<String>,
    settings: Vec<String>,
    interpreters: Vec<Coverage>,
    /// What brings the preload into a shell that runs already.
    source: Option<String>,
    undo: Option<String>,
}

impl Enable {
    /// Does it.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let stored = match self.settings.stored() {
            Ok(stored) => stored,
            Err(problem) => return Ok(usage(problem)),
        };
        let interpreters = match interpreter::chosen(&self.python) {
            Ok(interpreters) => interpreters,
            Err(problem) => return Ok(usage(problem)),
        };
        let installation = Installation::locate()?;
        let _lock = match self.dry_run {
            true => None,
            false => {
                let lock = installation.lock()?;
                stage::recover(&installation)?;
                lock
            }
        };
        let old = Receipt::read(&installation.receipt())?;
        let (plan, mut notes) =
            self.plan(&installation, &interpreters, &stored, &old.clone().unwrap_or_default())?;
        let changes = plan.describe()?;
        if !self.dry_run {
            apply(&installation, &plan, old)?;
            let stubs = carriers::retire(&installation, Some(&installation.payload()))?;
            notes.extend(stubs.iter().map(|stub| {
                format!("{} stays, inert, while a live process names it", stub.display())
            }));
        }
        let interpreters = interpreters.into_iter();
        let coverage: Vec<Coverage> = match self.dry_run {
            true => interpreters.map(|one| Coverage::planned(one, &installation)).collect(),
            false => coverage::prove_all(
                interpreters.map(|one| Coverage::of(one, &installation)).collect(),
                &installation,
            ),
        };
        let works = self.dry_run || coverage.iter().all(Coverage::works);
        let report = Report {
            folder: installation.folder().to_owned(),
            done: !self.dry_run,
            changes,
            notes,
            settings: stored.text().lines().map(str::to_owned).collect(),
            interpreters: coverage,
            source: (!self.dry_run && installation.preloadable())
                .then(|| shell::source(&installation)),
            undo: (!self.dry_run).then(|| shell::undo(&installation)),
        };
        output::print(&report, self.json)?;
        report.notes.iter().for_each(|note| talk::line(format_args!("note: {note}")));
        if !works {
            let problem = "no message came from some of the interpreters above";
            return Err(Error::new(problem).hint("cg-plot-capture status says what is in place"));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn plan(
        &self,
        installation: &Installation,
        interpreters: &[Interpreter],
        stored: &Stored,
        old: &Receipt,
    ) -> Result<(Plan, Vec<String>)> {
        let mut plan = Plan::default();
        let mut notes = vec![];
        let command = installation.command();
        plan.add(Edit::Payload(installation.payload()));
        let settings = stored.text().into_bytes();
        plan.add(Edit::Own { path: installation.settings(), bytes: settings, mode: 0o644 });
        plan.add(Edit::Folder(installation.commands()));
        // Readable by this name even when the file we were started from is gone.
        let bytes = fs_err::read("/proc/self/exe")?;
        plan.add(Edit::Own { path: command, bytes, mode: 0o755 });
        slot::plan_hooks(installation, interpreters, old, &mut plan);
        if !installation.preloadable() {
            notes.push(format!(
                "LD_PRELOAD cannot name a path with a space or colon ({}): hooks only",
                installation.folder().display()
            ));
            return Ok((plan, notes));
        }
        startup::plan_scripts(installation, &mut plan);
        if !self.no_shell {
            let user = User::current(installation);
            notes.extend(startup::plan_lines(&user, installation, old, &mut plan)?);
        }
        Ok((plan, notes))
    }
}

/// Writes the receipt, then makes the changes. A first `enable` that fails takes back what it did.
fn apply(installation: &Installation, plan: &Plan, old: Option<Receipt>) -> Result<()> {
    let first = old.is_none();
    let made = stage::missing(installation);
    let mut receipt = old.unwrap_or_default().with(plan, installation.folder(), &made)?;
    stage::begin(installation, &receipt)?;
    let Err(error) = plan.apply() else { return Ok(()) };
    if !first {
        return Err(error.hint("cg-plot-capture disable takes back what is enabled"));
    }
    let undone = receipt.undo();
    carriers::retire(installation, None)?;
    if undone.failed.is_empty() {
        stage::end(installation, &receipt)?;
        return Err(error.hint("nothing was changed"));
    }
    Err(error.hint("cg-plot-capture disable takes back what was done"))
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folder = self.folder.display();
        match self.done {
            true => writeln!(f, "enabled in {folder}")?,
            false => writeln!(f, "would enable in {folder}")?,
        }
        for coverage in &self.interpreters {
            writeln!(f, "  {coverage}")?;
        }
        if self.interpreters.is_empty() {
            writeln!(f, "  no Python found; one that comes later is reached by the preload")?;
        }
        for setting in &self.settings {
            writeln!(f, "  {setting}")?;
        }
        writeln!(f, "{}", if self.done { "changes:" } else { "changes to make:" })?;
        for change in &self.changes {
            writeln!(f, "  {change}")?;
        }
        if self.changes.is_empty() {
            writeln!(f, "  none")?;
        }
        if let Some(source) = &self.source {
            writeln!(f, "in this shell: {source}")?;
        }
        if let Some(undo) = &self.undo {
            writeln!(f, "undo: {undo}")?;
        }
        Ok(())
    }
}
