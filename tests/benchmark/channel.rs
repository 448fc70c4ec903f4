//! What is written to, and who reads: as fast as can be, and yet each line is looked at.

use std::fmt;
use std::fs::File;
use std::io::{PipeWriter, Read};
use std::os::fd::OwnedFd;
use std::thread::JoinHandle;

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::sys::memfd::{MFdFlags, memfd_create};

/// The two kinds of channel.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// A harness's: its reader sets the pace and needs a core of its own.
    Pipe,
    /// A file in memory, which has no reader: what is measured is the writer alone.
    Memory,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pipe => "pipe",
            Self::Memory => "memory",
        })
    }
}

/// One of them, in use.
pub(crate) enum Channel {
    /// The end that is given away, until it is, and who reads the other.
    Pipe(Option<PipeWriter>, JoinHandle<Seams>),
    /// The file.
    Memory(File),
}

impl Channel {
    pub(crate) fn new(kind: Kind) -> Self {
        match kind {
            Kind::Pipe => {
                let (reader, writer) = std::io::pipe().unwrap();
                Self::Pipe(Some(writer), std::thread::spawn(|| read(reader)))
            }
            Kind::Memory => {
                let file = memfd_create(c"benchmark", MFdFlags::MFD_CLOEXEC).unwrap();
                // Writers who share the offset of such a file overwrite each other.
                fcntl(&file, FcntlArg::F_SETFL(OFlag::O_APPEND)).unwrap();
                Self::Memory(file.into())
            }
        }
    }

    /// The writing end.
    pub(crate) fn writer(&mut self) -> OwnedFd {
        match self {
            Self::Pipe(writer, _) => writer.take().unwrap().into(),
            Self::Memory(file) => file.try_clone().unwrap().into(),
        }
    }

    /// How many of the lines, all equally long, are not where they would be if all were whole.
    pub(crate) fn torn(self, lines: usize) -> usize {
        let seams = match self {
            Self::Pipe(_, reading) => reading.join().unwrap(),
            Self::Memory(mut file) => {
                std::io::Seek::rewind(&mut file).unwrap();
                read(file)
            }
        };
        assert_eq!(seams.ends.len(), lines, "lines");
        let length = seams.bytes / lines;
        let whole = seams.ends.iter().enumerate().filter(|(i, end)| **end == (i + 1) * length);
        lines - whole.count()
    }
}

/// Where lines end.
pub(crate) struct Seams {
    bytes: usize,
    ends: Vec<usize>,
}

fn read(mut from: impl Read) -> Seams {
    let mut buffer = vec![0; 1 << 20];
    let mut seams = Seams { bytes: 0, ends: vec![] };
    loop {
        let length = from.read(&mut buffer).unwrap();
        if length == 0 {
            return seams;
        }
        for newline in memchr::memchr_iter(b'\n', &buffer[..length]) {
            seams.ends.push(seams.bytes + newline + 1);
        }
        seams.bytes += length;
    }
}
