//! What is said on stderr: talk, as opposed to the facts on stdout.

use std::fmt::Display;
use std::io::Write as _;

/// Says one line. A reader of stderr that has gone is no reason to end, as it would be for `eprintln!`.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(std::io::stderr(), "cg-plot-capture: {line}");
}
