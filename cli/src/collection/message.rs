//! Parses one line of the protocol into a message, or says why it is not one.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::{Simd, general_purpose::PAD};
use serde::de::IgnoredAny;
use serde_json::error::Category;

use crate::stderr;

/// The longest line in bytes: ten times the default limit of a figure (`CG_PLOT_MAX_BYTES`), with
/// base64.
pub(super) const LONGEST: usize = 64 << 20;

/// The longest `filename` in bytes. It leaves room for a suffix within the 255 that file systems
/// allow.
const LONGEST_NAME: usize = 240;

/// One delivered figure, after all checks.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// `filename`: a single path component that ends in `.svg`.
    pub(crate) filename: String,
    /// `data`, decoded.
    pub(crate) svg: Vec<u8>,
}

/// Why a line is not a message. Parts of the line are escaped if they are quoted, because the text
/// goes to a terminal.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum MessageError {
    #[error("longer than {} MiB", LONGEST >> 20)]
    Long,
    #[error("torn: it ends in the middle of a message")]
    Torn,
    #[error("not JSON")]
    Json,
    #[error("not a message: {0}")]
    Shape(String),
    #[error("a text in it is not Unicode: half of a surrogate pair, or bytes that are not UTF-8")]
    Unicode,
    #[error("its messageType is not \"file\"")]
    Kind,
    #[error("its filename {0}")]
    Name(&'static str),
    #[error("its data is not base64")]
    Base64,
    #[error("its size is given as {said}, but its data has {found} bytes")]
    Size { said: u64, found: usize },
}

/// The message as JSON. Unknown keys are ignored.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawMessage<'a> {
    #[serde(borrow)]
    message_type: Cow<'a, str>,
    #[serde(borrow)]
    filename: Cow<'a, str>,
    #[serde(borrow)]
    data: Cow<'a, str>,
    size: u64,
}

/// Parses `line`; returns `unreadable` if it is not JSON at all.
pub(super) fn read(line: &[u8], unreadable: MessageError) -> Result<Message, MessageError> {
    // Checks only the syntax, so that it also accepts strings that are not valid Unicode.
    let form = || serde_json::from_slice::<IgnoredAny>(line);
    // serde would take the items of an array as the fields, in order.
    let raw = match line.trim_ascii_start().first() {
        Some(b'{') => serde_json::from_slice::<RawMessage<'_>>(line),
        _ => match form() {
            Ok(_) => return Err(MessageError::Shape("not an object".into())),
            Err(error) => Err(error),
        },
    };
    let raw = raw.map_err(|error| match error.classify() {
        Category::Data => MessageError::Shape(shape(&error)),
        // A writer was killed in the middle of its line, and the next writer has ended that line.
        Category::Eof => MessageError::Torn,
        _ if form().is_ok() => MessageError::Unicode,
        _ => unreadable,
    })?;
    if raw.message_type != "file" {
        return Err(MessageError::Kind);
    }
    check_name(&raw.filename).map_err(MessageError::Name)?;
    let svg = Simd::standard(PAD).decode(raw.data.as_bytes()).map_err(|_| MessageError::Base64)?;
    if u64::try_from(svg.len()) != Ok(raw.size) {
        return Err(MessageError::Size { said: raw.size, found: svg.len() });
    }
    Ok(Message { filename: raw.filename.into_owned(), svg })
}

/// serde's message for an object of another shape, without the position in the line. serde quotes
/// the value that it found, escaped and at full length, so that we cut it.
fn shape(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(&*said, |(said, _)| said);
    said.chars().take(120).collect()
}

/// Accepts a name only if it is a single file with the suffix `.svg`: never `.bash_profile` or
/// `sitecustomize.py`, in whatever folder the figures are written.
fn check_name(name: &str) -> Result<(), &'static str> {
    if name.contains('/') || name == ".." || name == "." {
        return Err("is a path");
    }
    if name.chars().any(stderr::is_control) {
        return Err("has control characters");
    }
    if name.len() > LONGEST_NAME {
        return Err("is too long");
    }
    if !name.ends_with(".svg") {
        return Err("does not end in .svg");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_path_component_that_ends_in_svg() {
        let cases = [
            ("../x.svg", "is a path"),
            ("/etc/x.svg", "is a path"),
            ("a/b.svg", "is a path"),
            ("..", "is a path"),
            ("a\n.svg", "has control characters"),
            ("a\0.svg", "has control characters"),
            ("a\u{202e}gnp.svg", "has control characters"),
            ("\u{2066}a.svg", "has control characters"),
            (".bash_profile", "does not end in .svg"),
            ("index.html", "does not end in .svg"),
            ("", "does not end in .svg"),
        ];
        for (name, fault) in cases {
            assert_eq!(check_name(name), Err(fault), "{name:?}");
        }
        assert_eq!(check_name(&format!("{}.svg", "a".repeat(240))), Err("is too long"));
        for name in ["plot_1.svg", "räksmörgås 1.svg", "a\\b.svg", "-rf.svg"] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
    }
}
