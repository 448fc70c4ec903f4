//! Whether a line on the channel is open: a writer that was killed leaves this state to the next
//! one.
//!
//! A writer that is killed after its last byte but before it clears the mark causes an empty line.
//! A channel that was reopened has a mark of its own, so that a torn line there may spoil the next
//! message too.

use std::fs::File;
use std::os::fd::{AsRawFd as _, BorrowedFd};
use std::os::unix::fs::FileExt as _;

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::libc::{self, c_int};
use nix::unistd::{Whence, lseek};

use super::descriptor::{Access, Descriptor};

/// The mark of an open line. `F_SETSIG` (F_SETSIG(2const)) stores a small number in the open file
/// description, which all processes that inherited the channel share, and which outlives a killed
/// writer. No signal is sent while `O_ASYNC` is off, and this one is ignored by default.
const OPEN: c_int = libc::SIGURG;

/// `F_SETSIG` and `F_GETSIG` of asm-generic/fcntl.h, which the libc crate lacks.
const F_SETSIG: c_int = 10;
const F_GETSIG: c_int = 11;

/// The state of the channel's last line, as far as it can be known.
pub(super) struct OpenLine {
    descriptor: BorrowedFd<'static>,
    /// A regular file, open for reading: its last byte tells more than the mark. It is opened
    /// before the lock is taken and closed after it was released, because closing any descriptor of
    /// a file drops the process's locks on it (fcntl(2)).
    content: Option<File>,
    /// Whether we share the open file description with other writers.
    shared: bool,
    /// Whether the mark is set, by us or by a writer that left a line open.
    marked: bool,
}

impl OpenLine {
    /// Reads the state. Call it before the lock is taken, and drop it after the lock.
    pub(super) fn new(channel: &Descriptor<'_>) -> Self {
        let descriptor = channel.borrow();
        let is_file = channel.status.st_mode & libc::S_IFMT == libc::S_IFREG;
        let open = || File::open(format!("/proc/self/fd/{}", descriptor.as_raw_fd())).ok();
        let content = is_file.then(open).flatten();
        Self { descriptor, content, shared: channel.access != Access::Reopened, marked: false }
    }

    /// Opens a line, under the lock; returns whether another writer's line was not ended.
    pub(super) fn open(&mut self) -> bool {
        if !self.shared {
            // The marks of other writers are not visible here. An empty line does no harm.
            return true;
        }
        let mark = self.mark();
        self.marked = mark == Some(OPEN) || (mark == Some(0) && self.set_mark(OPEN));
        match self.last_byte() {
            Some(byte) => byte != b'\n',
            None => self.content.is_none() && mark == Some(OPEN),
        }
    }

    /// Whether another process has ended our line. It does so if it waited for the lock too long,
    /// as a child does that a signal handler of ours starts and waits for.
    pub(super) fn is_overtaken(&self) -> bool {
        self.marked && self.mark() == Some(0)
    }

    /// Marks the line as ended.
    pub(super) fn close(&self) {
        if self.marked {
            self.set_mark(0);
        }
    }

    /// The byte before the position of the next write; `None` at the start of a file, or if it is
    /// not a regular file.
    fn last_byte(&self) -> Option<u8> {
        let content = self.content.as_ref()?;
        let end = if self.flags().contains(OFlag::O_APPEND) {
            content.metadata().ok()?.len()
        } else {
            u64::try_from(lseek(self.descriptor, 0, Whence::SeekCur).ok()?).ok()?
        };
        let mut byte = [0];
        content.read_exact_at(&mut byte, end.checked_sub(1)?).ok()?;
        Some(byte[0])
    }

    /// The number in the open file description; `None` if it would be sent as a signal.
    fn mark(&self) -> Option<c_int> {
        if self.flags().contains(OFlag::O_ASYNC) {
            return None;
        }
        // SAFETY: F_GETSIG takes no argument and answers a number.
        let mark = unsafe { libc::fcntl(self.descriptor.as_raw_fd(), F_GETSIG) };
        (mark >= 0).then_some(mark)
    }

    /// Sets the number; returns whether it is set, because some descriptors can't have one.
    fn set_mark(&self, mark: c_int) -> bool {
        // SAFETY: F_SETSIG takes a number.
        unsafe { libc::fcntl(self.descriptor.as_raw_fd(), F_SETSIG, mark) == 0 }
    }

    fn flags(&self) -> OFlag {
        fcntl(self.descriptor, FcntlArg::F_GETFL).map_or(OFlag::empty(), OFlag::from_bits_retain)
    }
}
