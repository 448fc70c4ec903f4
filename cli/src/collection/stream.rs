//! Splits a stream of bytes into lines, and parses each as a message.
//!
//! The input is not trusted, because a student's program can write anything to the channel.

use super::message::{self, LONGEST, Message, MessageError};

/// A line that is not a message.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub(crate) struct BadLine {
    /// The number of the line, from 1.
    pub(crate) line: u64,
    /// Why it is not a message.
    pub(crate) fault: MessageError,
}

/// Splits a stream into lines and parses each. Holds one line at most.
#[derive(Default)]
pub(crate) struct MessageReader {
    line: Vec<u8>,
    number: u64,
    /// Whether the current line is too long, so that the rest of it is dropped.
    dropping: bool,
}

impl MessageReader {
    /// Reads the next piece of the stream, and passes each line that it completes to `take`.
    pub(crate) fn read(&mut self, bytes: &[u8], mut take: impl FnMut(Result<Message, BadLine>)) {
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', bytes) {
            self.keep(&bytes[start..end]);
            start = end + 1;
            self.number += 1;
            if let Some(result) = self.complete(MessageError::Json) {
                take(result);
            }
        }
        self.keep(&bytes[start..]);
    }

    /// Ends the stream; returns the result for the text after the last newline.
    pub(crate) fn end(mut self) -> Option<Result<Message, BadLine>> {
        self.number += 1;
        self.complete(MessageError::Torn)
    }

    fn keep(&mut self, text: &[u8]) {
        if self.dropping || self.line.len() + text.len() > LONGEST {
            self.dropping = true;
            self.line = Vec::new();
        } else {
            self.line.extend_from_slice(text);
        }
    }

    /// Parses the line that was kept; returns `unreadable` if it is not JSON. `None` for an empty
    /// line, which a writer sends to start on a line of its own.
    fn complete(&mut self, unreadable: MessageError) -> Option<Result<Message, BadLine>> {
        let result = match std::mem::take(&mut self.dropping) {
            true => Err(MessageError::Long),
            false if self.line.is_empty() => return None,
            false => message::read(&self.line, unreadable),
        };
        // The buffer is kept for the next line, because growing a new one costs more than parsing.
        self.line.clear();
        Some(result.map_err(|fault| BadLine { line: self.number, fault }))
    }
}

#[cfg(test)]
mod fuzz;

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str =
        r#"{"messageType": "file", "filename": "plot_1.svg", "data": "PHN2Zy8+", "size": 6}"#;

    fn read_in(pieces: &[&[u8]]) -> Vec<String> {
        let mut seen = Vec::new();
        let mut note = |result: Result<Message, BadLine>| {
            seen.push(match result {
                Ok(message) => {
                    format!("{} {}", message.filename, String::from_utf8_lossy(&message.svg))
                }
                Err(bad) => bad.to_string(),
            });
        };
        let mut reader = MessageReader::default();
        for piece in pieces {
            reader.read(piece, &mut note);
        }
        if let Some(result) = reader.end() {
            note(result);
        }
        seen
    }

    fn read(text: &str) -> Vec<String> {
        read_in(&[text.as_bytes()])
    }

    #[test]
    fn a_message_is_a_name_and_an_svg() {
        assert_eq!(read(&format!("{GOOD}\n")), ["plot_1.svg <svg/>"]);
    }

    #[test]
    fn pieces_of_any_size_make_the_same_messages() {
        let text = format!("{GOOD}\nnoise\n\n{GOOD}\n");
        let whole = read(&text);
        assert_eq!(whole, ["plot_1.svg <svg/>", "line 2: not JSON", "plot_1.svg <svg/>"]);
        for size in [1, 2, 7, 84, 85, 86] {
            assert_eq!(read_in(&text.as_bytes().chunks(size).collect::<Vec<_>>()), whole, "{size}");
        }
    }

    #[test]
    fn a_torn_line_does_not_spoil_the_next_one() {
        let torn = &GOOD[..40];
        assert_eq!(
            read(&format!("{torn}\n{GOOD}\n{torn}")),
            [
                "line 1: torn: it ends in the middle of a message",
                "plot_1.svg <svg/>",
                "line 3: torn: it ends in the middle of a message"
            ]
        );
        let mixed = format!("{torn}{GOOD}\n");
        assert_eq!(read(&mixed), ["line 1: not JSON"]);
    }

    #[test]
    fn a_last_line_without_its_newline_counts_if_it_is_whole() {
        assert_eq!(read(GOOD), ["plot_1.svg <svg/>"]);
        assert_eq!(read("\u{1b}"), ["line 1: torn: it ends in the middle of a message"]);
    }

    #[test]
    fn a_bad_line_is_named_and_skipped() {
        let cases = [
            (GOOD.replace("file\"", "note\""), "its messageType is not \"file\""),
            (GOOD.replace("PHN2Zy8+", "PHN2Zy8"), "its data is not base64"),
            (GOOD.replace("PHN2Zy8+", "PHN2 y8+"), "its data is not base64"),
            (GOOD.replace("6}", "7}"), "its size is given as 7, but its data has 6 bytes"),
            (GOOD.replace(", \"size\": 6", ""), "not a message: missing field `size`"),
            ("\u{ff}".into(), "not JSON"),
            (GOOD.replace("plot_1", r"\ud800"), "a text in it is not Unicode: "),
            ("null".into(), "not a message: not an object"),
            ("[\"file\", \"a.svg\", \"\", 0]".into(), "not a message: not an object"),
        ];
        for (line, fault) in cases {
            let seen = read(&format!("{line}\n{GOOD}\n"));
            assert_eq!(seen.len(), 2, "{line}");
            assert!(seen[0].starts_with(&format!("line 1: {fault}")), "{}", seen[0]);
            assert!(!seen[0].contains("column") && !seen[0].contains("RawMessage"), "{}", seen[0]);
        }
        for line in [GOOD.replace("6}", "-6}"), GOOD.replace("6}", "\"6\"}"), "[1]".into()] {
            assert!(read(&line)[0].starts_with("line 1: not a message: "), "{line}");
        }
    }

    #[test]
    fn a_report_of_a_hostile_value_is_short_and_escaped() {
        let long = "\u{1b}[2J".repeat(1000);
        let line = GOOD.replace("6}", &format!("{}}}", serde_json::json!(long)));
        let seen = read(&line);
        assert!(seen[0].len() < 200 && !seen[0].contains('\u{1b}'), "{:?}", seen[0]);
    }

    #[test]
    fn a_line_without_end_is_dropped_and_the_next_one_read() {
        let mut reader = MessageReader::default();
        let mut seen = Vec::new();
        let noise = vec![b'x'; 1 << 20];
        for _ in 0..70 {
            reader.read(&noise, |result| seen.push(result));
        }
        assert!(reader.line.capacity() <= 2 * LONGEST);
        reader.read(format!("\n{GOOD}\n").as_bytes(), |result| seen.push(result));
        assert_eq!(seen.len(), 2);
        assert_eq!(seen[0], Err(BadLine { line: 1, fault: MessageError::Long }));
        assert!(seen[1].is_ok());
    }
}
