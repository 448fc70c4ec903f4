//! What is said on stderr: talk, as opposed to the facts on stdout.

use std::fmt::Display;
use std::io::{IsTerminal as _, Write as _};

/// Says one line beside a command's own output, which names who speaks.
pub(crate) fn say(text: impl Display) {
    line(format_args!("cg-plot-capture: {text}"));
}

/// Writes one line. A reader of stderr that has gone is no reason to end, as it would be for
/// `eprintln!`.
pub(crate) fn line(text: impl Display) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Shows what goes on in one line that the next one overwrites, to a person at a terminal only.
pub(crate) fn progress(text: impl Display) {
    if std::io::stderr().is_terminal() {
        let _ = write!(std::io::stderr(), "\r{text}\x1b[K");
    }
}
