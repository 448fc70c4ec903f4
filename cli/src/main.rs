//! `cg-plot-capture`: installs, removes, shows and explains the capture of Matplotlib figures.

mod capture;
mod channel;
mod child;
mod collection;
mod commands;
mod error;
mod gallery;
mod payload;
mod stream;
mod talk;
mod temporary;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    commands::Arguments::parse().run().unwrap_or_else(|error| {
        error.print();
        ExitCode::FAILURE
    })
}
