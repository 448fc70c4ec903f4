//! `man`: prints the manual pages, one for the program and one for each command.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::commands::Arguments;
use crate::error::Result;
use crate::output;

/// Print the manual pages, or write them into a folder
#[derive(clap::Args)]
#[command(
    after_help = "To read them: cg-plot-capture man ~/.local/share/man/man1; man cg-plot-capture"
)]
pub(crate) struct Pages {
    /// The folder for the pages, one file for each; it is made if it does not exist
    folder: Option<PathBuf>,
}

impl Pages {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let mut command = Arguments::command().disable_help_subcommand(true);
        // This gives the commands their full names.
        command.build();
        let commands = command.get_subcommands().cloned();
        for command in std::iter::once(command.clone()).chain(commands) {
            let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
            let mut page = vec![];
            Man::new(command).title(name.to_uppercase()).render(&mut page)?;
            match &self.folder {
                Some(folder) => {
                    fs_err::create_dir_all(folder)?;
                    fs_err::write(folder.join(name + ".1"), page)?;
                }
                None => output::write(&page)?,
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
