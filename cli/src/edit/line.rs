//! Adds a line of ours to a text of somebody else's, and removes it.
//!
//! No two lines ever join or continue each other: not ours with one of theirs, and not two of
//! theirs after ours is removed.

/// Where the line goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinePosition {
    /// Before all other lines, in a text where a backslash continues a line.
    Start,
    /// After all other lines, in such a text.
    End,
    /// After all other lines, in a plain list, where a carriage return would be part of an entry.
    Entry,
}

/// Whether `text` has `line`.
pub(crate) fn has(text: &[u8], line: &str) -> bool {
    lines(text).any(|one| is(one, line))
}

/// Returns `text` with `line` in it once, with the same line end as the other lines.
///
/// In a text with CRLF, our line ends with a carriage return, so that it must end with a comment. A
/// last line of theirs without an end gets one even if ours comes first, because a line that is
/// appended later must not join it.
pub(crate) fn add(text: &[u8], line: &str, place: LinePosition) -> Vec<u8> {
    let end = match text.iter().position(|byte| *byte == b'\n') {
        Some(at) if text[..at].ends_with(b"\r") && place != LinePosition::Entry => "\r\n",
        _ => "\n",
    };
    let line = format!("{line}{end}").into_bytes();
    let mut theirs = text.to_owned();
    if !text.is_empty() && !text.ends_with(b"\n") {
        theirs.extend(end.as_bytes());
    }
    match place {
        LinePosition::Start => [line, theirs].concat(),
        // An empty line ends their last line.
        LinePosition::End if continues(&theirs) => [&theirs, end.as_bytes(), &line].concat(),
        LinePosition::End | LinePosition::Entry => [theirs, line].concat(),
    }
}

/// Returns `text` without `line`.
pub(crate) fn remove(text: &[u8], line: &str) -> Vec<u8> {
    let mut left = vec![];
    for one in lines(text) {
        if !is(one, line) {
            left.extend(one);
        } else if continues(&left) {
            left.push(b'\n');
        }
    }
    left
}

/// Returns `text` without any of `lines`.
pub(crate) fn remove_all(text: &[u8], lines: &[String]) -> Vec<u8> {
    lines.iter().fold(text.to_owned(), |left, line| remove(&left, line))
}

/// The lines of `text` for which `wanted` is true, without their ends.
pub(crate) fn found(text: &[u8], wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let found = lines(text).filter_map(|one| std::str::from_utf8(one.trim_ascii()).ok());
    found.filter(|one| wanted(one)).map(str::to_owned).collect()
}

/// Whether the last line of `text` would continue in what follows: its end has an unescaped
/// backslash before it.
fn continues(text: &[u8]) -> bool {
    let Some(text) = text.strip_suffix(b"\n") else { return false };
    text.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|byte| *byte == b'\n')
}

fn is(one: &[u8], line: &str) -> bool {
    one.trim_ascii() == line.as_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LINE: &str = "if x; then y; fi # ours";
    const PLACES: [LinePosition; 3] = [LinePosition::Start, LinePosition::End, LinePosition::Entry];

    fn with(text: &str, place: LinePosition) -> String {
        String::from_utf8(add(text.as_bytes(), LINE, place)).expect("text")
    }

    #[test]
    fn the_line_goes_first_or_last_and_every_line_gets_its_end() {
        assert_eq!(with("a\n", LinePosition::Start), format!("{LINE}\na\n"));
        assert_eq!(with("a", LinePosition::Start), format!("{LINE}\na\n"));
        assert_eq!(with("a\n", LinePosition::End), format!("a\n{LINE}\n"));
        assert_eq!(with("a", LinePosition::End), format!("a\n{LINE}\n"));
        assert_eq!(with("", LinePosition::End), format!("{LINE}\n"));
        assert_eq!(with("a\r\nb", LinePosition::End), format!("a\r\nb\r\n{LINE}\r\n"));
        assert_eq!(with("a\r\nb", LinePosition::Entry), format!("a\r\nb\n{LINE}\n"));
    }

    #[test]
    fn a_continued_line_is_ended_by_an_empty_one() {
        assert_eq!(with("a \\\n", LinePosition::End), format!("a \\\n\n{LINE}\n"));
        assert_eq!(with("a \\\\\n", LinePosition::End), format!("a \\\\\n{LINE}\n"));
        assert_eq!(with("a \\\n", LinePosition::Entry), format!("a \\\n{LINE}\n"));
        assert_eq!(remove(format!("a \\\n{LINE}\nb\n").as_bytes(), LINE), b"a \\\n\nb\n");
        assert_eq!(remove(format!("a\n{LINE}\nb\n").as_bytes(), LINE), b"a\nb\n");
    }

    /// The lines after a shell has joined the continued ones.
    fn logical(text: &[u8]) -> Vec<String> {
        let text = String::from_utf8_lossy(text).into_owned();
        let mut lines = vec![String::new()];
        let mut rest = text.chars().peekable();
        while let Some(one) = rest.next() {
            match (one, rest.peek()) {
                ('\\', Some('\n')) => drop(rest.next()),
                ('\\', Some(_)) => {
                    lines.last_mut().expect("one").extend([one, rest.next().expect("one")])
                }
                ('\n', _) => lines.push(String::new()),
                _ => lines.last_mut().expect("one").push(one),
            }
        }
        lines.retain(|line| !line.trim().is_empty());
        lines
    }

    /// Texts of the characters that matter to the ends of lines.
    fn texts() -> impl Strategy<Value = Vec<u8>> {
        let parts = vec!["a", "\\", "\n", "\r\n", "#", " ", "\t", "\\\n"];
        prop::collection::vec(prop::sample::select(parts), 0..12)
            .prop_map(|parts| parts.concat().into_bytes())
    }

    proptest! {
        #[test]
        fn removing_undoes_adding(text in texts(), place in 0_usize..3) {
            let added = add(&text, LINE, PLACES[place]);
            prop_assert!(has(&added, LINE) && !has(&text, LINE));
            let left = remove(&added, LINE);
            prop_assert!(left.starts_with(&text));
            prop_assert!(left[text.len()..].iter().all(|byte| b"\r\n".contains(byte)));
            prop_assert_eq!(remove(&left, LINE), left);
        }

        #[test]
        fn no_two_lines_join_or_continue(
            before in texts(),
            between in texts(),
            after in texts(),
            place in 0_usize..2,
        ) {
            // A backslash at the very end continues nothing until a line end follows.
            prop_assume!(!before.ends_with(b"\\") && !between.ends_with(b"\\"));
            let added = add(&before, LINE, PLACES[place]);
            prop_assert!(logical(&added).iter().any(|one| one.trim_end() == LINE));
            let theirs: Vec<String> = logical(&before).iter().map(|one| one.trim_end().to_owned()).collect();
            let others = |text: &[u8]| -> Vec<String> {
                let lines = logical(text).into_iter().filter(|one| one.trim_end() != LINE);
                lines.map(|one| one.trim_end().to_owned()).collect()
            };
            prop_assert_eq!(others(&added), theirs);
            // The property also holds with lines that the user has added around ours.
            let end: &[u8] = if between.is_empty() || between.ends_with(b"\n") { b"" } else { b"\n" };
            let edited = [&between[..], end, LINE.as_bytes(), b"\n", &after].concat();
            let expected = [&between[..], end, b"\n", &after].concat();
            prop_assert_eq!(others(&remove(&edited, LINE)), others(&expected));
        }
    }
}
