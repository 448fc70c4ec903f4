//! `status`: whether capture is active here, by which layer, with which settings.

use std::fmt;
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;
use std::process::ExitCode;

use cg_plot_capture::os_text;
use cg_plot_capture::settings::{DEFAULTS, check};
use serde::Serialize;

use crate::error::Result;
use crate::install::Installation;
use crate::install::carriers;
use crate::install::coverage::Coverage;
use crate::install::interpreter;
use crate::install::receipt::{Receipt, Record};
use crate::install::stage;
use crate::install::stored::Stored;
use crate::install::system;
use crate::output;
use crate::talk;

/// Show whether capture is active, by which layer, with which settings.
#[derive(clap::Args)]
pub(crate) struct Status {
    /// Print facts as JSON
    #[arg(long)]
    json: bool,
}

/// All that there is to know.
#[derive(Serialize)]
struct Report {
    enabled: bool,
    folder: PathBuf,
    /// The machine's installation, for every user; `None`: there is none.
    system: Option<PathBuf>,
    /// Whether programs started from here get the preload.
    preload_here: bool,
    settings: Vec<Setting>,
    interpreters: Vec<Coverage>,
    shell_files: Vec<PathBuf>,
    problems: Vec<String>,
}

/// One setting and where its value comes from.
#[derive(Serialize)]
struct Setting {
    name: &'static str,
    value: String,
    source: Source,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Source {
    Environment,
    Stored,
    System,
    Default,
}

impl Status {
    /// Does it.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let installation = Installation::locate()?;
        let machine = Installation::system();
        if nix::unistd::geteuid().is_root() {
            self::receipt(&machine)?;
        }
        let receipt = receipt(&installation)?;
        let report = Report::of(&installation, receipt.as_ref(), &machine);
        output::print(&report, self.json)?;
        report.problems.iter().for_each(|problem| talk::line(format_args!("problem: {problem}")));
        Ok(match report.problems.is_empty() {
            true => ExitCode::SUCCESS,
            false => ExitCode::FAILURE,
        })
    }
}

/// The receipt of what is enabled; a stub that nothing names any more goes.
fn receipt(installation: &Installation) -> Result<Option<Receipt>> {
    let Some(receipt) = Receipt::read(&installation.receipt())? else { return Ok(None) };
    if !receipt.records.is_empty() {
        return Ok(Some(receipt));
    }
    let _lock = installation.lock()?;
    // Another command may have enabled meanwhile.
    let Some(receipt) = Receipt::read(&installation.receipt())? else { return Ok(None) };
    if !receipt.records.is_empty() {
        return Ok(Some(receipt));
    }
    let stubs = carriers::retire(installation, None)?;
    match stubs.first() {
        None => drop(stage::end(installation, &receipt)?),
        Some(stub) => {
            talk::line(format_args!("note: {} stays while a live process names it", stub.display()))
        }
    }
    Ok(None)
}

/// What is gone of an installation, and the shell files that still have our line.
pub(super) fn damage(
    installation: &Installation,
    receipt: Option<&Receipt>,
) -> (Vec<String>, Vec<PathBuf>) {
    let mut problems = vec![];
    let mut shell_files = vec![];
    for record in receipt.map_or(&[][..], |receipt| &receipt.records) {
        let path = record.path();
        match record {
            Record::Line { .. } if !record.stands() => problems
                .push(format!("our line is gone from {}; enable puts it back", path.display())),
            Record::Line { .. } => shell_files.push(path.to_owned()),
            _ if !record.stands() => problems.push(format!("{} is gone", path.display())),
            _ => {}
        }
    }
    if let Some(from) = receipt.and_then(|receipt| receipt.moved_from.as_ref()) {
        problems.push(format!(
            "it was enabled in {}, and was moved or copied since; enable mends it",
            from.display()
        ));
    }
    if receipt.is_some() && !installation.preload().exists() {
        problems.push("another version is enabled; enable brings this one".into());
    }
    (problems, shell_files)
}

impl Report {
    fn of(installation: &Installation, receipt: Option<&Receipt>, machine: &Installation) -> Self {
        let (mut problems, shell_files) = damage(installation, receipt);
        // Its receipt is root's to read, but what it stands for shows.
        let system = machine.settings().exists();
        if system {
            problems.extend(system::problem(machine));
        }
        problems.extend(system::orphan());
        let machines = Some(machine).filter(|_| system);
        let found = interpreter::find().into_iter();
        let interpreters: Vec<Coverage> =
            found.map(|one| Coverage::of(one, installation).or_of(machines)).collect();
        Self {
            enabled: receipt.is_some(),
            folder: installation.folder().to_owned(),
            system: machines.map(|machine| machine.folder().to_owned()),
            preload_here: carriers::here(installation) || carriers::here(machine),
            settings: settings(&stored(installation), &stored(machine)),
            interpreters,
            shell_files,
            problems,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folder = self.folder.display();
        match self.enabled {
            true => writeln!(f, "enabled in {folder}")?,
            false if self.system.is_some() => {}
            false => writeln!(f, "not enabled; cg-plot-capture enable starts it")?,
        }
        if let Some(folder) = &self.system {
            writeln!(f, "enabled for every user in {}", folder.display())?;
        }
        match self.preload_here {
            true => writeln!(f, "this shell: its programs have the preload")?,
            false if self.enabled => writeln!(
                f,
                "this shell: its programs have the hook only; one started anew has the preload too"
            )?,
            false => {}
        }
        writeln!(f, "interpreters:")?;
        for coverage in &self.interpreters {
            writeln!(f, "  {coverage}")?;
        }
        writeln!(f, "settings:")?;
        for Setting { name, value, source } in &self.settings {
            let source = match source {
                Source::Environment => "environment",
                Source::Stored => "stored by enable",
                Source::System => "stored by enable --system",
                Source::Default => "default",
            };
            writeln!(f, "  {name}={value} ({source})")?;
        }
        for path in &self.shell_files {
            writeln!(f, "shell file: {}", path.display())?;
        }
        Ok(())
    }
}

/// The settings of an installation that processes read.
fn stored(installation: &Installation) -> Stored {
    Stored::read(&installation.settings()).unwrap_or_else(|garbled| garbled.rest)
}

/// Every setting as a Python process started from here would have it.
fn settings(stored: &Stored, system: &Stored) -> Vec<Setting> {
    let setting = |(name, default): (&'static str, &str)| {
        let good = |value: &String| !value.is_empty() && check(name, value).is_ok();
        let environment = std::env::var_os(name);
        let environment = environment.map(|value| os_text::from_bytes(value.as_bytes()));
        let environment = environment.filter(good).map(|value| os_text::lossy(&value));
        let kept = |stored: &Stored| stored.get(name).map(str::to_owned).filter(good);
        let sources = [
            (environment, Source::Environment),
            (kept(stored), Source::Stored),
            (kept(system), Source::System),
        ];
        let found = sources.into_iter().find_map(|(value, source)| Some((value?, source)));
        let (value, source) = found.unwrap_or_else(|| (default.to_owned(), Source::Default));
        Setting { name, value, source }
    };
    DEFAULTS.into_iter().map(setting).collect()
}
