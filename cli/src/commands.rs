//! The command line, with one module for each command.

mod check;
mod collect;
mod compare;
mod completions;
mod demo;
mod describe;
mod disable;
mod doctor;
mod enable;
mod man;
mod run;
mod status;
mod suggested_values;
pub(crate) mod version;

use std::process::ExitCode;

use crate::error::Result;

/// Delivers every Matplotlib figure that any Python process on this machine shows.
#[derive(clap::Parser)]
#[command(version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Enable(Box<enable::Enable>),
    Disable(disable::Disable),
    Status(status::Status),
    Doctor(doctor::Doctor),
    Run(run::Run),
    Collect(collect::Collect),
    Describe(describe::Describe),
    Compare(compare::Compare),
    Check(check::Check),
    Demo(demo::Demo),
    Completions(completions::Completions),
    Man(man::Pages),
}

impl Arguments {
    /// Runs the command that the user named, and returns its exit code.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        match &self.command {
            Command::Enable(enable) => enable.run(),
            Command::Disable(disable) => disable.run(),
            Command::Status(status) => status.run(),
            Command::Doctor(doctor) => doctor.run(),
            Command::Run(run) => run.run(),
            Command::Collect(collect) => collect.run(),
            Command::Describe(describe) => describe.run(),
            Command::Compare(compare) => compare.run(),
            Command::Check(check) => check.run(),
            Command::Demo(demo) => demo.run(),
            Command::Completions(completions) => completions.run(),
            Command::Man(man) => man.run(),
        }
    }
}
