//! A folder by its descriptor, which stays the same one whatever becomes of the working directory.

use std::ffi::{CStr, CString, OsStr, OsString};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::os::fd::AsRawFd as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use nix::dir::Dir;
use nix::errno::Errno;
use nix::fcntl::{AtFlags, OFlag, openat, renameat};
use nix::libc;
use nix::sys::stat::{FileStat, Mode, fstatat};
use nix::unistd::{UnlinkatFlags, linkat, unlinkat};

/// A folder that files are saved in.
pub(super) struct Folder {
    descriptor: File,
    /// (st_dev, st_ino).
    pub(super) identity: (u64, u64),
}

impl Folder {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let open = |flags| OpenOptions::new().read(true).custom_flags(flags).open(path);
        let descriptor = match open(libc::O_DIRECTORY) {
            // Files can be made in a folder that can't be listed; locked it can't be.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                open(libc::O_DIRECTORY | libc::O_PATH)?
            }
            opened => opened?,
        };
        let status = descriptor.metadata()?;
        Ok(Self { identity: (status.dev(), status.ino()), descriptor })
    }

    /// Takes the folder's own lock, flock(2), which is gone with its holder and leaves no file.
    ///
    /// Tried again and again: whoever holds it may be stopped, and need not be of ours.
    pub(super) fn lock(&self, patience: Duration) -> Result<Lock<'_>, TryLockError> {
        let start = Instant::now();
        let mut pause = Duration::from_micros(100);
        loop {
            match self.descriptor.try_lock() {
                Err(TryLockError::WouldBlock) if start.elapsed() < patience => {
                    sleep(pause);
                    pause = (pause * 2).min(Duration::from_millis(10));
                }
                locked => return locked.map(|()| Lock(&self.descriptor)),
            }
        }
    }

    /// What has that name, a link for itself; `None`: nothing has.
    pub(super) fn look(&self, name: &OsStr) -> io::Result<Option<FileStat>> {
        match fstatat(&self.descriptor, name, AtFlags::AT_SYMLINK_NOFOLLOW) {
            Ok(status) => Ok(Some(status)),
            Err(Errno::ENOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The regular file of that name, for reading.
    pub(super) fn read(&self, name: &OsStr) -> io::Result<File> {
        let flags = OFlag::O_RDONLY | OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
        let file = File::from(openat(&self.descriptor, name, flags, Mode::empty())?);
        if !file.metadata()?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        Ok(file)
    }

    /// What is in it, as far as it can be listed.
    pub(super) fn names(&self) -> Vec<OsString> {
        let flags = OFlag::O_RDONLY | OFlag::O_DIRECTORY | OFlag::O_CLOEXEC;
        let Ok(mut folder) = Dir::openat(&self.descriptor, ".", flags, Mode::empty()) else {
            return Vec::new();
        };
        let name = |entry: nix::dir::Entry| OsStr::from_bytes(entry.file_name().to_bytes()).into();
        folder.iter().flatten().map(name).collect()
    }

    /// Removes a file.
    pub(super) fn remove(&self, name: &OsStr) -> io::Result<()> {
        Ok(remove(&self.descriptor, &CString::new(name.as_bytes())?)?)
    }

    /// A new file with these bytes and a name that nobody looks for.
    pub(super) fn temporary(&self, bytes: &[u8]) -> io::Result<Temporary<'_>> {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let flags = OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_EXCL | OFlag::O_CLOEXEC;
        // 0666 less the umask, as open(2) makes files for everybody.
        let mode = Mode::from_bits_truncate(0o666);
        loop {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let name = CString::new(format!(".cg-plot-{}-{number}", std::process::id()))?;
            match openat(&self.descriptor, name.as_c_str(), flags, mode) {
                // A killed process of the same number left it.
                Err(Errno::EEXIST) => {}
                Err(error) => return Err(error.into()),
                Ok(descriptor) => {
                    let file = File::from(descriptor);
                    let mut made = Temporary { folder: self, name, file, placed: false };
                    made.file.write_all(bytes)?;
                    return Ok(made);
                }
            }
        }
    }
}

/// The lock of a folder, until it is dropped.
pub(super) struct Lock<'a>(&'a File);

impl Drop for Lock<'_> {
    fn drop(&mut self) {
        // By name, not by closing: a process that another thread forked just now has a copy.
        let _ = self.0.unlock();
    }
}

/// A file that waits for its name; removed unless it gets one.
pub(super) struct Temporary<'a> {
    folder: &'a Folder,
    name: CString,
    pub(super) file: File,
    placed: bool,
}

/// A way to give a file of a folder another name.
type Way = fn(&File, &CStr, &CStr) -> nix::Result<()>;

/// For a free name, the best first: NFS and other file systems have no flags for rename, FAT has
/// no hard links, and what is left for them replaces what others make at the same moment.
pub(super) const WAYS: [Way; 3] = [rename_to_free, link_to_free, rename];

impl Temporary<'_> {
    /// Takes a name that is free; answers whether it still was.
    pub(super) fn settle(&mut self, name: &OsStr) -> io::Result<bool> {
        self.settle_by(&WAYS, name)
    }

    pub(super) fn settle_by(&mut self, ways: &[Way], name: &OsStr) -> io::Result<bool> {
        let to = CString::new(name.as_bytes())?;
        let mut result = Err(Errno::ENOSYS);
        for way in ways {
            result = way(&self.folder.descriptor, &self.name, &to);
            match result {
                Ok(()) => {
                    self.placed = true;
                    return Ok(true);
                }
                Err(Errno::EEXIST) => return Ok(false),
                Err(_) => {}
            }
        }
        Ok(result.map(|()| true)?)
    }

    /// Takes the place of a file, and its permissions. One that must not be written is not
    /// replaced either.
    pub(super) fn replace(&mut self, name: &OsStr) -> io::Result<()> {
        let flags = OFlag::O_WRONLY | OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
        let old = File::from(openat(&self.folder.descriptor, name, flags, Mode::empty())?);
        self.file.set_permissions(old.metadata()?.permissions())?;
        rename(&self.folder.descriptor, &self.name, &CString::new(name.as_bytes())?)?;
        self.placed = true;
        Ok(())
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if !self.placed {
            // What fails here would have failed before.
            let _ = remove(&self.folder.descriptor, &self.name);
        }
    }
}

fn rename_to_free(folder: &File, from: &CStr, to: &CStr) -> nix::Result<()> {
    let number = folder.as_raw_fd();
    // By its number, because glibc has a function for it only from 2.28 on.
    // SAFETY: both names end in NUL and outlive the call, which writes to no memory of ours.
    let result = unsafe {
        libc::syscall(
            libc::SYS_renameat2,
            number,
            from.as_ptr(),
            number,
            to.as_ptr(),
            libc::RENAME_NOREPLACE,
        )
    };
    Errno::result(result).map(drop)
}

fn link_to_free(folder: &File, from: &CStr, to: &CStr) -> nix::Result<()> {
    linkat(folder, from, folder, to, AtFlags::empty())?;
    // It has its name; a second one that stays is no failure.
    let _ = remove(folder, from);
    Ok(())
}

fn rename(folder: &File, from: &CStr, to: &CStr) -> nix::Result<()> {
    renameat(folder, from, folder, to)
}

fn remove(folder: &File, name: &CStr) -> nix::Result<()> {
    unlinkat(folder, name, UnlinkatFlags::NoRemoveDir)
}
