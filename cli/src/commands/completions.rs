//! `completions`: prints a script with which a shell completes our command.

use std::process::ExitCode;

use clap::{CommandFactory as _, ValueEnum};
use clap_complete::Shell;

use crate::commands::Arguments;
use crate::error::Result;
use crate::output;

/// Print a script with which a shell completes this command
#[derive(clap::Args)]
#[command(after_help = "bash: eval \"$(cg-plot-capture completions bash)\" in ~/.bashrc
zsh:  cg-plot-capture completions zsh > a file _cg-plot-capture in a folder of $fpath
fish: cg-plot-capture completions fish > ~/.config/fish/completions/cg-plot-capture.fish")]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum, ignore_case = true)]
    shell: ShellName,
}

/// The shells for which the capture has start-up lines.
#[derive(Clone, Copy, ValueEnum)]
enum ShellName {
    Bash,
    Zsh,
    Fish,
}

impl Completions {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let shell = match self.shell {
            ShellName::Bash => Shell::Bash,
            ShellName::Zsh => Shell::Zsh,
            ShellName::Fish => Shell::Fish,
        };
        let mut script = vec![];
        clap_complete::generate(shell, &mut Arguments::command(), "cg-plot-capture", &mut script);
        let script = String::from_utf8_lossy(&script);
        // In some places clap_complete takes the dashes of our name for separators between
        // commands, for bash only.
        let script = script.replace("cg__subcmd__plot__subcmd__capture", "cg__plot__capture");
        output::write(script.as_bytes())?;
        Ok(ExitCode::SUCCESS)
    }
}
