//! `describe`: prints what is in figures, in words or as JSON.

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueHint;
use serde::Serialize;

use crate::description::Description;
use crate::error::Result;
use crate::output;
use crate::stderr::{escaped, message};

/// Print what is in figures that were captured with their descriptions.
///
/// A figure is the SVG that was displayed, or the JSON file beside one that was saved. `run` adds the
/// description; other captures do so with CG_PLOT_DESCRIBE=on.
#[derive(clap::Args)]
#[command(after_help = "Exit: 0, every file has a description; 1, one has none; 2, wrong usage.")]
pub(crate) struct Describe {
    /// The figures.
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,

    /// Print the descriptions as JSON, one a line.
    #[arg(long)]
    json: bool,
}

impl Describe {
    /// Prints the descriptions; the result is the exit code.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let mut found = vec![];
        let mut missing = false;
        for file in &self.files {
            match Description::of_file(file) {
                Ok(description) => found.push((file.display().to_string(), description)),
                Err(why) => {
                    missing = true;
                    message(why);
                }
            }
        }
        if self.json {
            let lines: String = found.iter().map(|(_, one)| one.json.clone() + "\n").collect();
            output::write(lines.as_bytes())?;
        } else {
            let named = self.files.len() > 1;
            output::print(&Words { named, found }, false, None)?;
        }
        Ok(if missing { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

/// The descriptions for people.
#[derive(Serialize)]
struct Words {
    named: bool,
    #[serde(skip)]
    found: Vec<(String, Description)>,
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (file, description) in &self.found {
            if self.named {
                write!(f, "{}: ", escaped(file))?;
            }
            // One line each, whatever a title has in it.
            writeln!(f, "{}", escaped(&description.words))?;
        }
        Ok(())
    }
}
