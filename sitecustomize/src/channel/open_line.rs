//! Whether a line is open on the channel: what a writer that was killed leaves to the next one.
//!
//! A writer that is killed between its last byte and taking the mark back leaves an empty line. A channel that
//! somebody opened anew has a mark of its own, so that there a torn line may cost the next message too.

use std::fs::File;
use std::os::fd::{AsRawFd as _, BorrowedFd};
use std::os::unix::fs::FileExt as _;

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::libc::{self, c_int};
use nix::unistd::{Whence, lseek};

use super::descriptor::{Access, Descriptor};

/// The mark of an open line: `F_SETSIG` (F_SETSIG(2const)) keeps a small number in the open file
/// description, which all that inherited the channel share, and which outlives a killed writer.
/// Nothing is sent as long as `O_ASYNC` is off; should it be switched on, this one is ignored by
/// default.
const OPEN: c_int = libc::SIGURG;

/// `F_SETSIG` and `F_GETSIG` of asm-generic/fcntl.h, which the libc crate has not got.
const F_SETSIG: c_int = 10;
const F_GETSIG: c_int = 11;

/// The state of the channel's last line, as far as it can be known.
pub(super) struct OpenLine {
    descriptor: BorrowedFd<'static>,
    /// A regular file, open for reading: its last byte tells more than the mark. It is opened
    /// before the lock is taken and closed after it was given back, because closing any descriptor
    /// of a file drops the process's locks on it (fcntl(2)).
    content: Option<File>,
    /// The open file description is the one that other writers have.
    shared: bool,
    /// The mark is set, by us or by whoever left a line open.
    marked: bool,
}

impl OpenLine {
    /// Made before the lock is taken, outlives it.
    pub(super) fn new(channel: &Descriptor<'_>) -> Self {
        let descriptor = channel.borrow();
        let is_file = channel.status.st_mode & libc::S_IFMT == libc::S_IFREG;
        let open = || File::open(format!("/proc/self/fd/{}", descriptor.as_raw_fd())).ok();
        let content = is_file.then(open).flatten();
        Self { descriptor, content, shared: channel.way != Access::Reopened, marked: false }
    }

    /// Opens a line, under the lock; answers whether somebody else's was never ended.
    pub(super) fn open(&mut self) -> bool {
        if !self.shared {
            // Nobody's mark can be seen here. An empty line costs a reader nothing.
            return true;
        }
        let mark = self.mark();
        self.marked = mark == Some(OPEN) || (mark == Some(0) && self.set_mark(OPEN));
        match self.last_byte() {
            Some(byte) => byte != b'\n',
            None => self.content.is_none() && mark == Some(OPEN),
        }
    }

    /// Whether another process has ended our line: it has waited for the lock in vain, as a child does
    /// that a signal handler of ours starts and waits for.
    pub(super) fn is_overtaken(&self) -> bool {
        self.marked && self.mark() == Some(0)
    }

    /// Ends it.
    pub(super) fn close(&self) {
        if self.marked {
            self.set_mark(0);
        }
    }

    /// What stands before the place that the next write goes to; `None` at the beginning of a
    /// file, and where there is no file to look into.
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

    /// The number in the open file description; `None` where it would be sent as a signal.
    fn mark(&self) -> Option<c_int> {
        if self.flags().contains(OFlag::O_ASYNC) {
            return None;
        }
        // SAFETY: F_GETSIG takes no argument and answers a number.
        let mark = unsafe { libc::fcntl(self.descriptor.as_raw_fd(), F_GETSIG) };
        (mark >= 0).then_some(mark)
    }

    /// Answers whether it is set: there may be descriptors that have none.
    fn set_mark(&self, mark: c_int) -> bool {
        // SAFETY: F_SETSIG takes a number.
        unsafe { libc::fcntl(self.descriptor.as_raw_fd(), F_SETSIG, mark) == 0 }
    }

    fn flags(&self) -> OFlag {
        fcntl(self.descriptor, FcntlArg::F_GETFL).map_or(OFlag::empty(), OFlag::from_bits_retain)
    }
}
