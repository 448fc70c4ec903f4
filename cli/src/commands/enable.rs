//! `enable`: plans the edits, writes the receipt, makes the edits, proves that they work, and
//! prints the result.

mod apply;
mod edits;
mod enable_report;
mod flags;

use std::path::PathBuf;
use std::process::ExitCode;

use crate::diagnosis::others;
use crate::edit::{Plan, staging};
use crate::error::{Error, Result, USAGE, usage};
use crate::install::Installation;
use crate::install::coverage::{self, Coverage};
use crate::install::interpreter::{self, FoundInterpreters, Interpreter};
use crate::install::live_processes;
use crate::install::locate;
use crate::install::orphans::KnownEdits;
use crate::install::preflight;
use crate::install::receipt::{self, Receipt};
use crate::install::scope::Scope;
use crate::install::settings_file::SettingsFile;
use crate::install::shell;
use crate::install::suggest;
use crate::install::system;
use crate::output;
use crate::payload;
use crate::quote::quote;
use crate::stderr;

use enable_report::EnableReport;
use flags::Flags;

/// Start capturing: from now on every Python process delivers its figures.
#[derive(clap::Args)]
#[command(
    after_help = "Exit: 0, it is enabled; 1, it is not enabled, or no message came from an interpreter; \
    2, wrong usage, nothing was changed."
)]
pub(crate) struct Enable {
    /// The interpreters that get a hook, instead of all that are found
    #[arg(long, value_name = "PATH", num_args = 1..)]
    python: Vec<PathBuf>,
    /// Leave the shell's files alone
    #[arg(long)]
    no_shell: bool,
    /// For every user of this machine (root only)
    #[arg(long)]
    system: bool,
    /// For the user who runs this only, as without --system; under sudo that user is root
    #[arg(long, conflicts_with = "system")]
    user: bool,
    /// Forget the settings, --python and --no-shell of an earlier enable
    #[arg(long)]
    reset: bool,
    /// Print the changes without making them
    #[arg(long)]
    dry_run: bool,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    // Last, because clap puts all later flags under this heading.
    #[command(flatten)]
    settings: Flags,
}

impl Enable {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let given = match self.settings.given() {
            Ok(given) => given,
            Err(problem) => return Ok(usage(problem)),
        };
        if !self.system && !self.user && suggest::by_sudo() {
            let hint = "enable --system is for every user; without sudo it is for your own home";
            Error::new("under sudo it is not clear for which user").hint(hint).print();
            return Ok(ExitCode::from(USAGE));
        }
        let installation = match self.system {
            true => system::as_root(suggest::enable)?,
            false => locate::own()?,
        };
        let named = match interpreter::named(&self.python) {
            Ok(named) => named,
            Err(problem) => return Ok(usage(problem)),
        };
        if self.system {
            system::check(&installation)?;
        }
        preflight::check(&installation)?;
        let _lock = match self.dry_run {
            true => None,
            false => {
                let lock = installation.lock()?;
                staging::recover(installation.folder())?;
                lock
            }
        };
        let scope = self.scope(receipt::scope(&installation));
        let found = self.interpreters(named, &scope);
        self.check_left(&installation, &found, &given)?;
        preflight::check_libc(&found.interpreters)?;
        let FoundInterpreters { interpreters, left_out, silent } = found;
        let mut notes: Vec<String> = vec![];
        let old = self.earlier(&installation, &interpreters, &mut notes)?;
        let settings = self.merged(&given, &installation, &mut notes);
        let mut base = old.clone().unwrap_or_else(|| Receipt::new("", Scope::default()));
        base.folder = installation.folder().to_owned();
        let (edits, left_alone) =
            edits::all(&installation, &interpreters, &scope, &settings, &base)?;
        notes.extend(left_alone);
        let shell_files = edits::shell_files(&edits);
        let plan = Plan::new(edits, &base)?;
        let new = plan.receipt(&base, scope.with(&interpreters));
        notes.extend(new.metadata.gone().map(|(gone, all)| match all {
            true => format!("{gone}; to reach another: {}", suggest::enable_another(self.system)),
            false => gone,
        }));
        if !self.system {
            notes.extend(others::sourced(&installation));
        }
        let payload = installation.payload();
        let is_written = payload::is_whole(&payload)?;
        let write = (!is_written).then(|| format!("write {}/", payload.display()));
        let changes = write.into_iter().chain(plan.describe().map(str::to_owned)).collect();
        let brought =
            receipt::preloading(&new).next().is_some() || live_processes::here(&installation);
        if !self.dry_run {
            // A folder that does not exist yet is removed again if the edits fail.
            let old = old.filter(|_| installation.folder().exists());
            let stubs = apply::carry_out(&installation, &plan, &new, old.as_ref(), &interpreters)
                .map_err(|failed| failed.into_error(self.system, &shell_files))?;
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
        let report = EnableReport {
            folder: installation.folder().to_owned(),
            done: !self.dry_run,
            changes,
            notes,
            settings: settings.text().lines().map(str::to_owned).collect(),
            interpreters: coverage,
            left_out: [installation.left_out(), &left_out, &silent].concat(),
            source: (!self.dry_run && !self.system && installation.preloadable())
                .then(|| shell::source(&installation)),
            undo: (!self.dry_run).then(|| shell::undo(&installation)),
        };
        self.print_result(&report, works)
    }

