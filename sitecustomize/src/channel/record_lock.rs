//! The lock between processes: a record lock on the channel itself, waited for with patience.

use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};
use std::{io, thread};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, fcntl};
use nix::libc;

use crate::proc_stat::ancestors;
use crate::writable::wait_writable;

use super::SignalCheck;

/// How long a line of an ancestor is waited for that does not go on although there is room: it may be in a
/// signal handler that waits for us. If it is not, it sees that its line was ended, and sends it anew.
const BY_ANCESTOR: Duration = Duration::from_secs(1);

/// A record lock (fcntl(2)) on the whole of what `descriptor` stands for: pipes, sockets and
/// terminals have them too. It ends with its owner, however that dies.
pub(super) struct Lock<'a> {
    descriptor: BorrowedFd<'a>,
    /// Whether we have it: a line is written either way.
    pub(super) held: bool,
}

impl<'a> Lock<'a> {
    /// Waits for the lock for as long as `patience` lasts.
    ///
    /// Tried again and again rather than waited for by the kernel: `F_SETLKW` has no timeout (a
    /// holder that was stopped would hold us for ever) and sees deadlocks where there are none.
    /// While the channel is full its holder waits for the reader, as we would: that time does not
    /// count.
    ///
    /// # Errors
    ///
    /// What `meanwhile` answers, which is called between two tries.
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
                // ENOLCK, ENOSYS, EINVAL: there are no locks here.
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

impl Drop for Lock<'_> {
    fn drop(&mut self) {
        if self.held {
            // What fails here ends with the process.
            let _ = fcntl(self.descriptor, FcntlArg::F_SETLK(&whole(libc::F_UNLCK)));
        }
    }
}

/// Whether a process from which this one comes has the lock.
fn is_ancestor_s(descriptor: BorrowedFd<'_>) -> bool {
    let mut lock = whole(libc::F_WRLCK);
    let known = fcntl(descriptor, FcntlArg::F_GETLK(&mut lock)).is_ok();
    // No process, or one of another PID namespace.
    known
        && lock.l_type != libc::F_UNLCK as libc::c_short
        && lock.l_pid > 0
        && ancestors().any(|pid| pid == lock.l_pid)
}

/// The whole of the file, in flock's terms.
fn whole(kind: i32) -> libc::flock {
    let [kind, whence] = [kind, libc::SEEK_SET].map(|number| number as libc::c_short);
    libc::flock { l_type: kind, l_whence: whence, l_start: 0, l_len: 0, l_pid: 0 }
}
