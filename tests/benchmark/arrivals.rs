//! The reader of a channel, which counts and forgets: a reader that grew would be seen in what is
//! measured, because a new process begins with the peak of the one that started it.

use std::io::{BufRead as _, BufReader, PipeReader, PipeWriter};
use std::ops::AddAssign;
use std::os::fd::{AsFd as _, BorrowedFd};
use std::thread::JoinHandle;

/// What has come over a channel.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Arrivals {
    /// Whole messages.
    pub(crate) messages: usize,
    /// Lines that are none.
    pub(crate) torn: usize,
    /// Of all lines.
    pub(crate) bytes: usize,
    /// Of the SVGs in them.
    pub(crate) svg: usize,
}

impl AddAssign for Arrivals {
    fn add_assign(&mut self, other: Self) {
        self.messages += other.messages;
        self.torn += other.torn;
        self.bytes += other.bytes;
        self.svg += other.svg;
    }
}

/// A channel with its reader.
pub(crate) struct Harness {
    writer: PipeWriter,
    reading: JoinHandle<Arrivals>,
}

impl Harness {
    pub(crate) fn new() -> Self {
        let (reader, writer) = std::io::pipe().unwrap();
        Self { writer, reading: std::thread::spawn(|| read(reader)) }
    }

    /// What becomes number 3 of processes.
    pub(crate) fn channel(&self) -> BorrowedFd<'_> {
        self.writer.as_fd()
    }

    /// What has arrived by the time that the last process has let go of it.
    pub(crate) fn arrived(self) -> Arrivals {
        drop(self.writer);
        self.reading.join().unwrap()
    }
}

fn read(reader: PipeReader) -> Arrivals {
    let mut reader = BufReader::with_capacity(1 << 18, reader);
    let (mut arrivals, mut line) = (Arrivals::default(), vec![]);
    while reader.read_until(b'\n', &mut line).unwrap() > 0 {
        arrivals += counted(&line);
        line.clear();
    }
    arrivals
}

/// One line: the base64 of so many bytes has one length, so that a piece of a line is not taken
/// for a message, nor two that ran together.
fn counted(line: &[u8]) -> Arrivals {
    let svg = line.strip_suffix(b"}\n").and_then(|rest| {
        let at = memchr::memmem::rfind(rest, b"\", \"size\": ")?;
        let size: usize = std::str::from_utf8(&rest[at + 11..]).ok()?.parse().ok()?;
        let data = memchr::memmem::find(rest, b"\"data\": \"")? + 9;
        (rest.starts_with(b"{\"messageType\"") && at - data == size.div_ceil(3) * 4).then_some(size)
    });
    let (messages, torn) = if svg.is_some() { (1, 0) } else { (0, 1) };
    Arrivals { messages, torn, bytes: line.len(), svg: svg.unwrap_or(0) }
}
