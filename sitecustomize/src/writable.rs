//! Waits for room to write, which a slow or stopped reader does not make.

use std::os::fd::BorrowedFd;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

/// Waits until a write would not block, at most for `timeout`; returns whether that is so. A signal
/// ends the wait.
///
/// # Errors
///
/// The error of poll(2).
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
