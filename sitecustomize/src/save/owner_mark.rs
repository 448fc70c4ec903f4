//! The mark of a file: a text in an extended attribute that tells who has saved it.
//!
//! `1 <machine> <program> <writer> <st_mtime> <ended> <script>`, for instance
//! `1 3f2a91bc.4026531836.4026531834 812.90211 815.90240 1764312345123456789 0 /home/me/plot.py`.

use std::fmt;

/// The version of the format; other versions are not read.
const VERSION: &[u8] = b"1";

/// The longest mark in bytes, with the longest identity of a script. A file system may have room
/// for about four thousand.
pub(super) const MOST: usize = 1536;

/// The facts on a file that we have saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnerMark {
    /// The machine and namespaces in which its pids are valid.
    pub(super) machine: String,
    /// The process that began to run the script.
    pub(super) program: ProcessId,
    /// The process that saved the file: that one or a worker of it.
    pub(super) writer: ProcessId,
    /// The file's st_mtime in nanoseconds since the epoch. If the file has another one, something
    /// else has written to it since.
    pub(super) modified: i128,
    /// Whether the writer has marked the file as finished.
    pub(super) ended: bool,
    /// The identity of the script, [`crate::script::Script::identity`].
    pub(super) script: Vec<u8>,
}

/// A process, identified until the next boot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ProcessId {
    /// Its pid.
    pub(super) number: i32,
    /// Its start, [`crate::proc_stat::ProcStat::started`].
    pub(super) started: u64,
}

impl OwnerMark {
    /// Parses a mark. Any program may have written it, so that only text that we would have written
    /// counts.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut fields = bytes.splitn(7, |byte| *byte == b' ');
        if fields.next()? != VERSION {
            return None;
        }
        let mut text = || str::from_utf8(fields.next()?).ok();
        let mark = Self {
            machine: text()?.to_owned(),
            program: ProcessId::parse(text()?)?,
            writer: ProcessId::parse(text()?)?,
            modified: text()?.parse().ok()?,
            ended: text()? == "1",
            script: fields.next().filter(|script| !script.is_empty())?.to_owned(),
        };
        // For example numbers with signs or leading zeros, or a number other than 0 or 1 for
        // `ended`.
        (mark.bytes() == bytes).then_some(mark)
    }

    /// The text of the mark.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let Self { machine, program, writer, modified, ended, .. } = self;
        let ended = u8::from(*ended);
        let mut bytes = VERSION.to_vec();
        bytes.extend(format!(" {machine} {program} {writer} {modified} {ended} ").into_bytes());
        bytes.extend(&self.script);
        bytes
    }
}

impl ProcessId {
    fn parse(text: &str) -> Option<Self> {
        let (number, started) = text.split_once('.')?;
        // To kill(2), 0 and negative numbers mean whole groups.
        let number = number.parse().ok().filter(|number| *number > 0)?;
        Some(Self { number, started: started.parse().ok()? })
    }
}

impl fmt::Display for ProcessId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.number, self.started)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reads_back_as_it_was_written() {
        for (text, ended, script) in [
            (
                &b"1 b0.1.2 812.90211 815.90240 1764312345123456789 0 /home/me/plot.py"[..],
                false,
                &b"/home/me/plot.py"[..],
            ),
            (
                b"1 b0.1.2 812.90211 815.90240 1764312345123456789 1 /a b\n\xff.py",
                true,
                b"/a b\n\xff.py",
            ),
        ] {
            let mark = OwnerMark::parse(text).expect("a mark");
            let expected = OwnerMark {
                machine: "b0.1.2".into(),
                program: ProcessId { number: 812, started: 90211 },
                writer: ProcessId { number: 815, started: 90240 },
                modified: 1_764_312_345_123_456_789,
                ended,
                script: script.into(),
            };
            assert_eq!(mark, expected);
            assert_eq!(mark.bytes(), text);
        }
    }

    #[test]
    fn a_text_that_we_would_not_write_is_not_a_mark() {
        for text in [
            &b""[..],
            b"1",
            b"/home/me/plot.py",
            b"2 b0.1.2 812.1 815.2 3 0 /plot.py",
            b"1 b0.1.2 812.1 815.2 3 0",
            b"1 b0.1.2 812.1 815.2 3 0 ",
            b"1 b0.1.2 812.1 815.2 3 2 /plot.py",
            b"1 b0.1.2 812.1 815.2 3 00 /plot.py",
            b"1 b0.1.2 812.1 815.2 +3 0 /plot.py",
            b"1 b0.1.2 0812.1 815.2 3 0 /plot.py",
            b"1 b0.1.2 812.1 0.2 3 0 /plot.py",
            b"1 b0.1.2 812.1 -1.2 3 0 /plot.py",
            b"1 b0.1.2 812.1 9999999999.2 3 0 /plot.py",
            b"1 b0.1.2 812 815.2 3 0 /plot.py",
            b"1 b0.1.2  812.1 815.2 3 0 /plot.py",
            b"1 \xff 812.1 815.2 3 0 /plot.py",
            b"1 b0.1.2 812.1 815.2 3 0\n/plot.py",
        ] {
            assert_eq!(OwnerMark::parse(text), None, "{}", text.escape_ascii());
        }
    }
}
