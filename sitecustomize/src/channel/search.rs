//! Finds the channel in a process whose parent has closed descriptor 3: first at the holder that
//! our variable names, then at the ancestors of this process.
//!
//! A holder does not count if it has ended, if it is a zombie (which has closed its descriptors),
//! if its pid is another process's now (its start differs), or if its descriptor is another file. A
//! holder that runs another program since an exec counts. A socket, a regular file or a terminal's
//! master is never reopened.

use std::fs::{self, OpenOptions};
use std::io;
use std::os::fd::{AsFd as _, AsRawFd as _, FromRawFd as _, OwnedFd, RawFd};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::PathBuf;

use crate::proc_stat::{self, ProcStat};
use nix::errno::Errno;
use nix::libc;
use nix::sys::stat::FileStat;

use super::NUMBER;
use super::channel_name::{ChannelName, Holder};
use super::descriptor::Access;
use super::identity::FileKind;

/// Why the channel that our variable names is not available.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// No process that we could ask has it.
    #[error("the channel has ended, or no process that holds it is visible from here")]
    NotFound,
    /// A process has it, but we may not ask that process.
    #[error(
        "file descriptor 3 was closed by a parent, and we can't ask process {pid} for it \
         ({errno})"
    )]
    Refused {
        /// That process.
        pid: i32,
        /// The system's error.
        errno: Errno,
    },
    /// It is a pipe of another user's.
    #[error(
        "file descriptor 3 was closed by a parent, and the pipe belongs to user {owner} (its \
         harness can give it away by fchown)"
    )]
    OtherUser {
        /// The uid of its owner.
        owner: u32,
    },
}

/// A process that may have the channel, and the number of its descriptor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Location {
    pid: i32,
    number: RawFd,
}

impl Location {
    fn is(&self, holder: &Holder) -> bool {
        (self.pid, self.number) == (holder.pid, holder.number)
    }
}

/// A descriptor that was found, its status, how we got it, and where it was.
pub(super) type FoundDescriptor = (OwnedFd, FileStat, Access, Location);

/// Looks for the channel at `last`, where it was found before, and then at all candidates.
pub(super) fn find(
    named: &ChannelName,
    last: Option<Location>,
) -> Result<FoundDescriptor, Missing> {
    let mut missing = Missing::NotFound;
    for place in last.into_iter().chain(candidates(named.holder)) {
        match take(named, place) {
            Ok(found) => return Ok(found),
            Err(None) => {}
            Err(Some(why)) => missing = why,
        }
    }
    Err(missing)
}

/// The candidates: the holder, if one is named, and the ancestors, the nearest first.
fn candidates(holder: Option<Holder>) -> impl Iterator<Item = Location> {
    // A pid may have been reused. If the start time can't be read, the identity of the channel
    // decides.
    let is_same = |holder: &Holder| {
        ProcStat::of(holder.pid).is_none_or(|stat| stat.started == holder.started)
    };
    let named = holder.filter(is_same);
    let named = named.map(|holder| Location { pid: holder.pid, number: holder.number });
    let other = holder.map_or(NUMBER, |holder| holder.number);
    let at_both = move |pid| {
        let one = |number| Location { pid, number };
        [Some(one(NUMBER)), (other != NUMBER).then(|| one(other))].into_iter().flatten()
    };
    named.into_iter().chain(proc_stat::ancestors().flat_map(at_both))
}

/// Takes the channel from a candidate; `Err(None)` if the candidate does not have it.
fn take(named: &ChannelName, place: Location) -> Result<FoundDescriptor, Option<Missing>> {
    let shared = share(place);
    if let Ok(found) = shared {
        let status = named.identity.of(found.as_fd()).ok_or(None)?;
        return Ok((found, status, Access::Shared, place));
    }
    let errno = shared.err().unwrap_or(Errno::UnknownErrno);
    // ESRCH: no such process. EBADF: no such descriptor.
    if matches!(errno, Errno::ESRCH | Errno::EBADF) {
        return Err(None);
    }
    reopen(named, place, errno)
}

