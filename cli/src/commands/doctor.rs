//! `doctor`: starts Pythons in every way that we know, shows a figure in each, and says what to do
//! if a figure does not arrive.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;

use crate::diagnosis::enabled::Enabled;
use crate::diagnosis::settings::SettingSources;
use crate::diagnosis::{Check, closed, fd3, figure, installed, reach, settings};
use crate::error::{Result, usage};
use crate::install::Installation;
use crate::install::interpreter::{self, Examination, FoundInterpreters, Interpreter};
use crate::install::live_processes;
use crate::install::locate;
use crate::install::receipt;
use crate::install::shell;
use crate::install::slot;
use crate::install::suggest;
use crate::install::trust::{LeftOut, environment, problem, problem_within};
use crate::output;
use crate::quote::quote;
use crate::stderr;

/// Find out why plots are missing: start Pythons in every way, show a figure in each, and say what
/// to do
#[derive(clap::Args)]
#[command(after_help = "Exit: 0, no problems found; 1, some were. With --json: \
    {\"checks\": [{\"subject\", \"outcome\": \"good\", \"note\" or \"problem\", \"text\", \"command\"}]}")]
pub(crate) struct Doctor {
    /// The interpreters to check, instead of all that are found
    #[arg(long, value_name = "PATH", num_args = 1..)]
    python: Vec<PathBuf>,
    /// Show passed checks and notes too
    #[arg(long)]
    verbose: bool,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct DoctorReport {
    checks: Vec<Check>,
    /// Whether the text shows passed checks and notes too.
    #[serde(skip)]
    verbose: bool,
}

impl Doctor {
    /// Runs all checks and returns the exit code: failure if there are problems.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let installation = locate::own()?;
        let receipt = receipt::read_enabled(&installation)?;
        let own = receipt.map(|receipt| Enabled::by(&installation, &receipt));
        let machine = Enabled::machine()?;
        stderr::progress("looking for interpreters");
        let found = match self.python.is_empty() {
            true => {
                let enabled = own.iter().chain(&machine);
                let known = enabled.flat_map(|one| one.scope.pythons.iter().cloned());
                interpreter::find(&known.collect())
            }
            false => match interpreter::named(&self.python) {
                Ok(interpreters) => {
                    FoundInterpreters { interpreters, ..FoundInterpreters::default() }
                }
                Err(problem) => return Ok(usage(problem)),
            },
        };
        let (own, machine) = (own.as_ref(), machine.as_ref());
        let mut checks = installed::check(&installation, own, machine, &found, true)?;
        self.start(&mut checks, &found, &installation, own, machine);
        let report = DoctorReport { checks, verbose: self.verbose };
        stderr::progress("");
        output::print(&report, self.json, None)?;
        Ok(match report.problems().next() {
            None => ExitCode::SUCCESS,
            Some(_) => ExitCode::FAILURE,
        })
    }

