//! Text from the system, such as file names and variables: bytes that are mostly, but not always,
//! UTF-8.
//!
//! As text they can be parsed and formatted, and then become the same bytes again: a byte that is
//! not UTF-8 is represented by one of the last, unassigned characters of Unicode. Python's
//! `surrogateescape` (PEP 383) uses surrogates for this, which Rust's strings can't have.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;

/// The character of byte 0. The character of byte 255 is the last one of Unicode.
const FIRST: u32 = 0x10_FF00;

/// Converts bytes to text.
pub fn from_bytes(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let hide =
        |text: &mut String, bytes: &[u8]| text.extend(bytes.iter().map(|byte| hidden(*byte)));
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match byte(c) {
                // The bytes have this character themselves, so that each of its bytes is
                // represented.
                Some(_) => hide(&mut text, c.encode_utf8(&mut [0; 4]).as_bytes()),
                None => text.push(c),
            }
        }
        hide(&mut text, chunk.invalid());
    }
    text
}

/// Converts such a text back to its bytes.
pub fn to_bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match byte(c) {
            Some(byte) => bytes.push(byte),
            None => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    bytes
}

/// Converts such a text to a string of the system's.
pub fn to_os(text: &str) -> OsString {
    OsString::from_vec(to_bytes(text))
}

/// Converts to valid Unicode: bytes that are not UTF-8 become U+FFFD.
pub fn lossy(text: &str) -> String {
    String::from_utf8_lossy(&to_bytes(text)).into_owned()
}

fn hidden(byte: u8) -> char {
    char::from_u32(FIRST + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn byte(c: char) -> Option<u8> {
    u8::try_from(u32::from(c).checked_sub(FIRST)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_a_round_trip() {
        for bytes in
            [&b"plot"[..], "é\u{1F600}".as_bytes(), b"a\xe9b", b"\xff\xfe\xf4\x8f", b"\xc3"]
        {
            assert_eq!(to_bytes(&from_bytes(bytes)), bytes);
        }
        let last = "\u{10FFFD}\u{10FF00}".as_bytes();
        assert_eq!(to_bytes(&from_bytes(last)), last);
    }

    #[test]
    fn a_byte_counts_as_one_character() {
        assert_eq!(from_bytes(b"a\xe9\xffb").chars().count(), 4);
        assert_eq!(lossy(&from_bytes(b"a\xe9b\xc3\xa9")), "a\u{FFFD}bé");
    }
}