/// Shares the open file description by `pidfd_getfd(2)` (Linux 5.6), close-on-exec. It needs the
/// right to trace that process, which Yama and some containers refuse.
fn share(place: Location) -> Result<OwnedFd, Errno> {
    let owned = |answer: libc::c_long| {
        let number = Errno::result(answer)?;
        let number = RawFd::try_from(number).map_err(|_| Errno::EBADF)?;
        // SAFETY: the system call has just made it, for us alone.
        Ok(unsafe { OwnedFd::from_raw_fd(number) })
    };
    // SAFETY: pidfd_open(2) takes two numbers.
    let process = owned(unsafe { libc::syscall(libc::SYS_pidfd_open, place.pid, 0) })?;
    // SAFETY: pidfd_getfd(2) takes three numbers.
    owned(unsafe { libc::syscall(libc::SYS_pidfd_getfd, process.as_raw_fd(), place.number, 0) })
}

/// Opens the file of the descriptor again, if it is a pipe or a terminal. `refused` is why it can't
/// be shared.
///
/// A socket can't be opened (ENXIO). Writing to a regular file would start at its beginning.
fn reopen(
    named: &ChannelName,
    place: Location,
    refused: Errno,
) -> Result<FoundDescriptor, Option<Missing>> {
    let path = PathBuf::from(format!("/proc/{}/fd/{}", place.pid, place.number));
    // The mode of the link tells how the file is open there, because a pipe's reading end could be
    // opened for writing too (proc_pid_fd(5)).
    let refuse = |errno| Some(Missing::Refused { pid: place.pid, errno });
    let hidden = |error: io::Error| match Errno::from_raw(code(&error)) {
        // An ancestor of another user's refuses, even if it does not have the channel.
        errno if errno != Errno::ENOENT && named.holder.is_some_and(|holder| place.is(&holder)) => {
            refuse(errno)
        }
        _ => None,
    };
    let link = fs::symlink_metadata(&path).map_err(hidden)?;
    let is_open_as =
        (link.mode() & 0o200 != 0) && (link.mode() & 0o400 != 0) == named.identity.readable;
    let file = fs::metadata(&path).map_err(hidden)?;
    let is_same = file.ino() == named.identity.inode
        && named.identity.device.is_none_or(|device| device == file.dev());
    if !is_open_as || !is_same {
        return Err(None);
    }
    if !can_be_reopened(named.identity.kind, file.rdev()) {
        return Err(refuse(refused));
    }
    // Non-blocking, because opening a FIFO without a reader would wait.
    let flags = libc::O_NONBLOCK | libc::O_NOCTTY | libc::O_CLOEXEC;
    let opened = OpenOptions::new().write(true).custom_flags(flags).open(&path);
    let opened = opened.map_err(|error| match Errno::from_raw(code(&error)) {
        Errno::EACCES => Some(Missing::OtherUser { owner: file.uid() }),
        // The last reader has gone.
        Errno::ENXIO => None,
        errno => refuse(errno),
    })?;
    let opened = OwnedFd::from(opened);
    let status = nix::sys::stat::fstat(&opened).map_err(refuse)?;
    if !named.identity.fits(&status) {
        return Err(None);
    }
    Ok((opened, status, Access::Reopened, place))
}

/// Whether it may be reopened: not a terminal's master, which would be a new terminal, nor
/// `/dev/tty`, which is our own.
fn can_be_reopened(kind: FileKind, device: u64) -> bool {
    const TTY: u64 = libc::makedev(5, 0);
    const MASTER: u64 = libc::makedev(5, 2);
    match kind {
        FileKind::Pipe => true,
        FileKind::Terminal => !matches!(device, TTY | MASTER),
        FileKind::Socket | FileKind::File => false,
    }
}

fn code(error: &io::Error) -> i32 {
    error.raw_os_error().unwrap_or(0)
}
