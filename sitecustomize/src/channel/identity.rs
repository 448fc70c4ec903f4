//! The identity of an open file: its device and inode, its kind, and its access mode.

use std::fmt;
use std::io;
use std::os::fd::BorrowedFd;

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::libc;
use nix::sys::stat::{FileStat, fstat};

/// The kind of a file that can be a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// A pipe or FIFO.
    Pipe,
    /// A socket.
    Socket,
    /// A character device: a terminal.
    Terminal,
    /// A regular file.
    File,
}

impl FileKind {
    /// The letter of the kind in our variable.
    const fn letter(self) -> char {
        match self {
            Self::Pipe => 'p',
            Self::Socket => 's',
            Self::Terminal => 't',
            Self::File => 'f',
        }
    }

    fn of_letter(letter: &str) -> Option<Self> {
        let all = [Self::Pipe, Self::Socket, Self::Terminal, Self::File];
        all.into_iter().find(|kind| letter.chars().eq([kind.letter()]))
    }

    fn of(status: &FileStat) -> Option<Self> {
        Some(match status.st_mode & libc::S_IFMT {
            libc::S_IFIFO => Self::Pipe,
            libc::S_IFSOCK => Self::Socket,
            libc::S_IFCHR => Self::Terminal,
            libc::S_IFREG => Self::File,
            _ => return None,
        })
    }
}

/// The identity of an open file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) kind: FileKind,
    /// Whether it is open for reading as well as for writing.
    pub(super) readable: bool,
    /// `st_dev`; `None` if a shell named the channel, because a shell knows only the inode.
    pub(super) device: Option<u64>,
    pub(super) inode: u64,
}

impl Identity {
    /// Parses three fields of our variable: the letter of the kind with `w` or `rw`, `st_dev`,
    /// `st_ino`.
    pub(super) fn parse(kind: &str, device: &str, inode: &str) -> Option<Self> {
        let (letter, mode) = kind.split_at_checked(1)?;
        let kind = FileKind::of_letter(letter)?;
        let readable = match mode {
            "w" => false,
            "rw" => true,
            _ => return None,
        };
        // All pipes of a machine are on one device and all sockets on another, so that the inode is
        // enough for them. Files are on many devices.
        let device = match device {
            "" if matches!(kind, FileKind::Pipe | FileKind::Socket) => None,
            device => Some(device.parse().ok()?),
        };
        Some(Self { kind, readable, device, inode: inode.parse().ok()? })
    }

    /// The identity of a descriptor that is open for writing.
    pub(super) fn at(descriptor: BorrowedFd<'_>) -> io::Result<Self> {
        let status = fstat(descriptor)?;
        let kind = FileKind::of(&status).ok_or(io::ErrorKind::InvalidInput)?;
        let readable = match mode(descriptor)? {
            OFlag::O_WRONLY => false,
            OFlag::O_RDWR => true,
            _ => return Err(io::ErrorKind::PermissionDenied.into()),
        };
        Ok(Self { kind, readable, device: Some(status.st_dev), inode: status.st_ino })
    }

    /// Whether `status` is of the same file, in any access mode.
    pub(super) fn fits(&self, status: &FileStat) -> bool {
        self.inode == status.st_ino
            && self.device.is_none_or(|device| device == status.st_dev)
            && FileKind::of(status) == Some(self.kind)
    }

    /// The status of `descriptor`, if it is this file in this access mode; the other end of the
    /// same pipe is not.
    pub(super) fn of(&self, descriptor: BorrowedFd<'_>) -> Option<FileStat> {
        let status = fstat(descriptor).ok()?;
        let named = if self.readable { OFlag::O_RDWR } else { OFlag::O_WRONLY };
        (self.fits(&status) && mode(descriptor).ok()? == named).then_some(status)
    }
}

/// The three fields of our variable.
impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mode = if self.readable { "rw" } else { "w" };
        write!(f, "{}{mode}:", self.kind.letter())?;
        if let Some(device) = self.device {
            write!(f, "{device}")?;
        }
        write!(f, ":{}", self.inode)
    }
}

/// The access mode of `descriptor`: `O_RDONLY`, `O_WRONLY` or `O_RDWR`.
fn mode(descriptor: BorrowedFd<'_>) -> nix::Result<OFlag> {
    let flags = fcntl(descriptor, FcntlArg::F_GETFL)?;
    Ok(OFlag::from_bits_retain(flags) & OFlag::O_ACCMODE)
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsFd as _;

    use super::*;

    #[test]
    fn the_other_end_of_a_pipe_is_another_file() {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        let status = fstat(&writer).expect("open");
        let inode = status.st_ino.to_string();
        let own = Identity::at(writer.as_fd()).expect("open").to_string();
        assert_eq!(own, format!("pw:{}:{inode}", status.st_dev));
        assert!(Identity::at(reader.as_fd()).is_err());
        for device in [status.st_dev.to_string().as_str(), ""] {
            let identity = Identity::parse("pw", device, &inode).expect("a name");
            assert!(identity.of(writer.as_fd()).is_some());
            assert!(identity.of(reader.as_fd()).is_none());
        }
        let (device, next) = (status.st_dev, status.st_ino + 1);
        for (kind, device, inode) in [("prw", device, status.st_ino), ("sw", device, status.st_ino)]
            .into_iter()
            .chain([("pw", device + 1, status.st_ino), ("pw", device, next)])
        {
            let identity = Identity::parse(kind, &device.to_string(), &inode.to_string());
            assert!(identity.expect("a name").of(writer.as_fd()).is_none(), "{kind} {inode}");
        }
    }

    #[test]
    fn fields_that_no_process_writes_are_refused() {
        for (kind, device, inode) in [
            ("", "1", "2"),
            ("p", "1", "2"),
            ("pr", "1", "2"),
            ("xw", "1", "2"),
            ("pw", "1", ""),
            ("pw", "-1", "2"),
            ("fw", "", "2"),
            ("\u{e9}w", "1", "2"),
        ] {
            assert_eq!(Identity::parse(kind, device, inode), None, "{kind} {device} {inode}");
        }
    }
}
