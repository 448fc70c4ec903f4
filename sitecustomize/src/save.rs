//! Saves a figure's file: whole or not at all, and never under a name that something else of the
//! same run has.

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

use folder::{Folder, FolderLock, TemporaryFile};
use leftovers::Leftovers;
use overwrite::{ExistingFile, Overwrite, decide};
use ownership::{Owners, Ownership};
use saved_files::SavedFiles;

/// How long we wait for the lock of a folder. We hold it for a rename; a much longer wait means
/// that the lock serves another purpose, such as a harness's turn in the folder.
const LOCK_TIMEOUT: Duration = Duration::from_secs(2);

/// How many names are tried before saving fails.
const TRIES: u32 = 1000;

/// Saves the figures of one process.
#[derive(Debug)]
pub struct Saver {
    /// The start of the run, in nanoseconds since the epoch.
    began: u64,
    own: SavedFiles,
    owners: Owners,
    leftovers: Leftovers,
    patience: Duration,
    /// Whether a wait for the lock has failed: we do not wait again, because otherwise each figure
    /// of this process would.
    impatient: AtomicBool,
}

/// The origin of a figure.
#[derive(Debug, Clone, Copy, Default)]
pub struct FigureOrigin<'a> {
    /// The identity of its main script, if that is known.
    pub script: Option<&'a [u8]>,
    /// The pid of the process that began to run that script; `None` for this one.
    pub program: Option<i32>,
}

/// A saved figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The path of its file.
    pub path: PathBuf,
    /// Whether the file has another name, because something else of the run has the wanted one.
    pub aside: bool,
}

impl Saver {
    /// The saver of a process whose run began at that moment (nanoseconds since the epoch); `None`
    /// if that is not known, and then the run starts now.
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

    /// The saver of a child process that was forked, for which the parent's files are another
    /// process's.
    pub fn forked(&self) -> Self {
        let impatient = AtomicBool::new(self.impatient.load(Ordering::Relaxed));
        let owners = self.owners.forked();
        Self { patience: self.patience, impatient, owners, ..Self::new(Some(self.began)) }
    }

    /// Writes `bytes` to `path` and makes its folders. It writes a temporary file beside it, which
    /// is then renamed, so that nobody sees a partial file. A file that something else of this run
    /// has written stays, unless an earlier run of the same script wrote it; then `-<pid>` goes
    /// before our suffix.
    ///
    /// # Errors
    ///
    /// The error of the file system; then neither a partial nor a temporary file is left.
    pub fn save(&self, path: &Path, bytes: &[u8], origin: FigureOrigin<'_>) -> io::Result<Saved> {
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
        // The mark is set before the rename, so that nobody finds the file without it.
        let mark = claim.and_then(|claim| claim.mark(&file.file));
        let lock = self.lock(&folder);
        let taken = self.place(&folder, file, name, claim)?;
        drop(lock);
        let aside = taken != name;
        let saved = Saved { path: path.with_file_name(&taken), aside };
        self.own.insert(&folder, &saved.path, mark);
        Ok(saved)
    }

    /// Removes the file that an earlier run of the script has saved beside a figure's, if this run
    /// saves none: it describes the figure that this run has replaced.
    pub fn discard_earlier(&self, path: &Path, origin: FigureOrigin<'_>) {
        if fs::symlink_metadata(path).is_err() {
            return;
        }
        let (Some(name), Ok(folder)) = (path.file_name(), Folder::open(parent(path))) else {
            return;
        };
        let owner = || self.owners.claim(origin)?.owner_of(&folder.read(name).ok()?);
        if owner().is_some_and(|(_, whose)| whose.is_earlier()) {
            let _ = folder.remove(name);
        }
    }

    /// Marks the files of this process as finished. That changes their st_ctime, by which another
    /// process sees that their writer lived after that process began. If this process is killed,
    /// the time is that of its last write.
    pub fn finish(&self) {
        self.own.end();
    }

    /// Locks the folder, so that others do not look and rename at the same time. Without the lock
    /// (the file system has none, or somebody keeps it), only two processes that find the same old
    /// file at the same moment are at risk, because a free name is always taken by one alone.
    fn lock<'a>(&self, folder: &'a Folder) -> Option<FolderLock<'a>> {
        let impatient = self.impatient.load(Ordering::Relaxed);
        let lock = folder.lock(if impatient { Duration::ZERO } else { self.patience });
        if matches!(lock, Err(TryLockError::WouldBlock)) {
            self.impatient.store(true, Ordering::Relaxed);
        }
        lock.ok()
    }

    /// Gives the file the first name that it may have; returns that name.
    fn place(
        &self,
        folder: &Folder,
        mut file: TemporaryFile<'_>,
        wanted: &OsStr,
        claim: Option<Ownership<'_>>,
    ) -> io::Result<OsString> {
        let mut name = wanted.to_owned();
        let mut spares = 0;
        for _ in 0..TRIES {
            match folder.status(&name)? {
                // If another process was faster, its file is checked.
                None if !file.take_free_name(&name)? => continue,
                // No other process wants that name.
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

    /// Whether a file is this process's own, or older than the run, or of an earlier run of our
    /// script.
    ///
    /// st_ctime decides: a rename sets it, and nobody can set it back. The kernel's time stamps are
    /// up to 10 ms behind the clock from which the run's start was read, and never ahead. So no
    /// file of an earlier run looks like one of this run, and no figure of this run is that early,
    /// because importing Matplotlib takes longer. If a file server's clock is ahead, a file of an
    /// earlier run may look new: then it stays, and nothing is lost.
    fn may_replace(
        &self,
        folder: &Folder,
        name: &OsStr,
        old: &FileStat,
        claim: Option<Ownership<'_>>,
    ) -> bool {
        let found = ExistingFile {
            is_file: is_file(old),
            own: self.own.contains(folder, name),
            since_run: nanoseconds(old.st_ctime, old.st_ctime_nsec) >= i128::from(self.began),
        };
        let whose = || Some(claim?.owner_of(&folder.read(name).ok()?)?.1);
        decide(found, whose) == Overwrite::Replace
    }
}

/// Writes to a device or FIFO. A FIFO without a reader is an error (`ENXIO`), because we would have
/// to wait.
fn write_special(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let flags = libc::O_NONBLOCK | libc::O_NOCTTY;
    // With `create`, as Python's `open` does, so that the kernel refuses a FIFO that another user
    // has put into a shared folder (`protected_fifos`, proc_sys_fs(5)).
    let mut options = OpenOptions::new();
    let mut file =
        options.write(true).create(true).truncate(false).custom_flags(flags).open(path)?;
    fcntl(&file, FcntlArg::F_SETFL(OFlag::empty()))?;
    without_sigpipe(|| file.write_all(bytes))
}

fn is_file(status: &FileStat) -> bool {
    SFlag::from_bits_truncate(status.st_mode) & SFlag::S_IFMT == SFlag::S_IFREG
}

/// A time of a file in nanoseconds since the epoch.
fn nanoseconds(seconds: i64, rest: i64) -> i128 {
    i128::from(seconds) * 1_000_000_000 + i128::from(rest)
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder).map_err(|error| {
        // The system's "File exists" would name the wrong part of the path.
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
