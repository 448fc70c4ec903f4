//! `demo`: shows the capture at work on a machine that has only a `python3`.

mod python_choice;
mod venv;

use std::io::Write as _;
use std::os::fd::AsFd as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use clap::ValueHint;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};

use crate::capture::child::{NotStarted, end_like};
use crate::capture::{self, CommandCapture, temporary};
use crate::collection::throttle::Throttle;
use crate::collection::{Collection, OutputFolder, gallery};
use crate::error::{Error, Result};
use crate::picture;
use crate::stderr::message;
use venv::DemoVenv;

/// A script that is part of the command, and how many figures it shows.
struct DemoScript {
    name: &'static str,
    text: &'static str,
    figures: usize,
    /// It shows nothing, and says so, where this Python lacks a part of its standard library.
    is_optional: bool,
}

impl DemoScript {
    /// A script that shows so many figures.
    const fn new(name: &'static str, text: &'static str, figures: usize) -> Self {
        Self { name, text, figures, is_optional: false }
    }
}

/// A plain script, one that asks for a window, one whose worker processes plot, and one that draws
/// with turtle.
const SCRIPTS: [DemoScript; 4] = [
    DemoScript::new("plain.py", include_str!("demo/plain.py"), 2),
    DemoScript::new("tkagg.py", include_str!("demo/tkagg.py"), 1),
    DemoScript::new("workers.py", include_str!("demo/workers.py"), 3),
    DemoScript { is_optional: true, ..DemoScript::new("tree.py", include_str!("demo/tree.py"), 1) },
];

/// A script that one of these signals ends also ends the demo.
const ENDS: [i32; 4] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];

/// Show the capture at work: a private Python environment, four scripts, a page with their
/// figures.
///
/// The first time, it downloads Matplotlib with pip into a Python environment of its own, in your
/// cache folder ($XDG_CACHE_HOME/cg-plot-capture, by default below ~/.cache). It changes nothing
/// else on this machine.
#[derive(clap::Args)]
pub(crate) struct Demo {
    /// The folder for the figures and index.html. Figures of an earlier demo in it are replaced.
    #[arg(
        short,
        long,
        value_name = "DIR",
        default_value = "cg-plot-capture-demo",
        value_hint = ValueHint::DirPath
    )]
    output: PathBuf,

    /// The Python that makes that environment, instead of the first suitable one on PATH
    #[arg(long, value_name = "PATH")]
    python: Option<PathBuf>,
}

impl Demo {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let python = match &self.python {
            Some(name) => python_choice::named(name)?,
            None => python_choice::find()?,
        };
        let mut collection = Collection::new(
            OutputFolder::Named(self.output.clone()),
            "cg-plot-capture demo".into(),
            true,
        )?;
        let environment = DemoVenv::ready(&python, self.python.is_some())?;
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
            print_line(format_args!("{}: {}", script.name, figures(count)))?;
            complete &=
                (status.success() && count == script.figures) || (script.is_optional && count == 0);
        }
        let page = collection.finish()?;
        let path = page.map(fs_err::canonicalize).transpose()?.unwrap_or_default();
        print_line(format_args!("{}: {}", figures(collection.figures().len()), path.display()))?;
        if complete {
            return Ok(ExitCode::SUCCESS);
        }
        Err(Error::new("not every figure of the demo arrived"))
    }
}

impl DemoScript {
    /// Runs the script under capture and adds its figures to `collection`.
    fn run(&self, environment: &DemoVenv, collection: &mut Collection) -> Result<ExitStatus> {
        let folder = temporary::private()?;
        let path = folder.path().join(self.name);
        fs_err::write(&path, self.text)?;
        let mut command = environment.command();
        command.arg(&path).stdin(Stdio::null());
        command.stdout(std::io::stderr().as_fd().try_clone_to_owned()?);
        set_demo_settings(&mut command);
        let mut throttle = Throttle::default();
        let result = CommandCapture::new()?.run(command, |bytes| {
            collection.feed(bytes);
            throttle.update(collection.figures().len(), || collection.show())
        });
        collection.end_stream();
        result.map_err(|error| match error {
            NotStarted::Error(error) | NotStarted::Command(error, _) => error,
        })
    }
}

/// Gives the demo's settings to `command`, whatever the user has set.
fn set_demo_settings(command: &mut Command) {
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

fn print_line(line: std::fmt::Arguments<'_>) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
