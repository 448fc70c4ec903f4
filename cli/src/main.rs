//! `cg-plot-capture`: installs, removes, shows and explains the capture of Matplotlib figures.

#![forbid(unsafe_code)]

mod capture;
mod collection;
mod commands;
mod comparison;
mod description;
mod diagnosis;
mod edit;
mod elf;
mod error;
mod file;
mod install;
mod output;
mod payload;
mod picture;
mod quote;
mod rules;
mod stderr;

use std::process::ExitCode;

use cg_plot_capture::inherited;
use clap::Parser as _;
use clap::error::ErrorKind;

fn main() -> ExitCode {
    inherited::ignore_sigxfsz();
    inherited::reset_sigchld();
    if picture::is_display_process() {
        return picture::display_process::run();
    }
    let done = match commands::Arguments::try_parse() {
        Ok(arguments) => arguments.run(),
        Err(shown) if shown.use_stderr() => shown.exit(),
        Err(shown) if shown.kind() == ErrorKind::DisplayVersion => {
            output::write(commands::version::text().as_bytes()).map(|()| ExitCode::SUCCESS)
        }
        Err(shown) => output::help(&shown.render()).map(|()| ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|error| {
        error.print();
        ExitCode::FAILURE
    })
}
