//! `check`: holds figures to a teacher's rules.

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueHint;
use serde::Serialize;

use crate::description::Description;
use crate::error::{Result, USAGE};
use crate::output;
use crate::rules::{Rules, Verdict};
use crate::stderr::{escaped, message};

/// Hold figures to the rules in a TOML file.
///
/// A rule is a line such as `title = "required"` or `axes[0].y.label = "~ /temp/i"`. The figures are SVGs with
/// descriptions, or the JSON files beside saved figures. docs/GRADING.md has every rule.
#[derive(clap::Args)]
#[command(
    after_help = "Exit: 0, all rules hold; 1, some do not; 2, wrong usage, a fault in RULES, or a figure whose description is missing or says too little."
)]
pub(crate) struct Check {
    /// The file with the rules.
    #[arg(value_hint = ValueHint::FilePath)]
    rules: PathBuf,

    /// The figures.
    #[arg(required = true, value_name = "FIGURE", value_hint = ValueHint::FilePath)]
    figures: Vec<PathBuf>,

    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

impl Check {
    /// Prints a line for each rule; the result is the exit code.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let text = match fs_err::read(&self.rules).map(String::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(error)) => {
                message(format_args!("{} is not UTF-8: {error}", self.rules.display()));
                return Ok(ExitCode::from(USAGE));
            }
            Err(error) => {
                message(error);
                return Ok(ExitCode::from(USAGE));
            }
        };
        let rules = match Rules::parse(&text) {
            Ok(rules) => rules,
            Err(problems) => {
                for one in problems {
                    let file = self.rules.display();
                    message(format_args!("{file}:{}:{}: {}", one.line, one.column, one.message));
                }
                return Ok(ExitCode::from(USAGE));
            }
        };
        let mut figures = vec![];
        let mut unread = false;
        for file in &self.figures {
            match Description::of_file(file) {
                Ok(description) => {
                    let verdicts = rules.verdicts(&description.tree());
                    let such = |passes| verdicts.iter().filter(|one| one.passes == passes).count();
                    let (passed, unclear) = (such(Some(true)), such(None));
                    unread |= unclear > 0;
                    let (file, count) = (file.display().to_string(), verdicts.len());
                    let rules = verdicts;
                    figures.push(Checked { file, error: None, passed, unclear, count, rules });
                }
                Err(why) => {
                    unread = true;
                    message(&why);
                    let (file, count) = (file.display().to_string(), rules.count());
                    let (error, rules) = (Some(why), vec![]);
                    figures.push(Checked { file, error, passed: 0, unclear: count, count, rules });
                }
            }
        }
        let holds = !unread && figures.iter().all(|figure| figure.passed == figure.count);
        output::print(&Report { holds, named: self.figures.len() > 1, figures }, self.json, None)?;
        Ok(match (unread, holds) {
            (true, _) => ExitCode::from(USAGE),
            (false, true) => ExitCode::SUCCESS,
            (false, false) => ExitCode::FAILURE,
        })
    }
}

/// What is printed.
#[derive(Serialize)]
struct Report {
    holds: bool,
    #[serde(skip)]
    named: bool,
    figures: Vec<Checked>,
}

/// What the rules say of one figure.
#[derive(Serialize)]
struct Checked {
    file: String,
    /// Why it can't be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    passed: usize,
    /// How many rules say nothing, because the description says too little.
    unclear: usize,
    count: usize,
    rules: Vec<Verdict>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for figure in self.figures.iter().filter(|figure| figure.error.is_none()) {
            if self.named {
                writeln!(f, "{}:", escaped(&figure.file))?;
            }
            for verdict in &figure.rules {
                writeln!(f, "{}", escaped(&verdict.to_string()))?;
            }
            write!(f, "{} of {} rules hold", figure.passed, figure.count)?;
            match figure.unclear {
                0 => writeln!(f)?,
                unclear => writeln!(f, ", and nobody can tell of {unclear}")?,
            }
        }
        Ok(())
    }
}
