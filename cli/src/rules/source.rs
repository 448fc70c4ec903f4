//! Reads a rules file as TOML, in which each key may have a place in brackets.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A part of a key, and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) name: String,
    pub(super) at: usize,
}

/// A key and its value.
pub(super) struct Entry {
    pub(super) segments: Vec<Segment>,
    pub(super) value: Written,
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) span: Range<usize>,
    pub(super) literal: Literal,
}

/// A value of TOML.
#[derive(Debug, Clone)]
pub(super) enum Literal {
    Text(String),
    /// A date or a time.
    Moment(String),
    Number(f64),
    List(Vec<Written>),
    /// What no rule has.
    Other,
}

/// The longest file that is read, in bytes.
pub(crate) const LONGEST: usize = 1 << 20;

/// Every key that has a value, in the order of the file; or what is not TOML.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, (usize, String)> {
    if text.len() > LONGEST {
        return Err((0, "the file has more than a megabyte".into()));
    }
    let plain = without_brackets(text);
    let table = DeTable::parse(&plain).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let message = error.message().lines().next().unwrap_or_default().to_owned();
        if message.contains("escape") {
            return (at, format!("{message}; a text in single quotes may have any backslash"));
        }
        if message.contains("duplicate key") {
            let list = "title = [\"required\", \"contains yeast\"]";
            return (at, format!("{message}; write both conditions in a list, as in {list}"));
        }
        (at, message)
    })?;
    let mut entries = vec![];
    flatten(table.get_ref(), &[], &mut entries);
    entries.sort_by_key(|entry| entry.value.span.start);
    Ok(entries)
}

fn flatten(table: &DeTable<'_>, before: &[Segment], found: &mut Vec<Entry>) {
    for (key, value) in table {
        let mut segments = before.to_vec();
        segments.extend(split(key.get_ref(), key.span().start));
        match value.get_ref() {
            DeValue::Table(table) => flatten(table, &segments, found),
            // As `[[axes]]` makes it.
            DeValue::Array(list)
                if !list.is_empty() && list.iter().all(|one| one.get_ref().is_table()) =>
            {
                for (place, one) in list.iter().enumerate() {
                    let index = Segment { name: place.to_string(), at: one.span().start };
                    if let DeValue::Table(table) = one.get_ref() {
                        flatten(table, &[&segments[..], &[index]].concat(), found);
                    }
                }
            }
            _ => found.push(Entry { segments, value: written(value) }),
        }
    }
}

fn written(value: &Spanned<DeValue<'_>>) -> Written {
    let number = |number: Option<f64>| number.map_or(Literal::Other, Literal::Number);
    let literal = match value.get_ref() {
        DeValue::String(text) => Literal::Text(text.to_string()),
        DeValue::Datetime(moment) => Literal::Moment(moment.to_string()),
        DeValue::Integer(it) => {
            number(i64::from_str_radix(it.as_str(), it.radix()).ok().map(|it| it as f64))
        }
        DeValue::Float(it) => number(it.as_str().parse().ok()),
        DeValue::Array(list) => Literal::List(list.iter().map(written).collect()),
        DeValue::Boolean(_) | DeValue::Table(_) => Literal::Other,
    };
    Written { span: value.span(), literal }
}

/// The parts of a key that was written in quotes, such as `"axes[0].title"`.
fn split(key: &str, at: usize) -> Vec<Segment> {
    if !key.contains(['.', '[']) {
        return vec![Segment { name: key.to_owned(), at }];
    }
    let mut found = vec![];
    // Behind the quote.
    let mut start = at + 1;
    for part in key.split(['.', '[']) {
        found.push(Segment { name: part.trim_end_matches(']').to_owned(), at: start });
        start += part.len() + 1;
    }
    found
}

