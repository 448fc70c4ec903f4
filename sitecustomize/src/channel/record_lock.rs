//! The lock between processes: a record lock on the channel itself, with a time limit.

use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};
use std::{io, thread};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, fcntl};
use nix::libc;

use crate::proc_stat::ancestors;
use crate::writable::wait_writable;

use super::SignalCheck;

/// How long we wait for the line of an ancestor that makes no progress although there is room: it
/// may be in a signal handler that waits for us. If it is not, it notices that we have ended its
/// line, and sends it again.
const BY_ANCESTOR: Duration = Duration::from_secs(1);

/// A record lock (fcntl(2)) on the whole file of `descriptor`; pipes, sockets and terminals have
/// such locks too. It ends with its owner, even if that is killed.
pub(super) struct RecordLock<'a> {
    descriptor: BorrowedFd<'a>,
    /// Whether we have the lock. The line is written in any case.
    pub(super) held: bool,
}

impl<'a> RecordLock<'a> {
    /// Waits for the lock, at most for `patience`.
    ///
    /// It polls instead of using `F_SETLKW`, which has no timeout (a stopped holder would block us
    /// forever) and reports deadlocks where there are none. Time during which the channel is full
    /// does not count, because the holder then waits for the reader, as we would.
    ///
    /// # Errors
    ///
    /// The error of `meanwhile`, which is called between two tries.
    pub(super) fn take(
        descriptor: BorrowedFd<'a>,
        patience: Duration,
        meanwhile: SignalCheck<'_>,
    ) -> io::Result<Self> {
        let mut start = Instant::now();
        let mut pause = Duration::from_micros(50);
        loop {
            match fcntl(descriptor, FcntlArg::F_SETLK(&whole(libc::F_WRLCK))) {
                Ok(_) => return Ok(Self { descriptor, held: true }),
                Err(Errno::EACCES | Errno::EAGAIN | Errno::EINTR | Errno::EDEADLK) => {}
                // ENOLCK, ENOSYS, EINVAL: this file has no locks.
                Err(_) => return Ok(Self { descriptor, held: false }),
            }
            let waited = start.elapsed();
            if waited >= patience || (waited >= BY_ANCESTOR && is_ancestor_s(descriptor)) {
                return Ok(Self { descriptor, held: false });
            }
            thread::sleep(pause);
            meanwhile()?;
            if wait_writable(descriptor, 0_u8) == Ok(false) {
                start = Instant::now();
            }
            pause = (pause * 2).min(Duration::from_millis(2));
        }
    }
}

impl Drop for RecordLock<'_> {
    fn drop(&mut self) {
        if self.held {
            // If this fails, the lock ends with the process.
            let _ = fcntl(self.descriptor, FcntlArg::F_SETLK(&whole(libc::F_UNLCK)));
        }
    }
}

/// Whether an ancestor of this process has the lock.
fn is_ancestor_s(descriptor: BorrowedFd<'_>) -> bool {
    let mut lock = whole(libc::F_WRLCK);
    let known = fcntl(descriptor, FcntlArg::F_GETLK(&mut lock)).is_ok();
    // The holder is not a process, or is in another PID namespace.
    known
        && lock.l_type != libc::F_UNLCK as libc::c_short
        && lock.l_pid > 0
        && ancestors().any(|pid| pid == lock.l_pid)
}

/// The whole file, as a `flock`.
fn whole(kind: i32) -> libc::flock {
    let [kind, whence] = [kind, libc::SEEK_SET].map(|number| number as libc::c_short);
    libc::flock { l_type: kind, l_whence: whence, l_start: 0, l_len: 0, l_pid: 0 }
}
