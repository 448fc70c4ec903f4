//! Saving: the whole file or none, and no name that another process of the same run has taken.

mod folder;
mod link;

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::libc;
use nix::sys::stat::{FileStat, SFlag};

use crate::sigpipe::quietly;

use folder::{Folder, Lock, Temporary};

/// How long the lock of a folder is waited for. Ours hold it for a rename; much longer than that
/// means that it is held for something else, such as a harness's turn at the folder.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often a name is looked for before the figure is given up.
const TRIES: u32 = 1000;

/// Saves the figures of one process.
#[derive(Debug)]
pub struct Saver {
    /// When the run began, in nanoseconds since the epoch.
    began: u64,
    /// The names that this process has saved under: (st_dev, st_ino) of the folder, and the file's.
    own: Mutex<HashSet<((u64, u64), OsString)>>,
    patience: Duration,
    /// The lock was waited for in vain: not again, else each figure of this process would wait.
    impatient: AtomicBool,
}

/// Where a figure is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Its file.
    pub path: PathBuf,
    /// Another process of the run has the name that was asked for.
    pub aside: bool,
}

impl Saver {
    /// A process of the run that began at that moment (nanoseconds since the epoch); `None`: not
    /// known, and taken to be now.
    pub fn new(began: Option<u64>) -> Self {
        let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_nanos());
        let began = began.unwrap_or_else(|| u64::try_from(now()).unwrap_or(0));
        Self { began, own: Mutex::default(), patience: PATIENCE, impatient: AtomicBool::new(false) }
    }

    /// The same for a child process that was forked: its parent's files are another process's.
    pub fn forked(&self) -> Self {
        let impatient = AtomicBool::new(self.impatient.load(Ordering::Relaxed));
        Self { patience: self.patience, impatient, ..Self::new(Some(self.began)) }
    }

    /// Writes `bytes` to `path`, whose folders are made: into a temporary file beside it, which then
    /// takes its name, so that nobody ever sees a part. A file that something else of this run has
    /// written stays, and `-<pid>` goes before our suffix.
    ///
    /// # Errors
    ///
    /// As the file system says; then neither a part nor a temporary file is left.
    pub fn save(&self, path: &Path, bytes: &[u8]) -> io::Result<Saved> {
        make_folder(parent(path))?;
        // A device or FIFO is written to, never replaced.
        if fs::metadata(path).is_ok_and(|data| !data.is_file()) {
            write_special(path, bytes)?;
            return Ok(Saved { path: path.to_owned(), aside: false });
        }
        let path = link::followed(path)?;
        let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
        let folder = Folder::open(parent(&path))?;
        let file = folder.temporary(bytes)?;
        let lock = self.lock(&folder);
        let taken = self.place(&folder, file, name)?;
        drop(lock);
        let aside = taken != name;
        let saved = Saved { path: path.with_file_name(&taken), aside };
        self.own.lock().unwrap_or_else(PoisonError::into_inner).insert((folder.identity, taken));
        Ok(saved)
    }

    /// Others look and rename while we don't. Without it, where a file system has no locks or
    /// somebody keeps this one, only two processes that find the same old file at the same moment
    /// are in each other's way: a name that is free is taken by one alone.
    fn lock<'a>(&self, folder: &'a Folder) -> Option<Lock<'a>> {
        let impatient = self.impatient.load(Ordering::Relaxed);
        let lock = folder.lock(if impatient { Duration::ZERO } else { self.patience });
        if matches!(lock, Err(TryLockError::WouldBlock)) {
            self.impatient.store(true, Ordering::Relaxed);
        }
        lock.ok()
    }

    /// Gives the file the first name that it may have; answers that.
    fn place(
        &self,
        folder: &Folder,
        mut file: Temporary<'_>,
        wanted: &OsStr,
    ) -> io::Result<OsString> {
        let mut name = wanted.to_owned();
        let mut spares = 0;
        for _ in 0..TRIES {
            match folder.look(&name)? {
                // Where somebody is faster, his file is looked at.
                None if file.settle(&name)? => return Ok(name),
                None => {}
                Some(old) if self.may_replace(folder, &name, &old) => {
                    return file.replace(&name).map(|()| name);
                }
                Some(_) => {
                    spares += 1;
                    name = spare(wanted, std::process::id(), spares);
                }
            }
        }
        Err(io::Error::new(io::ErrorKind::AlreadyExists, "every name beside it is taken as well"))
    }

    /// Whether a file is this process's own, or older than the run.
    ///
    /// st_ctime is what counts: a rename sets it, and nobody can set it back. The kernel's time
    /// stamps are up to 10 ms behind the clock that the run's begin was read from, never ahead of
    /// it, so that no file of an earlier run looks like one of this; and no figure of this run is so
    /// early, because Matplotlib takes longer to import. Where a file server's clock is ahead, an
    /// earlier run's file may look new: then it stays as well, and nothing is lost.
    fn may_replace(&self, folder: &Folder, name: &OsStr, old: &FileStat) -> bool {
        let place = (folder.identity, name.to_owned());
        let own = self.own.lock().unwrap_or_else(PoisonError::into_inner).contains(&place);
        is_file(old) && (own || changed(old) < i128::from(self.began))
    }
}

/// Writes to a device or FIFO. A FIFO without a reader would have to be waited for: an error (`ENXIO`).
fn write_special(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let flags = libc::O_NONBLOCK | libc::O_NOCTTY;
    // `create` as Python's own `open` has it: then the kernel refuses what somebody else has laid
    // into a shared folder (`protected_fifos`, proc_sys_fs(5)).
    let mut options = OpenOptions::new();
    let mut file =
        options.write(true).create(true).truncate(false).custom_flags(flags).open(path)?;
    fcntl(&file, FcntlArg::F_SETFL(OFlag::empty()))?;
    quietly(|| file.write_all(bytes))
}

fn is_file(status: &FileStat) -> bool {
    SFlag::from_bits_truncate(status.st_mode) & SFlag::S_IFMT == SFlag::S_IFREG
}

/// st_ctime in nanoseconds since the epoch.
fn changed(status: &FileStat) -> i128 {
    i128::from(status.st_ctime) * 1_000_000_000 + i128::from(status.st_ctime_nsec)
}

/// The name with `-<pid>` before its suffix; where that is taken too (a process of another container
/// may have our number), `-<pid>-2` and so on.
fn spare(name: &OsStr, pid: u32, number: u32) -> OsString {
    let name = Path::new(name);
    let mut made = name.file_stem().unwrap_or_default().to_owned();
    made.push(format!("-{pid}"));
    if number > 1 {
        made.push(format!("-{number}"));
    }
    if let Some(suffix) = name.extension() {
        made.push(".");
        made.push(suffix);
    }
    made
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder).map_err(|error| {
        // The system's "File exists" would name the wrong end of the path.
        let there = |path: &&Path| fs::symlink_metadata(path).is_ok() && !path.is_dir();
        match folder.ancestors().find(there) {
            Some(path) => io::Error::new(
                io::ErrorKind::NotADirectory,
                format!("{} is not a folder", path.display()),
            ),
            None => error,
        }
    })
}

#[cfg(test)]
mod tests;
