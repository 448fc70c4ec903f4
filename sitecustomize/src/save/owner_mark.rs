//! Whose a file is: the text that we keep in an extended attribute of it.
//!
//! `1 <machine> <program> <writer> <st_mtime> <ended> <script>`, for instance
//! `1 3f2a91bc.4026531836.4026531834 812.90211 815.90240 1764312345123456789 0 /home/me/plot.py`.

use std::fmt;

/// The version of the format; what another one means is not known.
const VERSION: &[u8] = b"1";

/// The most bytes that one has, with a script's identity at its longest. A file system may have room
/// for some four thousand.
pub(super) const MOST: usize = 1536;

/// What is known of a file that we have saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnerMark {
    /// Where the numbers of its processes count.
    pub(super) machine: String,
    /// The process that began to run the script.
    pub(super) program: Process,
    /// The process that saved the file: that one or a worker of it.
    pub(super) writer: Process,
    /// The file's st_mtime in nanoseconds since the epoch. Where it is another one, something else has
    /// written to the file since.
    pub(super) modified: i128,
    /// The writer has come to its end.
    pub(super) ended: bool,
    /// [`crate::script::Script::identity`].
    pub(super) script: Vec<u8>,
}

/// A process, as long as the machine runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Process {
    /// Its pid.
    pub(super) number: i32,
    /// [`crate::proc_stat::ProcStat::started`].
    pub(super) started: u64,
}

impl OwnerMark {
    /// Reads a mark. Anybody may have written it, so that only what we would have written counts.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut fields = bytes.splitn(7, |byte| *byte == b' ');
        if fields.next()? != VERSION {
            return None;
        }
        let mut text = || str::from_utf8(fields.next()?).ok();
        let mark = Self {
            machine: text()?.to_owned(),
            program: Process::parse(text()?)?,
            writer: Process::parse(text()?)?,
            modified: text()?.parse().ok()?,
            ended: text()? == "1",
            script: fields.next().filter(|script| !script.is_empty())?.to_owned(),
        };
        // Numbers with signs and zeros in front, another word than 0 or 1.
        (mark.bytes() == bytes).then_some(mark)
    }

    /// What is kept with the file.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let Self { machine, program, writer, modified, ended, .. } = self;
        let ended = u8::from(*ended);
        let mut bytes = VERSION.to_vec();
        bytes.extend(format!(" {machine} {program} {writer} {modified} {ended} ").into_bytes());
        bytes.extend(&self.script);
        bytes
    }
}

impl Process {
    fn parse(text: &str) -> Option<Self> {
        let (number, started) = text.split_once('.')?;
        // 0 and negative numbers would be whole groups to kill(2).
        let number = number.parse().ok().filter(|number| *number > 0)?;
        Some(Self { number, started: started.parse().ok()? })
    }
}

impl fmt::Display for Process {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.number, self.started)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_what_was_written() {
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
                program: Process { number: 812, started: 90211 },
                writer: Process { number: 815, started: 90240 },
                modified: 1_764_312_345_123_456_789,
                ended,
                script: script.into(),
            };
            assert_eq!(mark, expected);
            assert_eq!(mark.bytes(), text);
        }
    }

    #[test]
    fn what_we_have_not_written_is_none() {
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
