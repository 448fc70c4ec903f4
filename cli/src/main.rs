//! `cg-plot-capture`: installs, removes, shows and explains the capture of Matplotlib figures.

mod commands;
mod error;
mod payload;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    commands::Arguments::parse().run().unwrap_or_else(|error| {
        error.print();
        ExitCode::FAILURE
    })
}
