//! A descriptor to which a message is written, and how this process got it.

use std::os::fd::{BorrowedFd, IntoRawFd as _, OwnedFd, RawFd};
use std::sync::atomic::{AtomicI32, Ordering};

use nix::fcntl::{FcntlArg, fcntl};
use nix::libc;
use nix::sys::stat::{FileStat, fstat};

/// How a process got a descriptor of the channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// It inherited the descriptor.
    Inherited,
    /// By `pidfd_getfd(2)`: it shares the holder's open file description, with its locks and its
    /// mark.
    Shared,
    /// By opening the file: its own description does not show the mark of another writer's torn
    /// line.
    Reopened,
}

/// The lowest number for a found descriptor, so that a program which relies on the lowest free
/// number still gets it.
const LOWEST: RawFd = 64;

/// A descriptor of the channel, for one message.
pub(super) struct Descriptor<'a> {
    number: RawFd,
    /// (st_dev, st_ino).
    identity: (u64, u64),
    pub(super) status: FileStat,
    pub(super) access: Access,
    /// Where its number is stored, for a child that another thread forks meanwhile.
    noted: Option<&'a AtomicI32>,
}

impl<'a> Descriptor<'a> {
    /// Descriptor 3, if it is the file with that identity.
    pub(super) fn inherited(number: RawFd, identity: (u64, u64)) -> Option<Self> {
        let status = fstat(borrow(number)).ok()?;
        let own = Self { number, identity, status, access: Access::Inherited, noted: None };
        ((status.st_dev, status.st_ino) == identity).then_some(own)
    }

    /// A descriptor that was found and is close-on-exec. `noted` has its number until it is closed.
    pub(super) fn found(
        found: OwnedFd,
        status: FileStat,
        access: Access,
        noted: &'a AtomicI32,
    ) -> Self {
        let high = fcntl(&found, FcntlArg::F_DUPFD_CLOEXEC(LOWEST));
        // It fails if the limit of descriptors is lower.
        let number = high.unwrap_or_else(|_| found.into_raw_fd());
        noted.store(number, Ordering::Relaxed);
        let identity = (status.st_dev, status.st_ino);
        Self { number, identity, status, access, noted: Some(noted) }
    }

    /// The descriptor for a system call.
    pub(super) fn borrow(&self) -> BorrowedFd<'static> {
        borrow(self.number)
    }

    /// Whether the number still leads to the channel: a program may close or replace any
    /// descriptor.
    pub(super) fn is_channel(&self) -> bool {
        let now = fstat(self.borrow()).map(|status| (status.st_dev, status.st_ino));
        now == Ok(self.identity)
    }
}

impl Drop for Descriptor<'_> {
    fn drop(&mut self) {
        let Some(noted) = self.noted else { return };
        // In a child that a signal handler forked, this closes the child's copy.
        if self.is_channel() {
            close(self.number);
        }
        noted.store(NONE, Ordering::Relaxed);
    }
}

/// The number that means that none is stored.
pub(super) const NONE: RawFd = -1;

/// Closes the descriptor that another thread had found when this child was forked.
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
    // If the program closes it, each call returns EBADF, which we check.
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
