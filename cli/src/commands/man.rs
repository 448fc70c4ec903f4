//! `man`: the manual's pages, one for the command and one for each of its commands.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::commands::Arguments;
use crate::error::Result;
use crate::output;

/// Print the manual's pages, or write them into a folder
#[derive(clap::Args)]
#[command(
    after_help = "To read them: cg-plot-capture man ~/.local/share/man/man1; man cg-plot-capture"
)]
pub(crate) struct Pages {
    /// Where to write them, a file for each; the folder is made
    folder: Option<PathBuf>,
}

impl Pages {
    /// Does it.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let mut command = Arguments::command().disable_help_subcommand(true);
        // Gives the commands their full names.
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
