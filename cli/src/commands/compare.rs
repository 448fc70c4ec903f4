//! `compare`: says what differs between a figure and a reference.

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueHint;
use serde::Serialize;

use crate::comparison::{Difference, Group, Options, Tolerance, compare};
use crate::description::Description;
use crate::error::{Error, Result, USAGE};
use crate::output;

/// Say what differs between a figure and a reference.
///
/// Both are figures that were captured with their descriptions: an SVG, or the JSON file beside a saved figure.
/// Numbers are the same within a tolerance. The order of lines, of a legend and of the points of a scatter, the
/// size, the resolution and the place in the program are not compared.
#[derive(clap::Args)]
#[command(
    after_help = "Exit: 0, they are alike; 1, they differ; 2, wrong usage, or a file has no description."
)]
pub(crate) struct Compare {
    /// The figure as it should be.
    #[arg(value_hint = ValueHint::FilePath)]
    reference: PathBuf,

    /// The figure to compare with it.
    #[arg(value_hint = ValueHint::FilePath)]
    figure: PathBuf,

    /// How far two numbers may be apart, as a part of the larger one.
    #[arg(long, value_name = "PART", default_value = "1e-9", value_parser = tolerance)]
    rtol: f64,

    /// How far two numbers may be apart in any case.
    #[arg(long, value_name = "NUMBER", default_value = "1e-9", value_parser = tolerance)]
    atol: f64,

    /// What is not compared.
    #[arg(long, value_name = "WHAT,...", value_delimiter = ',')]
    ignore: Vec<Group>,

    /// Print the differences as JSON.
    #[arg(long)]
    json: bool,
}

/// A number that is not negative.
fn tolerance(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "it is not a number".to_owned())?;
    match number >= 0.0 && number.is_finite() {
        true => Ok(number),
        false => Err("it is not a finite number from 0 on".into()),
    }
}

impl Compare {
    /// Prints the differences; the result is the exit code.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let read = |file| Description::of_file(file).map(|found| found.tree());
        let (reference, figure) = match (read(&self.reference), read(&self.figure)) {
            (Ok(reference), Ok(figure)) => (reference, figure),
            (Err(why), _) | (_, Err(why)) => {
                Error::new(why).print();
                return Ok(ExitCode::from(USAGE));
            }
        };
        let tolerance = Tolerance { relative: self.rtol, absolute: self.atol };
        let options = Options { tolerance, ignored: self.ignore.clone() };
        let differences = compare(&reference, &figure, &options);
        let alike = differences.is_empty();
        output::print(&Comparison { alike, differences }, self.json, None)?;
        Ok(if alike { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// What is printed.
#[derive(Serialize)]
struct Comparison {
    alike: bool,
    differences: Vec<Difference>,
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for difference in &self.differences {
            // One line each, whatever a title has in it.
            writeln!(f, "{}", crate::stderr::escaped(&difference.words))?;
        }
        if self.alike {
            writeln!(f, "alike")?;
        }
        Ok(())
    }
}