/// The line and the column (in characters) of a place, from 1 on.
pub(super) fn place(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

/// The text with `axes.0 ` for `axes[0]` in each key, so that every character stays at its place.
fn without_brackets(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut at = 0;
    while at < bytes.len() {
        at = key(&mut bytes, at);
        at = value(&bytes, at);
    }
    // Only ASCII was replaced by ASCII.
    String::from_utf8(bytes).unwrap_or_default()
}

/// Replaces the brackets in the key or the heading that begins at `at`; its end.
fn key(bytes: &mut [u8], mut at: usize) -> usize {
    let mut quote = None;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (_, b'\n') => return at + 1,
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, byte @ (b'"' | b'\'')) => quote = Some(byte),
            (None, b'=' | b'#') => return at,
            (None, b'[') if at > 0 && is_bare(bytes[at - 1]) => {
                let inner = bytes[at + 1..].iter().take_while(|byte| is_bare(**byte)).count();
                if inner > 0 && bytes.get(at + 1 + inner) == Some(&b']') {
                    bytes[at] = b'.';
                    bytes[at + 1 + inner] = b' ';
                }
            }
            _ => {}
        }
        at += 1;
    }
    at
}

/// Whether a byte may stand in a key without quotes.
fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

/// The end of the value that begins at `at`: behind the line in which no list and no long text is open.
fn value(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while at < bytes.len() {
        match bytes[at] {
            b'\n' if depth == 0 => return at + 1,
            b'#' => {
                at += bytes[at..].iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len() - at)
                    - 1
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            quote @ (b'"' | b'\'') => at = string(bytes, at, quote),
            _ => {}
        }
        at += 1;
    }
    at
}

/// The place of the last quote of the text that begins at `at`.
fn string(bytes: &[u8], at: usize, quote: u8) -> usize {
    let long = bytes[at..].starts_with(&[quote; 3]);
    let width = if long { 3 } else { 1 };
    let mut end = at + width;
    while end < bytes.len() {
        if bytes[end] == b'\\' && quote == b'"' {
            end += 1;
        } else if bytes[end..].starts_with(&[quote; 3][..width]) {
            return end + width - 1;
        } else if bytes[end] == b'\n' && !long {
            return end - 1;
        }
        end += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_brackets_in_keys_are_replaced_and_all_else_stays_at_its_place() {
        for (text, plain) in [
            ("axes[0].y.label = \"a[0]\"", "axes.0 .y.label = \"a[0]\""),
            ("[axes[all].x]\nlabel = 'b'", "[axes.all .x]\nlabel = 'b'"),
            ("x = [\n 'c[1]', # ]\n 2\n]\ny[0] = 1", "x = [\n 'c[1]', # ]\n 2\n]\ny.0  = 1"),
            ("x = \"\"\"\naxes[0] = 1\n\"\"\"\n", "x = \"\"\"\naxes[0] = 1\n\"\"\"\n"),
            ("\"q[0]\" = 1 # axes[0]\n# axes[0] = 2", "\"q[0]\" = 1 # axes[0]\n# axes[0] = 2"),
            ("x = \"\\\"[\"\ny[0]=1", "x = \"\\\"[\"\ny.0 =1"),
            ("[[axes]]\n[] = 1\naxes[] = 2", "[[axes]]\n[] = 1\naxes[] = 2"),
            ("x = \"open\ny[0] = 1", "x = \"open\ny.0  = 1"),
            ("x = '''", "x = '''"),
        ] {
            assert_eq!(without_brackets(text), plain, "{text}");
        }
    }

    #[test]
    fn places_are_counted_in_characters() {
        assert_eq!(place("ä = 1\nöö[0] = 2", 14), (2, 6));
        assert_eq!(place("", 9), (1, 1));
        let entries =
            entries("title = \"a\"\n\"axes[1].x.label\" = \"b\"").map_err(|it| it.1).expect("TOML");
        let names: Vec<(&str, usize)> =
            entries[1].segments.iter().map(|one| (&*one.name, one.at)).collect();
        assert_eq!(names, [("axes", 13), ("1", 18), ("x", 21), ("label", 23)]);
    }
}
