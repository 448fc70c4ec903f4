//! One line of the protocol: a figure, or what is wrong with it.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::{Simd, general_purpose::PAD};
use serde::de::IgnoredAny;
use serde_json::error::Category;

use crate::stderr;

/// The longest line that is kept: ten times what a figure is cut down to by default, base64 included.
pub(super) const LONGEST: usize = 64 << 20;

/// The longest `filename` in bytes: room for a suffix within the 255 that file systems allow.
const LONGEST_NAME: usize = 240;

/// One delivered figure, checked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// `filename`: a single path component that ends in `.svg`.
    pub(crate) filename: String,
    /// `data`, decoded.
    pub(crate) svg: Vec<u8>,
}

/// Why a line is no message. What the line holds is never repeated unescaped: it goes to a terminal.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    #[error("longer than {} MiB", LONGEST >> 20)]
    Long,
    #[error("torn: it ends in the middle of a message")]
    Torn,
    #[error("not JSON")]
    Json,
    #[error("not a message: {0}")]
    Shape(String),
    #[error("a text in it is no Unicode: half of a surrogate pair, or bytes that are not UTF-8")]
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

/// The message as JSON. Keys that we do not know are nobody's harm.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw<'a> {
    #[serde(borrow)]
    message_type: Cow<'a, str>,
    #[serde(borrow)]
    filename: Cow<'a, str>,
    #[serde(borrow)]
    data: Cow<'a, str>,
    size: u64,
}

/// Reads a line, which is `unreadable` if it is no JSON.
pub(super) fn read(line: &[u8], unreadable: Fault) -> Result<Message, Fault> {
    // Looks at the form only, so that it takes for a text what is no Unicode.
    let form = || serde_json::from_slice::<IgnoredAny>(line);
    // serde would take the values of an array for the fields, in order.
    let raw = match line.trim_ascii_start().first() {
        Some(b'{') => serde_json::from_slice::<Raw<'_>>(line),
        _ => match form() {
            Ok(_) => return Err(Fault::Shape("not an object".into())),
            Err(error) => Err(error),
        },
    };
    let raw = raw.map_err(|error| match error.classify() {
        Category::Data => Fault::Shape(shape(&error)),
        // A writer that was killed in the middle: the next one has closed its line.
        Category::Eof => Fault::Torn,
        _ if form().is_ok() => Fault::Unicode,
        _ => unreadable,
    })?;
    if raw.message_type != "file" {
        return Err(Fault::Kind);
    }
    check_name(&raw.filename).map_err(Fault::Name)?;
    let svg = Simd::standard(PAD).decode(raw.data.as_bytes()).map_err(|_| Fault::Base64)?;
    if u64::try_from(svg.len()) != Ok(raw.size) {
        return Err(Fault::Size { said: raw.size, found: svg.len() });
    }
    Ok(Message { filename: raw.filename.into_owned(), svg })
}

/// What serde says of an object of another shape, without the place in the line. It quotes what it
/// found, escaped, however long it is.
fn shape(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(&*said, |(said, _)| said);
    said.chars().take(120).collect()
}

/// Lets a name through that is one file in one folder, and nothing but a picture: no
/// `.bash_profile`, no `sitecustomize.py`, wherever the reader has been told to write.
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
    fn a_name_is_one_file_that_is_a_picture() {
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
