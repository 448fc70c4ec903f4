//! `run`: captures one command, enables nothing and leaves nothing installed.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use cg_plot_capture::inherited;
use cg_plot_capture::settings::{self, Mode, Settings};
use clap::ValueHint;
use clap::builder::TypedValueParser as _;

use crate::capture::child::{NotStarted, end_like};
use crate::capture::figure_counter::FigureCounter;
use crate::capture::{self, CommandCapture};
use crate::collection::throttle::Throttle;
use crate::collection::{Collection, OutputFolder};
use crate::commands::suggested_values::MODES;
use crate::elf;
use crate::error::Result;
use crate::payload::LIBC;
use crate::picture::{self, Pictures};
use crate::stderr::message;

/// Capture the figures of one command, without enabling anything.
///
/// The command has our stdin, stdout and stderr. We end with its exit code, or by the signal that
/// killed it. The figures that its Python processes show become SVG files, and index.html beside
/// them shows them all, also while the command is still running. Meanwhile, a terminal shows their
/// number at the right end of the line. At the end, a line on stderr tells how many figures there
/// are and where.
#[derive(clap::Args)]
pub(crate) struct Run {
    /// The folder for the figures and index.html. It is made if it does not exist, and no figure in
    /// it is overwritten.
    ///
    /// By default, a new folder plots-<date>-<time> in the current one, which is made when the
    /// first figure arrives.
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: Option<PathBuf>,

    /// Where figures go: display (to us), save (to the files that CG_PLOT_FILENAME names), both.
    ///
    /// By default, the value of CG_PLOT_MODE, or else display.
    #[arg(long, value_parser = MODES.try_map(mode), hide_possible_values = true)]
    mode: Option<String>,

    /// Also show each figure in the terminal, if it supports kitty's or iTerm2's graphics.
    #[arg(long)]
    inline: bool,

    /// The command and its arguments.
    #[arg(
        trailing_var_arg = true,
        required = true,
        value_name = "CMD",
        value_hint = ValueHint::CommandWithArguments
    )]
    command: Vec<OsString>,
}

impl Run {
    /// Runs the command; the result is its exit code.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let place = self.output.clone().map_or(OutputFolder::Dated, OutputFolder::Named);
        let (mut command, by_script) = self.command();
        let mut collection = Collection::new(place, self.title(), by_script)?;
        let capture = CommandCapture::new()?;
        let mut throttle = Throttle::default();
        let mut counter = FigureCounter::default();
        let mut pictures = self.inline.then(Pictures::start).flatten();
        match &pictures {
            Some(pictures) => command.env(picture::VARIABLE, pictures.folder()),
            // If this `run` is inside another one, the variable is of the outer one.
            None => command.env_remove(picture::VARIABLE),
        };
        let mut shown = 0;
        let result = capture.run(command, |bytes| {
            collection.feed(bytes);
            let (folder, figures) = (collection.folder(), collection.figures());
            if let (Some(pictures), Some(folder)) = (&mut pictures, folder) {
                figures[shown..]
                    .iter()
                    .for_each(|figure| pictures.show(&folder.join(&figure.file)));
            }
            shown = figures.len();
            throttle.update(shown, || {
                collection.show();
                if pictures.is_none() {
                    counter.show(shown);
                }
            })
        });
        drop(capture);
        counter.clear();
        if let Some(pictures) = pictures {
            pictures.finish();
        }
        let ended = match result {
            Ok(ended) => ended,
            Err(NotStarted::Error(error)) => return Err(error),
            Err(NotStarted::Command(error, code)) => {
                error.print();
                return Ok(ExitCode::from(code));
            }
        };
        collection.end_stream();
        match collection.finish() {
            // It was already reported that all figures are lost.
            Ok(_) if collection.figures().is_empty() && collection.lost() > 0 => {}
            Ok(page) => report(collection.figures().len(), page, self.effective_mode()),
            // The exit code stays the command's, which our caller needs.
            Err(error) => message(error),
        }
        Ok(end_like(ended))
    }

    /// The mode that the command finds in its environment.
    fn effective_mode(&self) -> Mode {
        let own = |name: &str| self.mode.clone().filter(|_| name == "CG_PLOT_MODE");
        let environment = |name: &str| std::env::var(name).ok();
        // The command's own processes report bad values.
        Settings::load(&[&own, &environment]).0.mode
    }

    /// The command with its settings, and whether the names of its figures will contain the script.
    fn command(&self) -> (Command, bool) {
        let mut command = Command::new(&self.command[0]);
        command.args(&self.command[1..]);
        inherited::pass_on_closed(&mut command);
        // The mode is set even if it is the default, because otherwise a mode that `enable` has
        // stored would win.
        if let Some(mode) = self.mode.as_deref().or((!is_set("CG_PLOT_MODE")).then_some("display"))
        {
            command.env("CG_PLOT_MODE", mode);
        }
        if !is_set("CG_PLOT_DESCRIBE") && !is_stored("CG_PLOT_DESCRIBE") {
            command.env("CG_PLOT_DESCRIBE", "on");
        }
        let by_script = !is_set("CG_PLOT_FILENAME") && !self.effective_mode().saves();
        if by_script {
            command.env("CG_PLOT_FILENAME", capture::FILENAME);
        }
        (command, by_script)
    }

    /// The command line as a heading for people, shortened.
    fn title(&self) -> String {
        let words: Vec<_> = self.command.iter().map(|word| word.to_string_lossy()).collect();
        let line = words.join(" ");
        match line.char_indices().nth(LONGEST_TITLE) {
            Some((end, _)) => format!("{}…", &line[..end]),
            None => line,
        }
    }
}

/// The longest heading of the page, in characters.
const LONGEST_TITLE: usize = 120;

/// Checks a value of `--mode`.
fn mode(value: String) -> Result<String, String> {
    settings::check("CG_PLOT_MODE", &value).map(|()| value)
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// Whether `enable` has stored a value, for this user or for all.
fn is_stored(name: &str) -> bool {
    let folders = settings::own_folders().into_iter().chain([settings::SYSTEM.into()]);
    folders.map(|folder| folder.join("settings")).any(|file| {
        settings::stored(&file).iter().any(|(stored, value)| stored == name && !value.is_empty())
    })
}

/// Prints the line at the end.
fn report(count: usize, page: Option<PathBuf>, mode: Mode) {
    let off = std::env::var("CG_PLOT_CAPTURE").is_ok_and(|value| value.eq_ignore_ascii_case("off"));
    match (count, page) {
        (0, _) | (_, None) if off => message("no figure arrived: CG_PLOT_CAPTURE is off"),
        (0, _) | (_, None) if !mode.displays() => {
            message("no figure arrived: in mode save figures go to files only");
        }
        (0, _) | (_, None) => match elf::libc(Path::new("/bin/sh")) {
            Some(libc) if libc != LIBC => message(format_args!(
                "no figure arrived: programs here are linked with {libc}, and this command \
                 captures Pythons that are linked with {LIBC}"
            )),
            _ => message("no figure arrived"),
        },
        (1, Some(page)) => message(format_args!("1 figure: {}", page.display())),
        (count, Some(page)) => message(format_args!("{count} figures: {}", page.display())),
    }
}