    /// The scope: that of an earlier `enable`, unless `--reset` forgets it.
    fn scope(&self, earlier: Option<Scope>) -> Scope {
        let told = Scope {
            only_named: !self.python.is_empty(),
            no_shell: self.no_shell,
            ..Scope::default()
        };
        // No `enable` removes an edit, so that `--python` only adds interpreters.
        earlier.filter(|_| !self.reset).map_or(told, |earlier| Scope {
            no_shell: self.no_shell || earlier.no_shell,
            ..earlier
        })
    }

    /// The interpreters that get a hook.
    fn interpreters(&self, named: Vec<Interpreter>, scope: &Scope) -> FoundInterpreters {
        if !named.is_empty() {
            return FoundInterpreters { interpreters: named, ..FoundInterpreters::default() };
        }
        let mut found = match (scope.only_named, self.system) {
            (true, _) => interpreter::find_known(&scope.pythons),
            (false, true) => interpreter::find_for_all(&scope.pythons),
            (false, false) => interpreter::find(&scope.pythons),
        };
        found.mark(&scope.pythons);
        found
    }

    /// Fails if every interpreter that was found is left out.
    fn check_left(
        &self,
        at: &Installation,
        found: &FoundInterpreters,
        given: &SettingsFile,
    ) -> Result<()> {
        let Some((problem, program)) = found.nothing_left() else { return Ok(()) };
        // The command as it was typed, with an interpreter that is left out.
        let mut command = suggest::enable(self.system);
        command += if self.no_shell { " --no-shell" } else { "" };
        command += if self.reset { " --reset" } else { "" };
        for (name, value) in &given.0 {
            command += &format!(" {} {}", suggest::flag(name), quote(value));
        }
        command += &format!(" --python {}", quote(program));
        if self.json {
            output::print(&EnableReport::of_nothing(at, &found.left_out), true, None)?;
        }
        Err(Error::new(problem).hint(command))
    }

    /// The receipt of what is installed, made from our marks if it can't be read.
    fn earlier(
        &self,
        installation: &Installation,
        interpreters: &[Interpreter],
        notes: &mut Vec<String>,
    ) -> Result<Option<Receipt>> {
        let known = KnownEdits::of(installation, || interpreters.to_vec())?;
        let Some(known) = known else { return Ok(None) };
        notes.extend(known.note);
        notes.extend(known.by_hand);
        Ok(Some(known.receipt))
    }

    /// The settings to store: a setting that is not given again keeps its value.
    fn merged(
        &self,
        given: &SettingsFile,
        installation: &Installation,
        notes: &mut Vec<String>,
    ) -> SettingsFile {
        if self.reset {
            return given.clone();
        }
        let stored = SettingsFile::read(&installation.settings()).unwrap_or_else(|invalid| {
            notes.push(format!("{invalid}; its valid settings stay"));
            invalid.rest
        });
        stored.with(given)
    }

    /// Prints the result; fails if a layer does not work.
    fn print_result(&self, report: &EnableReport, works: bool) -> Result<ExitCode> {
        let done = report.done.then_some("it is enabled");
        let printed = output::print(report, self.json, done);
        report.notes.iter().for_each(|note| stderr::line(format_args!("note: {note}")));
        if !works {
            let problem = "it is enabled, but no message came from some of the interpreters above";
            // The edits stay, because the fault may be in the interpreter.
            let undo = report.undo.as_deref().unwrap_or_default();
            let hint =
                format!("cg-plot-capture status says what is in place; {undo} takes it back");
            return Err(Error::new(problem).hint(hint));
        }
        printed?;
        Ok(ExitCode::SUCCESS)
    }
}
