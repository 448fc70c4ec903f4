//! Checks with a real figure, if there is a Matplotlib.

use std::path::Path;
use std::time::Duration;

use serde::Deserialize;

use crate::diagnosis::Check;
use crate::diagnosis::reach::with_channel;
use crate::install::python;
use crate::quote::quote;

/// The time limit is long, because Matplotlib lists the fonts at its first start on a machine.
const LIMIT: Duration = Duration::from_secs(120);

#[derive(Deserialize)]
struct FigureAnswer {
    matplotlib: Option<String>,
    backend: Option<String>,
    formats: Vec<String>,
    original: Option<String>,
    failure: Option<String>,
}

/// Shows a figure in the Python at `program`; returns no check if it has no Matplotlib. `suffix` is
/// that of the saved files, and `remedy` is the command to type if no figure arrives.
pub(crate) fn check(program: &Path, suffix: Option<&str>, remedy: &str) -> Vec<Check> {
    let words = [&program.to_string_lossy(), "-c", include_str!("figure.py")].map(str::to_owned);
    let output = python::output_within(&mut with_channel(&words), LIMIT);
    let subject = format!("a figure of {}", program.display());
    let answer: Option<FigureAnswer> =
        output.as_ref().ok().and_then(|output| python::answer(&output.err));
    let Some(answer) = answer else {
        let why = output.err().unwrap_or_else(|| "it does not answer".into());
        return vec![Check::problem(subject, why, format!("{} -c pass", quote(program)))];
    };
    let Some(version) = &answer.matplotlib else { return vec![] };
    let pip = format!("{} -m pip install --upgrade matplotlib", quote(program));
    let delivered = output.is_ok_and(|output| output.out.starts_with(b"{\"messageType\""));
    let asked = answer.backend.as_deref().unwrap_or("none");
    let mut checks = vec![match answer.failure {
        _ if old(version) => {
            Check::problem(subject, format!("Matplotlib {version} is older than 3.6"), pip)
        }
        _ if delivered => Check::good(
            subject,
            format!("delivered, Matplotlib {version}, backend asked for and answered: {asked}"),
        ),
        Some(why) => Check::problem(subject, format!("Matplotlib {version}: {why}"), remedy),
        None => Check::problem(
            subject,
            format!("Matplotlib {version}: it was shown and did not arrive"),
            remedy,
        ),
    }];
    if let Some(original) = answer.original.filter(|version| version.starts_with("1.")) {
        let text =
            format!("{original} is installed there; while the capture is enabled, ours is used");
        let subject = format!("the original package in {}", program.display());
        let remove = format!("{} -m pip uninstall cg-plot-capture", quote(program));
        checks.push(Check::note(subject, text).with("to remove it", remove));
    }
    if let Some(suffix) = suffix.filter(|suffix| {
        !answer.formats.is_empty() && !answer.formats.iter().any(|format| format == suffix)
    }) {
        let formats = answer.formats.join(" ");
        let text =
            format!("no format of Matplotlib {version}, which writes {formats}; PNG is saved");
        checks.push(Check::problem(
            format!("CG_PLOT_FILENAME with the suffix .{suffix}"),
            text,
            "export CG_PLOT_FILENAME='plot_{i}.png'",
        ));
    }
    checks
}

fn old(version: &str) -> bool {
    let mut numbers = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    (numbers.next(), numbers.next()) < (Some(3), Some(6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(old("3.5.3") && old("2.2") && !old("3.6.0") && !old("3.11.2") && !old("4.0"));
    }
}
