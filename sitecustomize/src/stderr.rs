//! Lines on stderr: written by the descriptor and without a lock, because `std::io::stderr()` has
//! one that a forked child may find held for ever. A stderr that is full delays and never hangs.

use std::fs::OpenOptions;
use std::io;
use std::os::fd::{AsRawFd as _, BorrowedFd};
use std::os::unix::fs::OpenOptionsExt as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, fcntl};
use nix::libc;
use nix::sys::stat::{SFlag, fstat};
use nix::unistd::{isatty, write};

use crate::channel::SignalCheck;
use crate::os_text;
use crate::sigpipe::without_sigpipe;
use crate::writable::wait_writable;

/// How long a line waits for room. Who reads stderr takes it in far less; who does not read it, for
/// example until the program has ended, must not wait for us.
const LOCK_TIMEOUT: Duration = Duration::from_secs(2);

/// How often signals are looked for meanwhile, in milliseconds: it takes the GIL from other threads.
const SIGNAL_INTERVAL: u8 = 100;

/// The most bytes of a line: so many a pipe takes whole or not at all (pipe(7)), so that lines of
/// several processes stay apart.
const LONGEST: usize = libc::PIPE_BUF;

/// The standard error of this process.
#[derive(Debug, Default)]
pub struct Stderr {
    /// The last line found no room. The next one does not wait, else each would.
    full: AtomicBool,
}

impl Stderr {
    /// The same for a child process that was forked.
    pub fn forked(&self) -> Self {
        Self { full: AtomicBool::new(self.full.load(Ordering::Relaxed)) }
    }

    /// Writes one line for the person who runs the program. It is lost where nobody reads it.
    ///
    /// # Errors
    ///
    /// What `check_signals` fails with, which is called while it waits.
    pub fn line(&self, text: &str, check_signals: SignalCheck<'_>) -> io::Result<()> {
        // SAFETY: the number is not -1, and nothing here closes it; where the program has, each call
        // answers EBADF.
        let descriptor = unsafe { BorrowedFd::borrow_raw(libc::STDERR_FILENO) };
        // PEP 446: what Python itself opened there, where stderr was closed, is not inheritable.
        let inherited = fcntl(descriptor, FcntlArg::F_GETFD);
        if inherited.is_ok_and(|flags| flags & libc::FD_CLOEXEC == 0) {
            self.write(descriptor, &line(text), LOCK_TIMEOUT, check_signals)?;
        }
        Ok(())
    }

    fn write(
        &self,
        descriptor: BorrowedFd<'_>,
        line: &[u8],
        patience: Duration,
        check_signals: SignalCheck<'_>,
    ) -> io::Result<()> {
        let patience = if self.full.load(Ordering::Relaxed) { Duration::ZERO } else { patience };
        let start = Instant::now();
        let mut rest = line;
        while !rest.is_empty() {
            match without_sigpipe(|| write_now(descriptor, rest)) {
                Ok(written) => rest = &rest[written..],
                Err(Errno::EINTR) => check_signals()?,
                Err(Errno::EAGAIN) if start.elapsed() < patience => {
                    if wait_writable(descriptor, SIGNAL_INTERVAL) == Ok(true) {
                        // Else it would be tried without a pause where there is some, but not enough.
                        thread::sleep(Duration::from_millis(1));
                    }
                    check_signals()?;
                }
                Err(error) => {
                    self.full.store(error == Errno::EAGAIN, Ordering::Relaxed);
                    return Ok(());
                }
            }
        }
        self.full.store(false, Ordering::Relaxed);
        Ok(())
    }
}

/// The text as a line of ours. One that is too long is cut.
fn line(text: &str) -> Vec<u8> {
    let mut line = format!("cg-plot-capture: {}", text.replace('\n', " "));
    if line.len() >= LONGEST {
        let end = (0..=LONGEST - "…\n".len()).rev().find(|end| line.is_char_boundary(*end));
        line.truncate(end.unwrap_or(0));
        line.push('…');
    }
    line.push('\n');
    os_text::to_bytes(&line)
}

/// write(2), or `EAGAIN` where that would wait, whatever the descriptor's own flags say: they are
/// the program's.
fn write_now(descriptor: BorrowedFd<'_>, bytes: &[u8]) -> nix::Result<usize> {
    let status = fstat(descriptor)?;
    let kind = SFlag::from_bits_truncate(status.st_mode) & SFlag::S_IFMT;
    if kind == SFlag::S_IFSOCK {
        let (number, start) = (descriptor.as_raw_fd(), bytes.as_ptr().cast());
        // SAFETY: so many bytes are there to be read.
        let sent = unsafe { libc::send(number, start, bytes.len(), libc::MSG_DONTWAIT) };
        return written(sent);
    }
    if kind == SFlag::S_IFIFO {
        match write_without_waiting(descriptor, bytes) {
            // A kernel before 6.4, or a sandbox.
            Err(Errno::EOPNOTSUPP | Errno::ENOSYS | Errno::EPERM | Errno::EINVAL) => {}
            done => return done,
        }
    }
    let is_terminal = kind == SFlag::S_IFCHR && isatty(descriptor) == Ok(true);
    // The controlling end of a terminal opens as another terminal's (pts(4)).
    if kind == SFlag::S_IFIFO || (is_terminal && status.st_rdev != libc::makedev(5, 2)) {
        // A file description of our own, so that the program's keeps its flags.
        let flags = libc::O_NONBLOCK | libc::O_NOCTTY;
        let path = format!("/proc/self/fd/{}", descriptor.as_raw_fd());
        if let Ok(own) = OpenOptions::new().write(true).custom_flags(flags).open(path) {
            return write(own, bytes);
        }
    }
    // Nobody waits for files. Where a pipe is another user's, another process may take the room
    // before us; then we wait as the program's own words would.
    if !wait_writable(descriptor, 0_u8)? {
        return Err(Errno::EAGAIN);
    }
    write(descriptor, bytes)
}

/// pwritev2(2) with `RWF_NOWAIT`, at the position where write(2) would.
fn write_without_waiting(descriptor: BorrowedFd<'_>, bytes: &[u8]) -> nix::Result<usize> {
    let part = libc::iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() };
    let (number, at, flags) = (descriptor.as_raw_fd(), -1_i64, libc::RWF_NOWAIT);
    // By its number, because glibc has the function from 2.26 on only.
    let call = libc::SYS_pwritev2;
    // SAFETY: there is one part, which is borrowed until the end; the position has two halves.
    written(unsafe { libc::syscall(call, number, &raw const part, 1_usize, at, at, flags) } as isize)
}

/// What a system call answers: how many bytes were written, or what errno says.
fn written(answer: isize) -> nix::Result<usize> {
    Errno::result(answer).map(isize::unsigned_abs)
}

#[cfg(test)]
mod tests;
