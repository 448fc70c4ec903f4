//! What the command writes to stderr: messages. The facts go to stdout.

use std::fmt::Display;
use std::io::{IsTerminal as _, Write as _};

/// Says one line beside a command's own output, which names who speaks.
pub(crate) fn message(text: impl Display) {
    line(format_args!("cg-plot-capture: {text}"));
}

/// Writes one line. A reader of stderr that has gone is no reason to end, as it would be for `eprintln!`.
pub(crate) fn line(text: impl Display) {
    let _ = writeln!(std::io::stderr(), "{}", escaped(&text.to_string()));
}

/// Whether a character acts on what shows it, instead of being shown: also those that turn the
/// direction of what follows, so that a name seems to be another (Unicode's bidirectional controls).
pub(crate) fn is_control(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A line of which what is in it of paths and of others' words does nothing to a terminal.
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

/// Shows what goes on in one line that the next one overwrites, to a person at a terminal only.
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
