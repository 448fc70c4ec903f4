//! Writes the message: one line of JSON for each figure, byte for byte as 1.0.2 wrote it.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::{Simd, general_purpose::PAD};

use crate::os_text;

/// The bytes of SVG that are encoded at a time: a multiple of three, so that there is no padding
/// inside.
const CHUNK: usize = 48 * 1024;

/// The size of an encoded chunk: the default capacity of a pipe (pipe(7)).
const ENCODED: usize = CHUNK / 3 * 4;

/// Writes the message, in pieces of at most 64 KiB and the other fields. The whole line is never in
/// memory.
///
/// # Errors
///
/// The error of `out`; then an unknown part of the line was written.
pub fn write(out: &mut impl Write, filename: &str, svg: &[u8]) -> io::Result<()> {
    let engine = Simd::standard(PAD);
    let mut begin = br#"{"messageType": "file", "filename": ""#.to_vec();
    escape(&mut begin, filename);
    begin.extend_from_slice(br#"", "data": ""#);
    let end = format!("\", \"size\": {}}}\n", svg.len());
    // One buffer, so that a short line is one write: begin, a chunk, end.
    let size = begin.len() + ENCODED.min(svg.len().div_ceil(3) * 4) + end.len();
    let mut buffer = vec![0; size];
    buffer[..begin.len()].copy_from_slice(&begin);
    let mut filled = begin.len();
    for chunk in svg.chunks(CHUNK) {
        if filled + chunk.len().div_ceil(3) * 4 > size {
            out.write_all(&buffer[..filled])?;
            filled = 0;
        }
        let encoded = engine.encode_slice(chunk, &mut buffer[filled..]);
        filled += encoded.map_err(io::Error::other)?;
    }
    if filled + end.len() > size {
        out.write_all(&buffer[..filled])?;
        filled = 0;
    }
    buffer[filled..filled + end.len()].copy_from_slice(end.as_bytes());
    out.write_all(&buffer[..filled + end.len()])
}

/// Escapes the inside of a JSON string as Python's `json.dumps` does, in ASCII. A byte that is not
/// UTF-8 becomes U+FFFD, because some parsers refuse a line with the lone surrogate that Python
/// writes.
fn escape(out: &mut Vec<u8>, text: &str) {
    for c in os_text::lossy(text).chars() {
        match c {
            '"' => out.extend_from_slice(br#"\""#),
            '\\' => out.extend_from_slice(br"\\"),
            '\n' => out.extend_from_slice(br"\n"),
            '\r' => out.extend_from_slice(br"\r"),
            '\t' => out.extend_from_slice(br"\t"),
            '\u{8}' => out.extend_from_slice(br"\b"),
            '\u{c}' => out.extend_from_slice(br"\f"),
            ' '..='~' => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::prelude::BASE64_STANDARD;

    use super::*;

    fn line(filename: &str, svg: &[u8]) -> String {
        let mut out = Vec::new();
        write(&mut out, filename, svg).expect("a vector takes all");
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn the_line_has_the_keys_order_and_spaces_of_the_original() {
        assert_eq!(
            line("plot_1.svg", b"<svg/>"),
            "{\"messageType\": \"file\", \"filename\": \"plot_1.svg\", \"data\": \"PHN2Zy8+\", \"size\": 6}\n"
        );
    }

    #[test]
    fn chunks_join_without_padding() {
        for size in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 2] {
            let svg: Vec<u8> = (0..size).map(|i| (i % 251) as u8).collect();
            assert!(
                line("a", &svg).contains(&format!("\"{}\"", BASE64_STANDARD.encode(&svg))),
                "{size}"
            );
        }
    }

    #[test]
    fn names_are_escaped_as_by_python() {
        assert!(
            line("é\"\\\n\u{1F600}\u{7f}", b"").contains(r#""\u00e9\"\\\n\ud83d\ude00\u007f""#)
        );
        assert!(line(&os_text::from_bytes(b"a\xff"), b"").contains(r#""a\ufffd""#));
    }
}
