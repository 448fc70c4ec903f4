//! Finding the channel again in a process whose parent has closed descriptor 3: at the holder that our
//! variable names, then at the ancestors of this process.
//!
//! A holder does not count if it has ended, if it is a zombie (which has closed its descriptors), if its pid is
//! another process's now (its start differs), or if something else stands at that descriptor. A holder that has
//! become another program by exec counts. A socket or a regular file is never opened anew, nor a terminal's master.

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
use super::identity::Kind;

/// Why a channel that our variable names can't be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// No process that could be asked has it.
    #[error("the channel has ended, or no process that holds it is visible from here")]
    Delivered,
    /// A process has it that may not be asked for it.
    #[error(
        "file descriptor 3 was closed by a parent, and we can't ask process {pid} for it \
         ({errno})"
    )]
    Refused {
        /// That process.
        pid: i32,
        /// What the system says.
        errno: Errno,
    },
    /// It is a pipe of another user's.
    #[error(
        "file descriptor 3 was closed by a parent, and the pipe belongs to user {owner} (its \
         harness can give it away by fchown)"
    )]
    OtherUser {
        /// Its owner's uid.
        owner: u32,
    },
}

/// A process that may have the channel, and at which number.
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

/// A descriptor that was found, its state, the way to it, and where.
pub(super) type Found = (OwnedFd, FileStat, Access, Location);

/// Looks for the channel at `last`, where it was found before, then at every place.
pub(super) fn find(named: &ChannelName, last: Option<Location>) -> Result<Found, Missing> {
    let mut missing = Missing::Delivered;
    for place in last.into_iter().chain(places(named.holder)) {
        match take(named, place) {
            Ok(found) => return Ok(found),
            Err(None) => {}
            Err(Some(why)) => missing = why,
        }
    }
    Err(missing)
}

/// The holder, if one is named, and the ancestors, the nearest first.
fn places(holder: Option<Holder>) -> impl Iterator<Item = Location> {
    // A pid alone may be another process's by now. Where the start can't be read, the channel's own
    // identity has to do.
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

/// The channel, if it stands there; `Err(None)`: it does not.
fn take(named: &ChannelName, place: Location) -> Result<Found, Option<Missing>> {
    let shared = share(place);
    if let Ok(found) = shared {
        let status = named.identity.of(found.as_fd()).ok_or(None)?;
        return Ok((found, status, Access::Shared, place));
    }
    let errno = shared.err().unwrap_or(Errno::UnknownErrno);
    // ESRCH: no such process. EBADF: nothing stands at that number.
    if matches!(errno, Errno::ESRCH | Errno::EBADF) {
        return Err(None);
    }
    reopen(named, place, errno)
}

/// `pidfd_getfd(2)` (Linux 5.6): the same open file description, close-on-exec. It takes the right to
/// trace that process, which Yama and some containers refuse.
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

/// Opens what stands there anew: a pipe or a terminal. `refused` is why it can't be shared.
///
/// A socket can't be opened (ENXIO). A regular file would be written to from its beginning.
fn reopen(named: &ChannelName, place: Location, refused: Errno) -> Result<Found, Option<Missing>> {
    let path = PathBuf::from(format!("/proc/{}/fd/{}", place.pid, place.number));
    // The link's own mode says how the file is open there: a pipe's reading end could be opened for
    // writing as well (proc_pid_fd(5)).
    let refuse = |errno| Some(Missing::Refused { pid: place.pid, errno });
    let hidden = |error: io::Error| match Errno::from_raw(code(&error)) {
        // Every ancestor of another user's refuses, whatever it has there.
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
    // Non-blocking, or a FIFO that nobody reads would hold us up.
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

/// Not a terminal's master, which would be a new terminal, nor `/dev/tty`, which is ours.
fn can_be_reopened(kind: Kind, device: u64) -> bool {
    const TTY: u64 = libc::makedev(5, 0);
    const MASTER: u64 = libc::makedev(5, 2);
    match kind {
        Kind::Pipe => true,
        Kind::Terminal => !matches!(device, TTY | MASTER),
        Kind::Socket | Kind::File => false,
    }
}

fn code(error: &io::Error) -> i32 {
    error.raw_os_error().unwrap_or(0)
}
