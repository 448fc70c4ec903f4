//! A folder by its descriptor, which stays valid if the working directory changes.

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

/// A folder in which files are saved.
pub(super) struct Folder {
    descriptor: File,
    /// (st_dev, st_ino).
    pub(super) identity: (u64, u64),
}

impl Folder {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let open = |flags| OpenOptions::new().read(true).custom_flags(flags).open(path);
        let descriptor = match open(libc::O_DIRECTORY) {
            // Files can be made in a folder that can't be listed, but such a folder can't be
            // locked.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                open(libc::O_DIRECTORY | libc::O_PATH)?
            }
            opened => opened?,
        };
        let status = descriptor.metadata()?;
        Ok(Self { identity: (status.dev(), status.ino()), descriptor })
    }

    /// Takes the folder's own lock, flock(2), which ends with its holder and leaves no file.
    ///
    /// It polls, because the holder may be stopped, and may be another program.
    pub(super) fn lock(&self, patience: Duration) -> Result<FolderLock<'_>, TryLockError> {
        let start = Instant::now();
        let mut pause = Duration::from_micros(100);
        loop {
            match self.descriptor.try_lock() {
                Err(TryLockError::WouldBlock) if start.elapsed() < patience => {
                    sleep(pause);
                    pause = (pause * 2).min(Duration::from_millis(10));
                }
                locked => return locked.map(|()| FolderLock(&self.descriptor)),
            }
        }
    }

    /// The status of the entry `name`, a link not followed; `None` if there is none.
    pub(super) fn status(&self, name: &OsStr) -> io::Result<Option<FileStat>> {
        match fstatat(&self.descriptor, name, AtFlags::AT_SYMLINK_NOFOLLOW) {
            Ok(status) => Ok(Some(status)),
            Err(Errno::ENOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens the regular file of that name for reading.
    pub(super) fn read(&self, name: &OsStr) -> io::Result<File> {
        let flags = OFlag::O_RDONLY | OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
        let file = File::from(openat(&self.descriptor, name, flags, Mode::empty())?);
        if !file.metadata()?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        Ok(file)
    }

    /// The names of its entries, as far as it can be listed.
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

    /// Makes a new file with these bytes, under a name that nobody looks for.
    pub(super) fn temporary(&self, bytes: &[u8]) -> io::Result<TemporaryFile<'_>> {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let flags = OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_EXCL | OFlag::O_CLOEXEC;
        // 0666 without the umask, as open(2) makes files.
        let mode = Mode::from_bits_truncate(0o666);
        loop {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let name = CString::new(format!(".cg-plot-{}-{number}", std::process::id()))?;
            match openat(&self.descriptor, name.as_c_str(), flags, mode) {
                // A killed process with the same pid left it.
                Err(Errno::EEXIST) => {}
                Err(error) => return Err(error.into()),
                Ok(descriptor) => {
                    let file = File::from(descriptor);
                    let mut made = TemporaryFile { folder: self, name, file, placed: false };
                    made.file.write_all(bytes)?;
                    return Ok(made);
                }
            }
        }
    }
}

/// The lock of a folder, which ends with its scope.
pub(super) struct FolderLock<'a>(&'a File);

impl Drop for FolderLock<'_> {
    fn drop(&mut self) {
        // It unlocks explicitly, because a process that another thread has just forked has a copy
        // of the descriptor.
        let _ = self.0.unlock();
    }
}

/// A file under a temporary name, which is removed unless it gets another name.
pub(super) struct TemporaryFile<'a> {
    folder: &'a Folder,
    name: CString,
    pub(super) file: File,
    placed: bool,
}

/// A method to give a file of a folder another name.
type RenameMethod = fn(&File, &CStr, &CStr) -> nix::Result<()>;

/// The methods for a free name, the best first. NFS and other file systems have no rename flags,
/// and FAT has no hard links; the last method, for these, replaces a file that is made at the same
/// moment.
pub(super) const RENAME_METHODS: [RenameMethod; 3] = [rename_to_free, link_to_free, rename];

impl TemporaryFile<'_> {
    /// Takes a free name; returns whether it was still free.
    pub(super) fn take_free_name(&mut self, name: &OsStr) -> io::Result<bool> {
        self.take_free_name_by(&RENAME_METHODS, name)
    }

    pub(super) fn take_free_name_by(
        &mut self,
        methods: &[RenameMethod],
        name: &OsStr,
    ) -> io::Result<bool> {
        let to = CString::new(name.as_bytes())?;
        let mut result = Err(Errno::ENOSYS);
        for way in methods {
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

    /// Replaces a file and takes over its permissions. A file that we may not write to is not
    /// replaced.
    pub(super) fn replace(&mut self, name: &OsStr) -> io::Result<()> {
        let flags = OFlag::O_WRONLY | OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
        let old = File::from(openat(&self.folder.descriptor, name, flags, Mode::empty())?);
        self.file.set_permissions(old.metadata()?.permissions())?;
        rename(&self.folder.descriptor, &self.name, &CString::new(name.as_bytes())?)?;
        self.placed = true;
        Ok(())
    }
}

impl Drop for TemporaryFile<'_> {
    fn drop(&mut self) {
        if !self.placed {
            // If this fails, nothing else can be done.
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
    // The file has its name; if the temporary one stays, that is not a failure.
    let _ = remove(folder, from);
    Ok(())
}

fn rename(folder: &File, from: &CStr, to: &CStr) -> nix::Result<()> {
    renameat(folder, from, folder, to)
}

fn remove(folder: &File, name: &CStr) -> nix::Result<()> {
    unlinkat(folder, name, UnlinkatFlags::NoRemoveDir)
}
