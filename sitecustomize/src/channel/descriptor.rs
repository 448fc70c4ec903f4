//! A descriptor that a message is written to, and the way in which this process has it.

use std::os::fd::{BorrowedFd, IntoRawFd as _, OwnedFd, RawFd};
use std::sync::atomic::{AtomicI32, Ordering};

use nix::fcntl::{FcntlArg, fcntl};
use nix::libc;
use nix::sys::stat::{FileStat, fstat};

/// How a process came to a descriptor of the channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// It was started with it.
    Inherited,
    /// By `pidfd_getfd(2)`: the holder's own open file description, with its locks and its mark.
    Shared,
    /// Opened anew: a description of its own, which knows nothing of another writer's torn line.
    Reopened,
}

/// Numbers from here on: a program that counts on the lowest free one still gets that.
const LOWEST: RawFd = 64;

/// A descriptor of the channel, for one message.
pub(super) struct Descriptor<'a> {
    number: RawFd,
    /// (st_dev, st_ino).
    identity: (u64, u64),
    pub(super) status: FileStat,
    pub(super) way: Access,
    /// Where its number is noted for a child that another thread forks meanwhile.
    noted: Option<&'a AtomicI32>,
}

impl<'a> Descriptor<'a> {
    /// Descriptor 3, if that is the file with that identity.
    pub(super) fn inherited(number: RawFd, identity: (u64, u64)) -> Option<Self> {
        let status = fstat(borrow(number)).ok()?;
        let own = Self { number, identity, status, way: Access::Inherited, noted: None };
        ((status.st_dev, status.st_ino) == identity).then_some(own)
    }

    /// One that was found, close-on-exec already; its number is kept in `noted` until it is closed.
    pub(super) fn found(
        found: OwnedFd,
        status: FileStat,
        way: Access,
        noted: &'a AtomicI32,
    ) -> Self {
        let high = fcntl(&found, FcntlArg::F_DUPFD_CLOEXEC(LOWEST));
        // Refused where fewer descriptors are allowed.
        let number = high.unwrap_or_else(|_| found.into_raw_fd());
        noted.store(number, Ordering::Relaxed);
        let identity = (status.st_dev, status.st_ino);
        Self { number, identity, status, way, noted: Some(noted) }
    }

    /// It, for a system call.
    pub(super) fn borrow(&self) -> BorrowedFd<'static> {
        borrow(self.number)
    }

    /// Whether the channel stands at that number still: a program may close or replace any descriptor.
    pub(super) fn is_channel(&self) -> bool {
        let now = fstat(self.borrow()).map(|status| (status.st_dev, status.st_ino));
        now == Ok(self.identity)
    }
}

impl Drop for Descriptor<'_> {
    fn drop(&mut self) {
        let Some(noted) = self.noted else { return };
        // In a child that a signal handler forked the number is that child's to close as well.
        if self.is_channel() {
            close(self.number);
        }
        noted.store(NONE, Ordering::Relaxed);
    }
}

/// The number that says that none is noted.
pub(super) const NONE: RawFd = -1;

/// Closes what another thread had taken when this child was forked.
pub(super) fn close_noted(noted: &AtomicI32) {
    let number = noted.swap(NONE, Ordering::Relaxed);
    if number != NONE {
        close(number);
    }
}

fn close(number: RawFd) {
    // SAFETY: close(2) takes any number; this one was made by us and is held by nobody else.
    unsafe { libc::close(number) };
}

fn borrow(number: RawFd) -> BorrowedFd<'static> {
    // Should the program close it, each call answers EBADF, which is what we ask about.
    // SAFETY: the number is not -1.
    unsafe { BorrowedFd::borrow_raw(number) }
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsRawFd as _;

    use super::*;

    #[test]
    fn a_found_descriptor_is_closed_and_no_other_one_in_its_place() {
        let (_reader, writer) = std::io::pipe().expect("a pipe");
        let other = std::fs::File::open("/dev/null").expect("open");
        let noted = AtomicI32::new(NONE);
        let take = || {
            let copy = OwnedFd::from(writer.try_clone().expect("a copy"));
            let status = fstat(&copy).expect("open");
            Descriptor::found(copy, status, Access::Shared, &noted)
        };
        let found = take();
        let number = found.number;
        assert!(number >= LOWEST && noted.load(Ordering::Relaxed) == number);
        drop(found);
        assert!(fstat(borrow(number)).is_err() && noted.load(Ordering::Relaxed) == NONE);

        let found = take();
        let number = found.number;
        // SAFETY: dup2(2) takes any numbers.
        assert_eq!(unsafe { libc::dup2(other.as_raw_fd(), number) }, number);
        assert!(!found.is_channel());
        drop(found);
        assert!(fstat(borrow(number)).is_ok());
        close(number);
    }
}
