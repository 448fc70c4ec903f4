//! The channel: descriptor 3 of this process, as long as it is the one that the harness opened.

mod line;
mod lock;

use std::io::{self, Write};
use std::os::fd::BorrowedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::stat::fstat;

use crate::message;
use crate::room::has_room;
use crate::sigpipe::quietly;

use self::line::Line;
use self::lock::Lock;

/// The channel's number.
const NUMBER: i32 = 3;

/// How long another process's line is waited for: longer than any lives, short of a hang.
const PATIENCE: Duration = Duration::from_secs(10);

/// The same where it was waited for in vain already: the holder was stopped, or is hostile.
const IMPATIENCE: Duration = Duration::from_millis(500);

/// How often signals are looked for while others write: it takes the GIL from other threads.
const BEAT: Duration = Duration::from_millis(20);

/// Called now and then while waiting, so that the signal handlers of the program run. Its error
/// ends the wait, and the line with it.
pub type Pulse<'a> = &'a mut dyn FnMut() -> io::Result<()>;

/// The harness's end, or its absence.
#[derive(Debug)]
pub struct Channel {
    /// (st_dev, st_ino) of what stood there before the program ran.
    identity: Option<(u64, u64)>,
    /// The reader has gone (`EPIPE`).
    gone: AtomicBool,
    /// The lock could not be had.
    locked_out: AtomicBool,
}

impl Channel {
    /// A channel with that identity; `None`: there is none.
    pub fn new(identity: Option<(u64, u64)>) -> Self {
        Self { identity, gone: AtomicBool::new(false), locked_out: AtomicBool::new(false) }
    }

    /// The same for a child process that was forked.
    pub fn forked(&self) -> Self {
        let gone = AtomicBool::new(self.gone.load(Ordering::Relaxed));
        Self { gone, ..Self::new(self.identity) }
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

    /// Sends one message as one line, whoever else writes. A line that a killed writer left open
    /// is ended first.
    ///
    /// # Errors
    ///
    /// The reader has gone (`BrokenPipe`, from then on for every message), the program has put
    /// something else at 3 (`NotFound`), the write failed as write(2) says, or `pulse` did; then
    /// the next writer ends what was written of the line.
    pub fn send(&self, filename: &str, svg: &[u8], pulse: Pulse<'_>) -> io::Result<()> {
        let process = std::process::id();
        let Ok(status) = fstat(descriptor()) else { return Err(replaced()) };
        if self.identity != Some((status.st_dev, status.st_ino)) {
            return Err(replaced());
        }
        let mut line = Line::new(descriptor(), &status);
        let patience = if self.locked_out.load(Ordering::Relaxed) { IMPATIENCE } else { PATIENCE };
        let mut beat = Instant::now();
        let mut lock = Lock::take(descriptor(), patience, &mut || {
            if beat.elapsed() >= BEAT {
                pulse()?;
                beat = Instant::now();
            }
            // Last, because the program may have used the time.
            self.ours().then_some(()).ok_or_else(replaced)
        })?;
        self.locked_out.store(!lock.held, Ordering::Relaxed);
        let mut writer = Writer { channel: self, pulse, begun: false, short: false };
        let torn = line.open();
        let sent = if torn { writer.write_all(b"\n") } else { Ok(()) }
            .and_then(|()| message::write(&mut writer, filename, svg));
        if !self.ours() || std::process::id() != process {
            // Neither mark nor lock are those of what stands there now. In a child that a signal
            // handler forked, the lock is not its own, and the line and its mark are its parent's.
            lock.held = false;
        } else if sent.is_ok() || !(writer.begun || torn) {
            line.close();
        }
        if sent.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
            self.gone.store(true, Ordering::Relaxed);
        }
        sent
    }
}

fn descriptor() -> BorrowedFd<'static> {
    // Should the program close it, each call answers EBADF, which is what we ask about.
    // SAFETY: the number is not -1, and nothing here closes it.
    unsafe { BorrowedFd::borrow_raw(NUMBER) }
}

fn replaced() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "descriptor 3 was closed or replaced")
}

/// write(2) until all is written. While it waits, the program's signal handlers run.
struct Writer<'a, 'b> {
    channel: &'a Channel,
    pulse: Pulse<'b>,
    /// Some of the line is written.
    begun: bool,
    /// The last try wrote less than it was asked to, perhaps because of a signal.
    short: bool,
}

impl Write for Writer<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            if std::mem::take(&mut self.short) {
                (self.pulse)()?;
            }
            // Also where a write would wait by itself: a signal that comes right before it does, or
            // whose handler restarts it (siginterrupt(3)), would not be seen until somebody reads.
            if !has_room(descriptor(), 100_u8)? {
                self.short = true;
                continue;
            }
            // Last, because the program may have used the time (a handler, a thread).
            if !self.channel.ours() {
                return Err(replaced());
            }
            match quietly(|| nix::unistd::write(descriptor(), bytes)) {
                Ok(written) => {
                    self.begun = true;
                    self.short = written < bytes.len();
                    return Ok(written);
                }
                Err(Errno::EAGAIN | Errno::EINTR) => self.short = true,
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_channel_nothing_is_open_and_nothing_is_sent() {
        let channel = Channel::new(None);
        assert!(!channel.exists() && !channel.open());
        let sent = channel.send("a.svg", b"<svg/>", &mut || Ok(()));
        assert_eq!(sent.err().map(|error| error.kind()), Some(io::ErrorKind::NotFound));
    }

    #[test]
    fn what_is_not_the_channel_is_not_written_to() {
        // No file has the inode 0 on this device number.
        assert!(!Channel::new(Some((0, 0))).open());
    }
}