    /// Adds the checks that start programs.
    fn start(
        &self,
        checks: &mut Vec<Check>,
        found: &FoundInterpreters,
        installation: &Installation,
        own: Option<&Enabled>,
        machine: Option<&Enabled>,
    ) {
        let is_machines = own.is_none() && machine.is_some();
        let interpreters = &found.interpreters;
        let (venv, passed_over) = match self.python.is_empty() {
            true => venv_on_path(),
            false => (None, vec![]),
        };
        let passed_over = passed_over.iter().filter(|one| !found.left_out.contains(one));
        let programs = found.left_out.iter().chain(&found.silent).chain(passed_over);
        checks.extend(left_out(installation.left_out(), programs));
        let sources = SettingSources::here(own, machine);
        let here = std::env::current_dir().unwrap_or_default();
        checks.extend(settings::check(&sources, &here));
        for one in interpreters {
            if let Some(reason) = one.unfit() {
                let subject = format!("{} {}", one.name(), one.executable.display());
                checks.push(Check::note(subject, format!("left alone, {reason}")));
            }
        }
        let fit: Vec<&Interpreter> =
            interpreters.iter().filter(|one| one.unfit().is_none()).collect();
        let enabled = || own.into_iter().chain(machine);
        // A Python that is captured loads the payload, so that we start none if the payload may be
        // another user's.
        let payloads = enabled().map(|one| one.installation.payload());
        if payloads.filter_map(|payload| problem_within(&payload)).next().is_some() {
            checks.push(fd3::check(None));
            return;
        }
        if let Some(home) = fit.first().and_then(|one| reach::home(one)) {
            checks.push(home);
            return;
        }
        checks.push(fd3::check(fit.first().copied()));
        let Some(Enabled { installation, scope, .. }) = own.or(machine) else { return };
        let preload = enabled().any(|one| live_processes::here(&one.installation));
        let preload = preload || !installation.preloadable();
        // If `enable` would not find the interpreter by itself, the command names it.
        let known = |one: &Interpreter| {
            interpreters.contains(one) && self.python.is_empty() && !scope.leaves_out(one)
        };
        let mend = |one: &Interpreter| match known(one) {
            true => suggest::enable(is_machines),
            false => suggest::enable_for(is_machines, &one.executable),
        };
        // If no slot is usable, no hook is missing.
        let complete = |one: &Interpreter| {
            slot::installed(one, installation).is_some() || slot::usable(one, installation).is_err()
        };
        let command = |one: &Interpreter| match complete(one) && !preload {
            // The preload reaches processes that this hook does not, and programs of this shell
            // lack it.
            true => shell::source(installation),
            false => mend(one),
        };
        let folders = enabled().map(|one| one.installation.folder());
        let folders: Vec<PathBuf> = folders.filter_map(|one| one.canonicalize().ok()).collect();
        let judged = |one: &Interpreter, check: Check| match scope.leaves_out(one) {
            true => check.intended("left out by --python"),
            false => check,
        };
        for (index, one) in fit.iter().enumerate() {
            stderr::progress(format_args!(
                "starting {} ({} of {})",
                one.name(),
                index + 1,
                fit.len()
            ));
            let slot = enabled().find_map(|of| slot::installed(one, &of.installation));
            let found = reach::check(one, slot.as_ref(), &command(one), &folders).into_iter();
            checks.extend(found.map(|check| judged(one, check)));
        }
        checks.extend(fit.first().map(|one| closed::check(one)));
        let suffix = settings::suffix(&sources.settings());
        let named = self.python.iter().map(|name| interpreter::resolve(name));
        let named = named.filter(|program| is_venv(program)).filter_map(|program| {
            let base = Interpreter::ask(&program).ok()?;
            Some((program, base))
        });
        let venvs: Vec<_> = named.chain(venv).collect();
        let programs = fit.iter().map(|one| (one.executable.clone(), *one));
        let programs = programs.chain(venvs.iter().map(|(program, base)| (program.clone(), base)));
        let figures = programs.flat_map(|(program, base)| {
            stderr::progress(format_args!("showing a figure in {}", program.display()));
            let command = mend(base);
            let found = figure::check(&program, suffix.as_deref(), &command);
            found.into_iter().map(|check| judged(base, check)).collect::<Vec<_>>()
        });
        let figures: Vec<Check> = figures.collect();
        if figures.is_empty() {
            let text = "none of these Pythons has it, and so no figure was shown";
            checks.push(Check::note("Matplotlib", text));
        }
        checks.extend(figures);
    }
}

/// Whether a program belongs to a venv, which may have a Matplotlib.
fn is_venv(program: &Path) -> bool {
    let folder = program.parent().and_then(Path::parent);
    folder.is_some_and(|folder| folder.join("pyvenv.cfg").exists())
}

/// The `python3` that a shell would start and its base interpreter, if it belongs to a venv; and
/// the programs before it on `PATH` that root skips.
fn venv_on_path() -> (Option<(PathBuf, Interpreter)>, Vec<LeftOut>) {
    let mut left_out = vec![];
    for program in interpreter::on_path("python3") {
        if !is_venv(&program) {
            match problem(&program) {
                Some(problem) => left_out.push(LeftOut::new(&program, &problem)),
                None => break,
            }
            continue;
        }
        match interpreter::examine(&program) {
            Examination::LeftOut(problem) => left_out.push(LeftOut::new(&program, &problem)),
            Examination::Answered(base) => return (Some((program, *base)), left_out),
            Examination::NoAnswer(_) => break,
        }
    }
    (None, left_out)
}

/// Notes on the places, programs and variables that root does not use.
fn left_out<'a>(places: &[LeftOut], programs: impl Iterator<Item = &'a LeftOut>) -> Vec<Check> {
    let note = |one: &LeftOut| Check::left_out(one.path.display().to_string(), one.words());
    let programs = programs.map(|one| {
        let doctor = format!("cg-plot-capture doctor --python {}", quote(&one.path));
        note(one).with("to look into it", doctor)
    });
    let variables = environment::left_out().into_iter().map(|(name, problem)| {
        Check::left_out(name, format!("left out of what is started here, {problem}"))
    });
    places.iter().map(note).chain(programs).chain(variables).collect()
}

impl DoctorReport {
    fn problems(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| check.is_problem())
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

impl fmt::Display for DoctorReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems().count() {
            0 => writeln!(f, "no problems found")?,
            1 => writeln!(f, "1 problem found:")?,
            many => writeln!(f, "{many} problems found:")?,
        }
        for (index, check) in self.problems().enumerate() {
            writeln!(f, "{}. {}", index + 1, check.problem_text())?;
        }
        let mut others = self.checks.iter().filter(|check| !check.is_problem());
        if self.verbose {
            return others.try_for_each(|check| writeln!(f, "{check}"));
        }
        let left_out: Vec<&str> = self.checks.iter().filter_map(Check::named_left_out).collect();
        if !left_out.is_empty() {
            writeln!(f, "left out: {}", left_out.join(", "))?;
        }
        let (good, notes): (Vec<_>, Vec<_>) = others.partition(|check| check.is_good());
        writeln!(
            f,
            "{} and {}: --verbose shows them",
            counted(good.len(), "check passed", "checks passed"),
            counted(notes.len(), "note", "notes")
        )
    }
}
