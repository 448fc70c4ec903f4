//! The channel: descriptor 3 of this process, as long as it is the one that the harness opened.

use std::io::{self, Write};
use std::os::fd::BorrowedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, fcntl};
use nix::libc;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::stat::fstat;

use crate::message;
use crate::sigpipe::quietly;

/// The channel's number.
const NUMBER: i32 = 3;

/// How long another process's line is waited for: longer than any lives, short of a hang.
const PATIENCE: Duration = Duration::from_secs(10);

/// The harness's end, or its absence.
#[derive(Debug)]
pub struct Channel {
    /// (st_dev, st_ino) of what stood there before the program ran.
    identity: Option<(u64, u64)>,
    /// The reader has gone (`EPIPE`).
    gone: AtomicBool,
}

impl Channel {
    /// A channel with that identity; `None`: there is none.
    pub fn new(identity: Option<(u64, u64)>) -> Self {
        Self { identity, gone: AtomicBool::new(false) }
    }

    /// The same for a child process that was forked.
    pub fn forked(&self) -> Self {
        Self { identity: self.identity, gone: AtomicBool::new(self.gone.load(Ordering::Relaxed)) }
    }

    /// Whether there is one.
    pub fn exists(&self) -> bool {
        self.identity.is_some()
    }

    /// Whether a message would have a reader: descriptor 3 still is the channel, and somebody reads.
    pub fn open(&self) -> bool {
        !self.gone.load(Ordering::Relaxed) && self.ours()
    }

    /// Whether descriptor 3 is still what it was: the program may have closed or replaced it.
    fn ours(&self) -> bool {
        let now = fstat(descriptor()).map(|status| (status.st_dev, status.st_ino));
        self.identity.is_some_and(|identity| now == Ok(identity))
    }

    /// Sends one message as one line, whoever else writes.
    ///
    /// # Errors
    ///
    /// The reader has gone (`BrokenPipe`, from then on for every message), the program has put
    /// something else at 3 (`NotFound`), or the write failed as write(2) says.
    pub fn send(&self, filename: &str, svg: &[u8]) -> io::Result<()> {
        let sent = quietly(|| {
            let locked = lock(PATIENCE);
            let sent = message::write(&mut Writer { channel: self }, filename, svg);
            if locked {
                unlock();
            }
            sent
        });
        if sent.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
            self.gone.store(true, Ordering::Relaxed);
        }
        sent
    }
}

fn descriptor() -> BorrowedFd<'static> {
    // SAFETY: the number is not -1, and nothing here closes it. Should the program do so, each
    // call answers EBADF, which is what we ask about.
    unsafe { BorrowedFd::borrow_raw(NUMBER) }
}

/// write(2) until all is written; waits where the channel is full and does not block by itself.
struct Writer<'a> {
    channel: &'a Channel,
}

impl Write for Writer<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            if !self.channel.ours() {
                return Err(io::Error::new(io::ErrorKind::NotFound, "descriptor 3 was replaced"));
            }
            match nix::unistd::write(descriptor(), bytes) {
                Err(Errno::EAGAIN) => wait()?,
                Err(Errno::EINTR) => {}
                result => return Ok(result?),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether a write would have to wait.
fn is_full() -> bool {
    let mut writable = [PollFd::new(descriptor(), PollFlags::POLLOUT)];
    poll(&mut writable, PollTimeout::ZERO) == Ok(0)
}

fn wait() -> io::Result<()> {
    let mut writable = [PollFd::new(descriptor(), PollFlags::POLLOUT)];
    match poll(&mut writable, PollTimeout::NONE) {
        Err(Errno::EINTR) | Ok(_) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Takes the record lock on the channel itself (fcntl(2); pipes, sockets and terminals have them
/// too). It ends with its owner, however that dies.
///
/// Tried again and again rather than waited for: `F_SETLKW` has no timeout, and a holder that was
/// stopped would hold us for ever. Answers whether we have it; a line is written either way. While
/// the channel is full its holder waits for the reader, as we would: that time does not count.
fn lock(patience: Duration) -> bool {
    let mut start = Instant::now();
    let mut pause = Duration::from_micros(200);
    loop {
        match fcntl(descriptor(), FcntlArg::F_SETLK(&region(libc::F_WRLCK))) {
            Ok(_) => return true,
            Err(Errno::EACCES | Errno::EAGAIN | Errno::EINTR) if start.elapsed() < patience => {
                sleep(pause);
                if is_full() {
                    start = Instant::now();
                }
                pause = (pause * 2).min(Duration::from_millis(10));
            }
            Err(_) => return false,
        }
    }
}

fn unlock() {
    // What fails here ends with the process.
    let _ = fcntl(descriptor(), FcntlArg::F_SETLK(&region(libc::F_UNLCK)));
}

/// The whole of the file, in flock's terms.
fn region(kind: i32) -> libc::flock {
    let [kind, whence] = [kind, libc::SEEK_SET].map(|number| number as libc::c_short);
    libc::flock { l_type: kind, l_whence: whence, l_start: 0, l_len: 0, l_pid: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_channel_nothing_is_open_and_nothing_is_sent() {
        let channel = Channel::new(None);
        assert!(!channel.exists() && !channel.open());
        let sent = channel.send("a.svg", b"<svg/>");
        assert_eq!(sent.err().map(|error| error.kind()), Some(io::ErrorKind::NotFound));
    }

    #[test]
    fn what_is_not_the_channel_is_not_written_to() {
        // No file has the inode 0 on this device number.
        assert!(!Channel::new(Some((0, 0))).open());
    }
}
