//! Saving: the whole file or none, and no name that something else of the same run has taken.

mod alternative_name;
mod folder;
mod leftovers;
mod mark_author;
mod overwrite;
mod owner_mark;
mod ownership;
mod saved_files;
mod symlinks;
mod xattr;

use std::ffi::{OsStr, OsString};
use std::fs::{self, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::libc;
use nix::sys::stat::{FileStat, SFlag};

use crate::sigpipe::without_sigpipe;

use folder::{Folder, Lock, Temporary};
use leftovers::Leftovers;
use overwrite::{Found, Overwrite, verdict};
use ownership::{Owners, Ownership};
use saved_files::SavedFiles;

/// How long the lock of a folder is waited for. Ours hold it for a rename; much longer than that
/// means that it is held for something else, such as a harness's turn at the folder.
const LOCK_TIMEOUT: Duration = Duration::from_secs(2);

/// How often a name is looked for before the figure is given up.
const TRIES: u32 = 1000;

/// Saves the figures of one process.
#[derive(Debug)]
pub struct Saver {
    /// When the run began, in nanoseconds since the epoch.
    began: u64,
    own: SavedFiles,
    owners: Owners,
    leftovers: Leftovers,
    patience: Duration,
    /// The lock was waited for in vain: not again, else each figure of this process would wait.
    impatient: AtomicBool,
}

/// Where a figure comes from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin<'a> {
    /// What tells its main script from others, if that is known.
    pub script: Option<&'a [u8]>,
    /// The pid of the process that began to run that script; `None`: this one.
    pub program: Option<i32>,
}

/// Where a figure is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Its file.
    pub path: PathBuf,
    /// Something else of the run has the name that was asked for.
    pub aside: bool,
}

impl Saver {
    /// A process of the run that began at that moment (nanoseconds since the epoch); `None`: not
    /// known, and taken to be now.
    pub fn new(began: Option<u64>) -> Self {
        let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_nanos());
        let began = began.unwrap_or_else(|| u64::try_from(now()).unwrap_or(0));
        Self {
            began,
            own: SavedFiles::default(),
            owners: Owners::default(),
            leftovers: Leftovers::default(),
            patience: LOCK_TIMEOUT,
            impatient: AtomicBool::new(false),
        }
    }

    /// The same for a child process that was forked: its parent's files are another process's.
    pub fn forked(&self) -> Self {
        let impatient = AtomicBool::new(self.impatient.load(Ordering::Relaxed));
        let owners = self.owners.forked();
        Self { patience: self.patience, impatient, owners, ..Self::new(Some(self.began)) }
    }

    /// Writes `bytes` to `path`, whose folders are made: into a temporary file beside it, which then
    /// takes its name, so that nobody ever sees a part. A file that something else of this run has
    /// written stays, unless it is an earlier run's of the same script; else `-<pid>` goes before our
    /// suffix.
    ///
    /// # Errors
    ///
    /// As the file system says; then neither a part nor a temporary file is left.
    pub fn save(&self, path: &Path, bytes: &[u8], origin: Origin<'_>) -> io::Result<Saved> {
        make_folder(parent(path))?;
        // A device or FIFO is written to, never replaced.
        if fs::metadata(path).is_ok_and(|data| !data.is_file()) {
            write_special(path, bytes)?;
            return Ok(Saved { path: path.to_owned(), aside: false });
        }
        let path = symlinks::followed(path)?;
        let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
        let folder = Folder::open(parent(&path))?;
        let file = folder.temporary(bytes)?;
        let claim = self.owners.claim(origin);
        // Before it gets its name, so that nobody finds it without.
        let mark = claim.and_then(|claim| claim.mark(&file.file));
        let lock = self.lock(&folder);
        let taken = self.place(&folder, file, name, claim)?;
        drop(lock);
        let aside = taken != name;
        let saved = Saved { path: path.with_file_name(&taken), aside };
        self.own.insert(&folder, &saved.path, mark);
        Ok(saved)
    }

    /// This process ends, and its files say so: another one sees by their st_ctime that they were
    /// written, or their writer lived, since it began. What is killed leaves the time of its last write.
    pub fn finish(&self) {
        self.own.end();
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
        claim: Option<Ownership<'_>>,
    ) -> io::Result<OsString> {
        let mut name = wanted.to_owned();
        let mut spares = 0;
        for _ in 0..TRIES {
            match folder.look(&name)? {
                // Where somebody is faster, his file is looked at.
                None if !file.settle(&name)? => continue,
                // Nobody has ever wanted that one.
                None if spares == 0 => return Ok(name),
                None => {}
                Some(old) if self.may_replace(folder, &name, &old, claim) => file.replace(&name)?,
                Some(_) => {
                    spares += 1;
                    name = alternative_name::name(wanted, std::process::id(), spares);
                    continue;
                }
            }
            if let Some(claim) = claim {
                self.leftovers.remove(folder, wanted, &claim);
            }
            return Ok(name);
        }
        Err(io::Error::new(io::ErrorKind::AlreadyExists, "every name beside it is taken as well"))
    }

    /// Whether a file is this process's own, or older than the run, or an earlier run's of our script.
    ///
    /// st_ctime is what counts: a rename sets it, and nobody can set it back. The kernel's time
    /// stamps are up to 10 ms behind the clock that the run's begin was read from, never ahead of
    /// it, so that no file of an earlier run looks like one of this; and no figure of this run is so
    /// early, because Matplotlib takes longer to import. Where a file server's clock is ahead, an
    /// earlier run's file may look new: then it stays as well, and nothing is lost.
    fn may_replace(
        &self,
        folder: &Folder,
        name: &OsStr,
        old: &FileStat,
        claim: Option<Ownership<'_>>,
    ) -> bool {
        let found = Found {
            is_file: is_file(old),
            own: self.own.contains(folder, name),
            since_run: nanoseconds(old.st_ctime, old.st_ctime_nsec) >= i128::from(self.began),
        };
        let whose = || Some(claim?.whose(&folder.read(name).ok()?)?.1);
        verdict(found, whose) == Overwrite::Replace
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
    without_sigpipe(|| file.write_all(bytes))
}

fn is_file(status: &FileStat) -> bool {
    SFlag::from_bits_truncate(status.st_mode) & SFlag::S_IFMT == SFlag::S_IFREG
}

/// One of a file's times in nanoseconds since the epoch.
fn nanoseconds(seconds: i64, rest: i64) -> i128 {
    i128::from(seconds) * 1_000_000_000 + i128::from(rest)
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
