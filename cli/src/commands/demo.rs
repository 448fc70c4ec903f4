//! `demo`: the whole at work on a machine that has a `python3` and nothing else.

mod environment;
mod python;

use std::io::Write as _;
use std::os::fd::AsFd as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use clap::ValueHint;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};

use crate::capture::child::{NotStarted, end_like};
use crate::capture::{self, Capture, temporary};
use crate::collection::throttle::Throttle;
use crate::collection::{Collection, Place, gallery};
use crate::error::{Error, Result};
use crate::picture;
use crate::stderr::message;
use environment::Environment;

/// A script that comes with the command.
struct Script {
    name: &'static str,
    text: &'static str,
    figures: usize,
    /// It shows nothing, and says so, where this Python lacks a part of its standard library.
    is_optional: bool,
}

impl Script {
    /// One that shows so many figures.
    const fn new(name: &'static str, text: &'static str, figures: usize) -> Self {
        Self { name, text, figures, is_optional: false }
    }
}

/// A plain one, one that asks for a window, one whose worker processes do the plotting, and one that draws with
/// another library.
const SCRIPTS: [Script; 4] = [
    Script::new("plain.py", include_str!("demo/plain.py"), 2),
    Script::new("tkagg.py", include_str!("demo/tkagg.py"), 1),
    Script::new("workers.py", include_str!("demo/workers.py"), 3),
    Script { is_optional: true, ..Script::new("tree.py", include_str!("demo/tree.py"), 1) },
];

/// What ends not just a script, but the demo: somebody wants it to.
const ENDS: [i32; 4] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];

/// Show it at work: a private environment, four scripts, a page with their figures.
///
/// The first time it downloads Matplotlib with pip, into a Python environment of its own in your
/// cache folder ($XDG_CACHE_HOME/cg-plot-capture, by default below ~/.cache); nothing else on this
/// machine is changed.
#[derive(clap::Args)]
pub(crate) struct Demo {
    /// The folder for the figures and index.html; figures of an earlier demo there are replaced.
    #[arg(
        short,
        long,
        value_name = "DIR",
        default_value = "cg-plot-capture-demo",
        value_hint = ValueHint::DirPath
    )]
    output: PathBuf,

    /// The Python to make that environment with, instead of the first on PATH that will do
    #[arg(long, value_name = "PATH")]
    python: Option<PathBuf>,
}

impl Demo {
    /// Shows it.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let python = match &self.python {
            Some(name) => python::named(name)?,
            None => python::find()?,
        };
        let mut collection = Collection::new(
            Place::Named(self.output.clone()),
            "cg-plot-capture demo".into(),
            true,
        )?;
        let environment = Environment::ready(&python, self.python.is_some())?;
        collection.discard(|name| gallery::script(name).is_some_and(is_ours))?;
        let mut complete = true;
        for script in &SCRIPTS {
            message(format_args!("running {}", script.name));
            let before = collection.figures().len();
            let status = script.run(&environment, &mut collection)?;
            if status.signal().is_some_and(|signal| ENDS.contains(&signal)) {
                return Ok(end_like(status));
            }
            let count = collection.figures().len() - before;
            fact(format_args!("{}: {}", script.name, figures(count)))?;
            complete &=
                (status.success() && count == script.figures) || (script.is_optional && count == 0);
        }
        let page = collection.finish()?;
        let path = page.map(fs_err::canonicalize).transpose()?.unwrap_or_default();
        fact(format_args!("{}: {}", figures(collection.figures().len()), path.display()))?;
        if complete {
            return Ok(ExitCode::SUCCESS);
        }
        Err(Error::new("not every figure of the demo arrived"))
    }
}

impl Script {
    /// Runs it under capture.
    fn run(&self, environment: &Environment, collection: &mut Collection) -> Result<ExitStatus> {
        let folder = temporary::private()?;
        let path = folder.path().join(self.name);
        fs_err::write(&path, self.text)?;
        let mut command = environment.command();
        command.arg(&path).stdin(Stdio::null());
        command.stdout(std::io::stderr().as_fd().try_clone_to_owned()?);
        settle(&mut command);
        let mut throttle = Throttle::default();
        let result = Capture::new()?.run(command, |bytes| {
            collection.feed(bytes);
            throttle.keep(collection.figures().len(), || collection.show())
        });
        collection.end_stream();
        result.map_err(|error| match error {
            NotStarted::Error(error) | NotStarted::Command(error, _) => error,
        })
    }
}

/// Shows the same to everybody, whatever they have set.
fn settle(command: &mut Command) {
    for (name, _) in cg_plot_capture::settings::DEFAULTS {
        command.env_remove(name);
    }
    command.env_remove(picture::VARIABLE);
    command.env("CG_PLOT_MODE", "display").env("CG_PLOT_FILENAME", capture::FILENAME);
}

fn is_ours(name: &str) -> bool {
    SCRIPTS.iter().any(|script| Path::new(script.name).file_stem() == Some(name.as_ref()))
}

fn figures(count: usize) -> String {
    format!("{count} figure{}", if count == 1 { "" } else { "s" })
}

fn fact(line: std::fmt::Arguments<'_>) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
