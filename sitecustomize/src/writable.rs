//! Room to write: what a reader that is slow, or has stopped, does not make.

use std::os::fd::BorrowedFd;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

/// Waits until a write would not have to, and answers whether that is so; a signal ends the wait.
///
/// # Errors
///
/// As poll(2) says.
pub(crate) fn wait_writable(
    descriptor: BorrowedFd<'_>,
    timeout: impl Into<PollTimeout>,
) -> nix::Result<bool> {
    match poll(&mut [PollFd::new(descriptor, PollFlags::POLLOUT)], timeout.into()) {
        Ok(ready) => Ok(ready > 0),
        Err(Errno::EINTR) => Ok(false),
        Err(error) => Err(error),
    }
}
