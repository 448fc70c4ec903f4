//! `status`: whether capture is active here, by which layer, with which settings.

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use cg_plot_capture::settings::DEFAULTS;
use serde::Serialize;

use crate::diagnosis::settings::{self, Source, Sources};
use crate::error::Result;
use crate::install::Installation;
use crate::install::carriers;
use crate::install::coverage::Coverage;
use crate::install::enabled::Enabled;
use crate::install::interpreter::{self, LeftOut};
use crate::install::receipt::Receipt;
use crate::install::remains;
use crate::install::shell;
use crate::install::stage;
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
    /// Whether one is: the user's own or the machine's.
    enabled: bool,
    /// That of the user's own, if it is enabled or none is.
    folder: PathBuf,
    /// The machine's installation, for every user; `None`: there is none.
    system: Option<PathBuf>,
    /// What takes each of them back, in that order.
    undo: Vec<String>,
    /// Whether programs started from here get the preload.
    preload_here: bool,
    /// What brings the user's own into a shell that runs already.
    source: Option<String>,
    settings: Vec<Setting>,
    interpreters: Vec<Coverage>,
    /// What root leaves alone, because others may replace it.
    left_out: Vec<LeftOut>,
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

impl Status {
    /// Does it.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let installation = Installation::locate()?;
        if nix::unistd::geteuid().is_root() {
            self::receipt(&Installation::system())?;
        }
        let receipt = receipt(&installation)?;
        let own = receipt.map(|receipt| Enabled::by(&installation, &receipt));
        let report = Report::of(&installation, own.as_ref(), Enabled::machine()?.as_ref())?;
        let printed = output::print(&report, self.json, None);
        report.problems.iter().for_each(|problem| talk::line(format_args!("problem: {problem}")));
        printed?;
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

impl Report {
    fn of(
        installation: &Installation,
        own: Option<&Enabled>,
        machine: Option<&Enabled>,
    ) -> Result<Self> {
        let standing = || own.into_iter().chain(machine);
        let known = standing().flat_map(|one| one.shape.pythons.iter().cloned()).collect();
        let found = interpreter::find(&known);
        let orphans = match own {
            Some(_) => vec![],
            None => remains::orphans(installation, &found.interpreters)?,
        };
        let remedy = own.or(machine).map(Enabled::remedy).unwrap_or_default();
        let nothing_left = found.nothing_left(&remedy);
        let nothing_left =
            nothing_left.map(|(what, command)| format!("{what}; to mend it: {command}"));
        let problems = standing().flat_map(|one| {
            let mend = one.remedy().enable();
            one.damage.iter().map(move |what| format!("{what}; to mend it: {mend}"))
        });
        let problems = problems.chain(system::orphan().map(|what| {
            format!("{what}; to mend it: {}cg-plot-capture disable --system", system::sudo(true))
        }));
        let orphans = orphans.iter().map(|what| format!("{what}; to mend it: {}", remains::MEND));
        let sources = Sources::here(own, machine);
        let bad = settings::bad(&sources).map(|check| check.in_a_line());
        let problems: Vec<String> =
            problems.chain(orphans).chain(nothing_left).chain(bad).collect();
        let settings = DEFAULTS.into_iter().filter_map(|(name, _)| {
            let (value, source) = sources.value(name)?;
            Some(Setting { name, value, source })
        });
        let brought = own.is_none_or(Enabled::brings_preload);
        let interpreters = found.interpreters.into_iter().map(|one| {
            let left_out = own.is_some_and(|own| own.shape.leaves_out(&one));
            let coverage = Coverage::of(one, installation, brought).left_out(left_out);
            coverage.or_of(machine.map(|machine| &machine.installation))
        });
        let folder = |one: &Enabled| one.installation.folder().to_owned();
        let undo = standing().map(Enabled::undo);
        Ok(Self {
            enabled: standing().next().is_some(),
            folder: standing().next().map_or(installation.folder().to_owned(), folder),
            system: machine.map(folder),
            undo: undo.collect(),
            preload_here: standing().any(|one| carriers::here(&one.installation)),
            source: own
                .filter(|own| own.installation.preloadable())
                .map(|own| shell::source(&own.installation)),
            settings: settings.collect(),
            interpreters: interpreters.collect(),
            left_out: installation.left_out().iter().cloned().chain(found.left_out).collect(),
            shell_files: own.map_or(vec![], |own| own.shell_files.clone()),
            problems,
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = self.enabled && self.system.as_ref() != Some(&self.folder);
        let own = own.then_some(("enabled", &self.folder));
        let machine = self.system.as_ref().map(|folder| ("enabled for every user", folder));
        for (what, folder) in own.into_iter().chain(machine) {
            writeln!(f, "{what} in {}", folder.display())?;
        }
        if !self.enabled {
            // What is wrong comes first, and is told with its own command.
            let start = "; cg-plot-capture enable starts it";
            writeln!(f, "not enabled{}", if self.problems.is_empty() { start } else { "" })?;
        }
        match (self.preload_here, &self.source) {
            (true, _) => writeln!(f, "this shell: its programs have the preload")?,
            (false, Some(source)) => {
                write!(f, "this shell: its programs have the hook only; ")?;
                match self.shell_files.is_empty() {
                    true => writeln!(f, "{source} brings the preload")?,
                    false => writeln!(f, "one started anew has the preload too")?,
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
        for undo in &self.undo {
            writeln!(f, "undo: {undo}")?;
        }
        Ok(())
    }
}
