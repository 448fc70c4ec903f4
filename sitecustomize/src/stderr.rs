//! Writes lines to stderr, by the descriptor and without a lock: `std::io::stderr()` has a lock
//! that a forked child may find held forever. A full stderr delays a line, but never for long.

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

/// How long a line waits for room. A reader that reads takes far less; a reader that waits, for
/// example until the program has ended, must not stop the program.
const LOCK_TIMEOUT: Duration = Duration::from_secs(2);

/// How often signals are checked meanwhile, in milliseconds. Each check takes the GIL from other
/// threads.
const SIGNAL_INTERVAL: u8 = 100;

/// The longest line in bytes: a pipe takes as many whole or not at all (pipe(7)), so that lines of
/// several processes stay apart.
const LONGEST: usize = libc::PIPE_BUF;

/// The standard error of this process.
#[derive(Debug, Default)]
pub struct Stderr {
    /// Whether the last line found no room. Then the next one does not wait, because otherwise each
    /// line would.
    full: AtomicBool,
}

impl Stderr {
    /// For a child process that was forked.
    pub fn forked(&self) -> Self {
        Self { full: AtomicBool::new(self.full.load(Ordering::Relaxed)) }
    }

    /// Writes one line for the user. The line is lost if nobody reads it in time.
    ///
    /// # Errors
    ///
    /// The error of `check_signals`, which is called during a wait.
    pub fn line(&self, text: &str, check_signals: SignalCheck<'_>) -> io::Result<()> {
        // SAFETY: the number is not -1, and nothing here closes it; where the program has, each call
        // answers EBADF.
        let descriptor = unsafe { BorrowedFd::borrow_raw(libc::STDERR_FILENO) };
        // PEP 446: if stderr was closed, a file that Python itself opened there is not inheritable.
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
                        // If there is some room but not enough, poll returns at once, so that we
                        // pause.
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

/// The text as a line of ours, cut if it is too long.
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

/// write(2), or `EAGAIN` if that would block. It does not use the descriptor's own flags, because
/// they belong to the program.
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
    // The controlling end of a terminal opens as another terminal (pts(4)).
    if kind == SFlag::S_IFIFO || (is_terminal && status.st_rdev != libc::makedev(5, 2)) {
        // Our own file description, so that the flags of the program's stay.
        let flags = libc::O_NONBLOCK | libc::O_NOCTTY;
        let path = format!("/proc/self/fd/{}", descriptor.as_raw_fd());
        if let Ok(own) = OpenOptions::new().write(true).custom_flags(flags).open(path) {
            return write(own, bytes);
        }
    }
    // A write to a file does not wait. If a pipe is another user's, another process may take the
    // room before us; then we wait as the program's own output would.
    if !wait_writable(descriptor, 0_u8)? {
        return Err(Errno::EAGAIN);
    }
    write(descriptor, bytes)
}

/// pwritev2(2) with `RWF_NOWAIT`, at the position of write(2).
fn write_without_waiting(descriptor: BorrowedFd<'_>, bytes: &[u8]) -> nix::Result<usize> {
    let part = libc::iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() };
    let (number, at, flags) = (descriptor.as_raw_fd(), -1_i64, libc::RWF_NOWAIT);
    // By its number, because glibc has the function only from 2.26 on.
    let call = libc::SYS_pwritev2;
    // SAFETY: there is one part, which is borrowed until the end; the position has two halves.
    written(unsafe { libc::syscall(call, number, &raw const part, 1_usize, at, at, flags) } as isize)
}

/// The result of a system call: the number of bytes, or errno.
fn written(answer: isize) -> nix::Result<usize> {
    Errno::result(answer).map(isize::unsigned_abs)
}

#[cfg(test)]
mod tests;
