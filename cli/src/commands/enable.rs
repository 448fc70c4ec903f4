//! `enable`: plans, records, does, proves, and says what it did.

mod change;
mod earlier;
mod flags;
mod forgotten;
mod report;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::error::{Error, Result, USAGE, usage};
use crate::install::Installation;
use crate::install::carriers;
use crate::install::coverage::{self, Coverage};
use crate::install::interpreter::{self, Found, Interpreter};
use crate::install::plan::{Edit, Plan};
use crate::install::receipt::Receipt;
use crate::install::remedy::Remedy;
use crate::install::shape::{Given, Shape};
use crate::install::shell::{self, User};
use crate::install::site;
use crate::install::slot;
use crate::install::stage;
use crate::install::startup;
use crate::install::stored::Stored;
use crate::install::system;
use crate::output;
use crate::talk;

use flags::Flags;
use report::Report;

/// Start capturing: every Python process from now on delivers its figures.
#[derive(clap::Args)]
pub(crate) struct Enable {
    /// The interpreters that get a hook, instead of all that are found
    #[arg(long, value_name = "PATH", num_args = 1..)]
    python: Vec<PathBuf>,
    /// Leave the shell's files alone
    #[arg(long)]
    no_shell: bool,
    /// For every user of this machine; only root may
    #[arg(long)]
    system: bool,
    /// For the user who runs this alone, as without --system; under sudo that is root
    #[arg(long, conflicts_with = "system")]
    user: bool,
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

impl Enable {
    /// Does it.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let stored = match self.settings.stored() {
            Ok(stored) => stored,
            Err(problem) => return Ok(usage(problem)),
        };
        if !self.system && !self.user && system::by_sudo() {
            let hint = "enable --system is for every user; without sudo it is for your own home";
            Error::new("under sudo it is not clear for whom").hint(hint).print();
            return Ok(ExitCode::from(USAGE));
        }
        let installation = match self.system {
            true => system::as_root()?,
            false => Installation::locate()?,
        };
        let mut found = match self.interpreters() {
            Ok(found) => found,
            Err(problem) => return Ok(usage(problem)),
        };
        if self.system {
            system::check(&installation)?;
        }
        site::check(&installation)?;
        if let Some(old) = Receipt::read(&installation.receipt()).ok().flatten() {
            found.mark(&old.shape.pythons);
        }
        self.check_left(&installation, &stored, &found)?;
        let Found { interpreters, left_out } = found;
        let _lock = match self.dry_run {
            true => None,
            false => {
                let lock = installation.lock()?;
                stage::recover(&installation)?;
                lock
            }
        };
        let (old, mut earlier) = earlier::receipt(&installation, &interpreters, self.dry_run)?;
        let (plan, mut notes) =
            self.plan(&installation, &interpreters, &stored, &old.clone().unwrap_or_default())?;
        if let Err(garbled) = Stored::read(&installation.settings()) {
            notes.push(format!("{garbled}; it gets the settings given now"));
        }
        if old.as_ref().is_some_and(|old| !old.records.is_empty()) {
            notes.extend(forgotten::settings(&installation, &stored));
        }
        earlier.extend(plan.describe()?);
        let changes = earlier;
        let receipt = self.receipt(&installation, &interpreters, &plan, old.as_ref())?;
        let brought = receipt.carriers().next().is_some() || carriers::here(&installation);
        if !self.dry_run {
            change::apply(&installation, &plan, receipt, old)?;
            let stubs = carriers::retire(&installation, Some(&installation.payload()))?;
            notes.extend(stubs.iter().map(|stub| {
                format!("{} stays, inert, while a live process names it", stub.display())
            }));
        }
        let interpreters = interpreters.into_iter();
        let coverage: Vec<Coverage> = match self.dry_run {
            true => {
                interpreters.map(|one| Coverage::planned(one, &installation, brought)).collect()
            }
            false => coverage::prove_all(
                interpreters.map(|one| Coverage::of(one, &installation, brought)).collect(),
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
            left_out: installation.left_out().iter().cloned().chain(left_out).collect(),
            source: (!self.dry_run && !self.system && installation.preloadable())
                .then(|| shell::source(&installation)),
            undo: (!self.dry_run).then(|| shell::undo(&installation)),
        };
        self.tell(&report, works)
    }

    /// Those that are to be reached.
    fn interpreters(&self) -> Result<Found, String> {
        match (self.python.is_empty(), self.system) {
            (true, true) => Ok(interpreter::find_for_all()),
            (true, false) => Ok(interpreter::find(&BTreeSet::new())),
            (false, _) => {
                let interpreters = interpreter::named(&self.python)?;
                Ok(Found { interpreters, left_out: vec![] })
            }
        }
    }

    /// Refuses where all that was found is left out.
    fn check_left(&self, at: &Installation, stored: &Stored, found: &Found) -> Result<()> {
        let shape = Shape { no_shell: self.no_shell, ..Shape::default() };
        let remedy = Remedy { system: self.system, stored: stored.clone(), shape };
        let Some((problem, command)) = found.nothing_left(&remedy) else { return Ok(()) };
        if self.json {
            output::print(&Report::of_nothing(at, &found.left_out), true, None)?;
        }
        Err(Error::new(problem).hint(command))
    }

    /// Says what was done, and that some of it does not work.
    fn tell(&self, report: &Report, works: bool) -> Result<ExitCode> {
        let done = report.done.then_some("it is enabled");
        let printed = output::print(report, self.json, done);
        report.notes.iter().for_each(|note| talk::line(format_args!("note: {note}")));
        if !works {
            let problem = "it is enabled, but no message came from some of the interpreters above";
            // Not taken back: it may be the interpreter that is to be mended.
            let undo = report.undo.as_deref().unwrap_or_default();
            let hint =
                format!("cg-plot-capture status says what is in place; {undo} takes it back");
            return Err(Error::new(problem).hint(hint));
        }
        printed?;
        Ok(ExitCode::SUCCESS)
    }

    /// What the receipt will be: all that `plan` changes, and what was asked for.
    fn receipt(
        &self,
        installation: &Installation,
        interpreters: &[Interpreter],
        plan: &Plan,
        old: Option<&Receipt>,
    ) -> Result<Receipt> {
        let made = stage::missing(installation);
        let stands = old.filter(|old| !old.records.is_empty()).map(|old| &old.shape);
        let given = Given { python: !self.python.is_empty(), no_shell: self.no_shell };
        let shape = Shape::after(stands, interpreters, given);
        let old = old.cloned().unwrap_or_default();
        let mut receipt = old.with(plan, installation.folder(), &made)?;
        receipt.shape = shape;
        Ok(receipt)
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
        if self.system {
            system::plan_trial(installation, interpreters, &mut plan);
        }
        let settings = stored.text().into_bytes();
        plan.add(Edit::Own { path: installation.settings(), bytes: settings, mode: 0o644 });
        plan.add(Edit::Folder(installation.commands()));
        // Readable by this name even when the file we were started from is gone.
        let bytes = fs_err::read("/proc/self/exe")?;
        plan.add(Edit::Own { path: command, bytes, mode: 0o755 });
        slot::plan_hooks(installation, interpreters, old, &mut plan);
        if self.system {
            notes.extend(system::plan_preload(installation, self.no_shell, old, &mut plan)?);
            return Ok((plan, notes));
        }
        if !installation.preloadable() {
            notes.push(format!(
                "LD_PRELOAD cannot name a path with a space, colon or line break ({}): hooks only",
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
