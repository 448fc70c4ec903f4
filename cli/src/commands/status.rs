//! `status`: tells whether capture is active here, by which layer, with which settings.

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use cg_plot_capture::settings::DEFAULTS;
use serde::Serialize;

use crate::diagnosis::enabled::Enabled;
use crate::diagnosis::settings::{self, SettingSources, ValueSource};
use crate::diagnosis::{Check, installed};
use crate::error::{Error, Result};
use crate::install::Installation;
use crate::install::clear::clear;
use crate::install::coverage::Coverage;
use crate::install::interpreter;
use crate::install::live_processes;
use crate::install::locate;
use crate::install::receipt::{self, Receipt};
use crate::install::shell;
use crate::install::suggest;
use crate::install::trust::LeftOut;
use crate::output;
use crate::stderr;

/// Show whether capture is active, by which layer, with which settings.
#[derive(clap::Args)]
#[command(after_help = "Exit: 0, no problems found; 1, some were.")]
pub(crate) struct Status {
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct StatusReport {
    /// Whether an installation is enabled, the user's own or the machine's.
    enabled: bool,
    /// The folder of the user's own installation, or of the machine's if only that is enabled.
    folder: PathBuf,
    /// The folder of the machine's installation, which is every user's; `None` if there is none.
    system: Option<PathBuf>,
    /// The commands that undo the two installations, in the same order.
    undo: Vec<String>,
    /// Whether programs started from here have the preload.
    preload_here: bool,
    /// The command that brings the user's own preload into the current shell.
    source: Option<String>,
    settings: Vec<Setting>,
    interpreters: Vec<Coverage>,
    /// Places that root does not touch, because other users may replace them.
    left_out: Vec<LeftOut>,
    shell_files: Vec<PathBuf>,
    problems: Vec<String>,
    /// The command that enables the capture.
    #[serde(skip)]
    start: String,
}

/// A setting, its value and where the value comes from.
#[derive(Serialize)]
struct Setting {
    name: &'static str,
    value: String,
    source: ValueSource,
}

impl Status {
    /// Prints the status and returns the exit code: failure if there are problems.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let installation = locate::own()?;
        if nix::unistd::geteuid().is_root() {
            self::receipt(&Installation::system())?;
        }
        let receipt = receipt(&installation)?;
        let own = receipt.map(|receipt| Enabled::by(&installation, &receipt));
        let report = StatusReport::of(&installation, own.as_ref(), Enabled::machine()?.as_ref())?;
        let printed = output::print(&report, self.json, None);
        report.problems.iter().for_each(|problem| stderr::line(format_args!("problem: {problem}")));
        printed?;
        Ok(match report.problems.is_empty() {
            true => ExitCode::SUCCESS,
            false => ExitCode::FAILURE,
        })
    }
}

/// The receipt of an installation, if it is enabled. If not, a stub that no process names any more
/// is removed.
fn receipt(installation: &Installation) -> Result<Option<Receipt>> {
    let read = || Ok::<_, Error>(receipt::read(installation)?);
    let Some(receipt) = read()? else { return Ok(None) };
    if receipt::is_enabled(installation, &receipt) {
        return Ok(Some(receipt));
    }
    let _lock = installation.lock()?;
    // Another command may have enabled meanwhile.
    let Some(mut receipt) = read()? else { return Ok(None) };
    if receipt::is_enabled(installation, &receipt) {
        return Ok(Some(receipt));
    }
    if let Some(stub) = clear(installation, &mut receipt)?.stubs.first() {
        stderr::line(format_args!("note: {} stays while a live process names it", stub.display()));
    }
    Ok(None)
}

impl StatusReport {
    fn of(
        installation: &Installation,
        own: Option<&Enabled>,
        machine: Option<&Enabled>,
    ) -> Result<Self> {
        let enabled = || own.into_iter().chain(machine);
        let known = enabled().flat_map(|one| one.scope.pythons.iter().cloned()).collect();
        let found = interpreter::find(&known);
        let checks = installed::check(installation, own, machine, &found, false)?;
        let sources = SettingSources::here(own, machine);
        let problems = checks.into_iter().chain(settings::bad_values(&sources));
        let problems = problems.filter(Check::is_problem).map(|check| check.problem_line());
        let settings = DEFAULTS.into_iter().filter_map(|(name, _)| {
            let (value, source) = sources.value(name)?;
            Some(Setting { name, value, source })
        });
        let brought = own.is_none_or(Enabled::brings_preload);
        let interpreters = found.interpreters.iter().map(|one| {
            let left_out = own.is_some_and(|own| own.scope.leaves_out(one));
            let coverage = Coverage::of(one.clone(), installation, brought).left_out(left_out);
            coverage.or_of(machine.map(|machine| &machine.installation))
        });
        let folder = |one: &Enabled| one.installation.folder().to_owned();
        let undo = enabled().map(Enabled::undo_command);
        Ok(Self {
            enabled: enabled().next().is_some(),
            folder: enabled().next().map_or(installation.folder().to_owned(), folder),
            system: machine.map(folder),
            undo: undo.collect(),
            preload_here: enabled().any(|one| live_processes::here(&one.installation)),
            source: own
                .filter(|own| own.installation.preloadable())
                .map(|own| shell::source(&own.installation)),
            settings: settings.collect(),
            interpreters: interpreters.collect(),
            left_out: [installation.left_out(), &found.left_out, &found.silent].concat(),
            shell_files: own.map_or(vec![], |own| own.shell_files.clone()),
            problems: problems.collect(),
            start: suggest::enable(false),
        })
    }
}

impl fmt::Display for StatusReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = self.enabled && self.system.as_ref() != Some(&self.folder);
        let own = own.then_some(("enabled", &self.folder));
        let machine = self.system.as_ref().map(|folder| ("enabled for every user", folder));
        for (what, folder) in own.into_iter().chain(machine) {
            writeln!(f, "{what} in {}", folder.display())?;
        }
        if !self.enabled {
            // Problems come first, each with its own command.
            match self.problems.is_empty() {
                true => writeln!(f, "not enabled; {} starts it", self.start)?,
                false => writeln!(f, "not enabled")?,
            }
        }
        match (self.preload_here, &self.source) {
            (true, _) => writeln!(f, "this shell: its programs have the preload")?,
            (false, Some(source)) => {
                let is_hooked = self.interpreters.iter().any(Coverage::is_hooked);
                let what = if is_hooked { "the hook only" } else { "no preload" };
                write!(f, "this shell: its programs have {what}; ")?;
                match self.shell_files.is_empty() {
                    true => writeln!(f, "{source} brings the preload")?,
                    false => writeln!(f, "a new shell has the preload too")?,
                }
            }
            (false, None) => {}
        }
        writeln!(f, "interpreters:")?;
        for coverage in &self.interpreters {
            writeln!(f, "  {coverage}")?;
        }
        for left_out in &self.left_out {
            writeln!(f, "  {left_out}")?;
        }
        writeln!(f, "settings:")?;
        for Setting { name, value, source } in &self.settings {
            let source = match source {
                ValueSource::Environment => "environment",
                ValueSource::Stored => "stored by enable",
                ValueSource::System => "stored by enable --system",
                ValueSource::Default => "default",
            };
            writeln!(f, "  {name}={value} ({source})")?;
        }
        for path in &self.shell_files {
            writeln!(f, "shell file: {}", path.display())?;
        }
        for undo in &self.undo {
            writeln!(f, "undo: {undo}")?;
        }
        Ok(())
    }
}
