//! Messages of the command on stderr. Results go to stdout.

use std::fmt::Display;
use std::io::{IsTerminal as _, Write as _};

/// Writes one line beside a command's own output, with our name in front.
pub(crate) fn message(text: impl Display) {
    line(format_args!("cg-plot-capture: {text}"));
}

/// Writes one line. If the reader of stderr has gone, the line is lost; `eprintln!` would panic.
pub(crate) fn line(text: impl Display) {
    let _ = writeln!(std::io::stderr(), "{}", escaped(&text.to_string()));
}

/// Whether a terminal acts on a character instead of showing it. This includes characters that
/// reverse the direction of the text, so that a name looks like another (Unicode's bidirectional
/// controls).
pub(crate) fn is_control(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The line with control characters escaped, so that paths and messages of others do nothing to a
/// terminal.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match is_control(character) {
            true => escaped.extend(character.escape_default()),
            false => escaped.push(character),
        }
    }
    escaped
}

/// Shows progress in one line that the next one overwrites; at a terminal only.
pub(crate) fn progress(text: impl Display) {
    if std::io::stderr().is_terminal() {
        let _ = write!(std::io::stderr(), "\r{text}\x1b[K");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_and_do_nothing() {
        assert_eq!(escaped("a\nb\u{1b}[2J\u{202e}ö 'x'"), "a\\nb\\u{1b}[2J\\u{202e}ö 'x'");
    }
}
