//! `doctor`: starts Pythons in every way there is, shows a figure, and says what to do about each
//! one that does not arrive.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;

use crate::commands::status;
use crate::diagnosis::settings::Sources;
use crate::diagnosis::{Check, channel, figure, installed, reach, settings};
use crate::error::{Result, usage};
use crate::install::Installation;
use crate::install::carriers;
use crate::install::interpreter::{self, Interpreter};
use crate::install::receipt::Receipt;
use crate::install::shell;
use crate::install::slot;
use crate::install::stored::Stored;
use crate::output;
use crate::talk;

/// Find out why plots are missing: start Pythons in every way, show a figure, and say what to do
#[derive(clap::Args)]
#[command(after_help = "Exit: 0, no problems found; 1, some were. With --json: \
    {\"checks\": [{\"subject\", \"outcome\": \"good\", \"note\" or \"problem\", \"text\", \"command\"}]}")]
pub(crate) struct Doctor {
    /// The interpreters to look into, instead of all that are found
    #[arg(long, value_name = "PATH", num_args = 1..)]
    python: Vec<PathBuf>,
    /// Print facts as JSON
    #[arg(long)]
    json: bool,
}

/// All that was found.
#[derive(Serialize)]
struct Report {
    checks: Vec<Check>,
}

impl Doctor {
    /// Does it.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        talk::progress("looking for interpreters");
        let interpreters = match interpreter::chosen(&self.python) {
            Ok(interpreters) => interpreters,
            Err(problem) => return Ok(usage(problem)),
        };
        let installation = Installation::locate()?;
        let receipt = Receipt::read(&installation.receipt())?;
        let receipt = receipt.filter(|receipt| !receipt.records.is_empty());
        let report = Report { checks: self.checks(&interpreters, &installation, receipt.as_ref()) };
        talk::progress("");
        output::print(&report, self.json)?;
        Ok(match report.problems().next() {
            None => ExitCode::SUCCESS,
            Some(_) => ExitCode::FAILURE,
        })
    }

    fn checks(
        &self,
        interpreters: &[Interpreter],
        installation: &Installation,
        receipt: Option<&Receipt>,
    ) -> Vec<Check> {
        let damage = status::damage(installation, receipt).0;
        let stored = Stored::read(&installation.settings()).unwrap_or_else(|garbled| garbled.rest);
        let mut checks = installed::check(installation, receipt, &damage, &stored.enable(""));
        let named = |path: &Path| stored.enable(&format!("--python {}", path.display()));
        let sources = Sources::here(&stored);
        let here = std::env::current_dir().unwrap_or_default();
        checks.extend(settings::check(&sources, &here));
        for one in interpreters {
            if let Some(reason) = one.unfit() {
                let subject = format!("{} {}", one.name(), one.executable.display());
                checks.push(Check::note(subject, format!("left alone, {reason}"), None));
            }
        }
        let fit: Vec<&Interpreter> =
            interpreters.iter().filter(|one| one.unfit().is_none()).collect();
        checks.push(channel::check(fit.first().copied()));
        if receipt.is_none() {
            return checks;
        }
        let here = carriers::here(installation) || !installation.preloadable();
        let complete = |one: &Interpreter| match slot::usable(one, installation) {
            Ok(slot) => slot.holds(&installation.payload()),
            Err(_) => true,
        };
        let remedy = |one: &Interpreter| match complete(one) && !here {
            // The preload reaches what this hook does not, and this shell's programs lack it.
            true => shell::source(installation),
            false => named(&one.executable),
        };
        for (index, one) in fit.iter().enumerate() {
            talk::progress(format_args!(
                "starting {} ({} of {})",
                one.name(),
                index + 1,
                fit.len()
            ));
            checks.push(reach::check(one, &remedy(one)));
        }
        let suffix = settings::suffix(&sources.settings());
        let programs = programs(&fit, self.python.is_empty());
        let figures = programs.iter().flat_map(|program| {
            talk::progress(format_args!("showing a figure in {}", program.display()));
            figure::check(program, suffix.as_deref(), &named(program))
        });
        let figures: Vec<Check> = figures.collect();
        if figures.is_empty() {
            let text = "none of these Pythons has it, and so no figure was shown";
            checks.push(Check::note("Matplotlib", text, None));
        }
        checks.extend(figures);
        checks
    }
}

/// Where a Matplotlib may be: in the interpreters, and where `python3` means a venv's, in that.
fn programs(interpreters: &[&Interpreter], with_path: bool) -> Vec<PathBuf> {
    let mut programs: Vec<PathBuf> =
        interpreters.iter().map(|one| one.executable.clone()).collect();
    if with_path {
        let named = interpreter::resolve("python3".as_ref());
        let in_venv = named.parent().and_then(|bin| Some(bin.parent()?.join("pyvenv.cfg")));
        if in_venv.is_some_and(|config| config.exists()) {
            programs.push(named);
        }
    }
    let mut seen = BTreeSet::new();
    programs.retain(|program| seen.insert(program.clone()));
    programs
}

impl Report {
    fn problems(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| check.is_problem())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.checks.iter().try_for_each(|check| writeln!(f, "{check}"))?;
        match self.problems().count() {
            0 => return writeln!(f, "no problems found"),
            1 => writeln!(f, "1 problem found:")?,
            many => writeln!(f, "{many} problems found:")?,
        }
        for (index, check) in self.problems().enumerate() {
            writeln!(f, "{}. {}", index + 1, check.complaint())?;
        }
        Ok(())
    }
}
