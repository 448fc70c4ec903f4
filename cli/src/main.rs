//! `cg-plot-capture`: installs, removes, shows and explains the capture of Matplotlib figures.

#![forbid(unsafe_code)]

mod capture;
mod carriers;
mod channel;
mod child;
mod collection;
mod commands;
mod coverage;
mod error;
mod file;
mod gallery;
mod hook;
mod install;
mod interpreter;
mod marked;
mod output;
mod payload;
mod plan;
mod proof;
mod python;
mod receipt;
mod shell;
mod slot;
mod stage;
mod startup;
mod stored;
mod stream;
mod surroundings;
mod talk;
mod temporary;
mod undo;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    commands::Arguments::parse().run().unwrap_or_else(|error| {
        error.print();
        ExitCode::FAILURE
    })
}
