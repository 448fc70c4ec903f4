//! Channels of each kind that a harness may open, and readers of them.

use fs_err::os::unix::fs::OpenOptionsExt as _;
use std::fs::File;
use std::io::Read as _;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use std::time::Duration;

use fs_err::OpenOptions;
use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::stat::Mode;

use crate::command::run;
use crate::harness::{Delivery, give};
use crate::wait::until;

/// What stands at descriptor 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// pipe(7).
    Pipe,
    /// fifo(7), opened by its name.
    Fifo,
    /// One end of a socketpair(2).
    Socket,
    /// pty(7).
    Terminal,
    /// A file, read when all is written.
    File,
}

/// How a harness reads: as much at a time, and then a pause.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Bytes at a time.
    pub bytes: usize,
    /// What it does in between.
    pub pause: Duration,
}

impl Pace {
    /// As fast as it comes.
    pub const FAST: Self = Self { bytes: 1 << 16, pause: Duration::ZERO };
}

/// Both ends of a new channel: the harness's and the program's.
pub fn open(kind: Kind) -> (File, OwnedFd) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("channel");
    match kind {
        Kind::Pipe => {
            let (reader, writer) = std::io::pipe().unwrap();
            (OwnedFd::from(reader).into(), writer.into())
        }
        Kind::Fifo => {
            nix::unistd::mkfifo(&path, Mode::S_IRUSR | Mode::S_IWUSR).unwrap();
            // Else it would wait for the writer, which is opened next.
            let flags = OFlag::O_NONBLOCK.bits();
            let reader = OpenOptions::new().read(true).custom_flags(flags).open(&path).unwrap();
            let writer = OpenOptions::new().write(true).open(&path).unwrap();
            fcntl(&reader, FcntlArg::F_SETFL(OFlag::empty())).unwrap();
            (reader.into(), writer.into_parts().0.into())
        }
        Kind::Socket => {
            let (reader, writer) = UnixStream::pair().unwrap();
            (OwnedFd::from(reader).into(), writer.into())
        }
        Kind::Terminal => {
            // Not by openpty(3), which knows no close-on-exec: a program that another test starts at
            // this moment would have both ends.
            let flags = OFlag::O_RDWR | OFlag::O_NOCTTY | OFlag::O_CLOEXEC;
            let master = nix::pty::posix_openpt(flags).unwrap();
            nix::pty::grantpt(&master).unwrap();
            nix::pty::unlockpt(&master).unwrap();
            let slave = nix::pty::ptsname_r(&master).unwrap();
            let flags = OFlag::O_NOCTTY.bits();
            let slave =
                OpenOptions::new().read(true).write(true).custom_flags(flags).open(slave).unwrap();
            (OwnedFd::from(master).into(), slave.into_parts().0.into())
        }
        Kind::File => {
            let writer = fs_err::File::create(&path).unwrap();
            (fs_err::File::open(&path).unwrap().into(), writer.into_parts().0.into())
        }
    }
}

/// Reads to the end, which is where the last writer has gone.
pub fn read(mut reader: File, pace: Pace) -> Vec<u8> {
    let mut stream = Vec::new();
    let mut buffer = vec![0; pace.bytes];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return stream,
            Ok(count) => stream.extend_from_slice(&buffer[..count]),
            // A terminal's way to say so.
            Err(error) if error.raw_os_error() == Some(Errno::EIO as i32) => return stream,
            Err(error) => panic!("{error}"),
        }
        std::thread::sleep(pace.pause);
    }
}

/// Runs `command` with `writer` at descriptor 3 while `reader` is read.
pub fn deliver_by(
    command: &mut Command,
    kind: Kind,
    pace: Pace,
    ends: (File, OwnedFd),
) -> Delivery {
    let (reader, writer) = ends;
    give(command, writer);
    command.stdin(Stdio::null());
    let reading = || std::thread::spawn(move || read(reader, pace));
    let (output, reading) = if kind == Kind::File {
        (run(command), reading())
    } else {
        let reading = reading();
        (run(command), reading)
    };
    // Our own copy of the writing end lives in the closure of the command.
    *command = Command::new("true");
    Delivery { output, stream: reading.join().unwrap() }
}

/// Waits until no more fits into a channel that nobody reads.
pub fn wait_until_full(writer: &OwnedFd) {
    use std::os::fd::AsFd as _;

    until("the channel is full", || {
        poll(&mut [PollFd::new(writer.as_fd(), PollFlags::POLLOUT)], PollTimeout::ZERO) != Ok(1)
    });
}
