//! One marked line in a file that somebody else writes: added once, taken out alone.

/// What our line ends with.
pub(crate) const MARK: &str = "# cg-plot-capture";

/// Where the line goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Before all else.
    Start,
    /// After all else.
    End,
    /// The same in `/etc/ld.so.preload`, where a carriage return would be part of a name.
    Entry,
}

/// Whether `text` has `line`.
pub(crate) fn has(text: &[u8], line: &str) -> bool {
    lines(text).any(|one| is(one, line))
}

/// `text` with `line` in it once, ended as the other lines are.
///
/// In a file with CRLF the carriage return ends up in our comment, where no shell minds it.
pub(crate) fn add(text: &[u8], line: &str, place: Place) -> Vec<u8> {
    let end = match text.iter().position(|byte| *byte == b'\n') {
        Some(at) if text[..at].ends_with(b"\r") && place != Place::Entry => "\r\n",
        _ => "\n",
    };
    let line = format!("{line}{end}");
    match place {
        Place::Start => [line.as_bytes(), text].concat(),
        _ if text.is_empty() || text.ends_with(b"\n") => [text, line.as_bytes()].concat(),
        Place::End | Place::Entry => [text, end.as_bytes(), line.as_bytes()].concat(),
    }
}

/// The lines of `text` that begin with `start`, but for `line`.
pub(crate) fn starting(text: &[u8], start: &str, line: &str) -> Vec<String> {
    let found = lines(text).filter(|one| !is(one, line));
    let found = found.filter_map(|one| std::str::from_utf8(one.trim_ascii()).ok());
    found.filter(|one| one.starts_with(start)).map(str::to_owned).collect()
}

/// `text` without `line`.
pub(crate) fn remove(text: &[u8], line: &str) -> Vec<u8> {
    lines(text).filter(|one| !is(one, line)).collect::<Vec<_>>().concat()
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|byte| *byte == b'\n')
}

fn is(one: &[u8], line: &str) -> bool {
    one.trim_ascii() == line.as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "if x; then y; fi # cg-plot-capture";

    #[test]
    fn the_line_goes_first_or_last() {
        assert_eq!(add(b"a\n", LINE, Place::Start), format!("{LINE}\na\n").into_bytes());
        assert_eq!(add(b"a\n", LINE, Place::End), format!("a\n{LINE}\n").into_bytes());
        assert_eq!(add(b"", LINE, Place::End), format!("{LINE}\n").into_bytes());
    }

    #[test]
    fn a_missing_final_newline_is_added_and_line_ends_are_kept() {
        assert_eq!(add(b"a", LINE, Place::End), format!("a\n{LINE}\n").into_bytes());
        assert_eq!(add(b"a\r\nb", LINE, Place::End), format!("a\r\nb\r\n{LINE}\r\n").into_bytes());
        assert_eq!(add(b"a\r\nb", LINE, Place::Entry), format!("a\r\nb\n{LINE}\n").into_bytes());
    }

    #[test]
    fn what_was_added_is_found_and_taken_out_alone() {
        for text in ["", "a\n", "a\r\n", "\n\n"] {
            for place in [Place::Start, Place::End, Place::Entry] {
                let added = add(text.as_bytes(), LINE, place);
                assert!(has(&added, LINE) && !has(text.as_bytes(), LINE));
                assert_eq!(remove(&added, LINE), text.as_bytes());
            }
        }
    }
}
