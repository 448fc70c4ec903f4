//! An installation, a user's or the machine's: what is in its folder, and who may change it.

use std::fs::File;
use std::path::{Path, PathBuf};

use cg_plot_capture::settings::{SHARED, SYSTEM};

use crate::edit::Receipt;
use crate::error::Result;
use crate::file;
use crate::install::trust::{self, LeftOut};
use crate::payload;
use crate::stderr;

/// A folder that holds, or will hold, all that is ours alone.
#[derive(Debug, Clone)]
pub(crate) struct Installation {
    pub(super) folder: PathBuf,
    pub(super) home: PathBuf,
    /// The places of this user's that root leaves alone.
    pub(super) left_out: Vec<LeftOut>,
}

/// The scripts that shells source.
pub(crate) const SCRIPTS: [&str; 2] = ["env.sh", "env.fish"];

impl Installation {
    /// That of the machine, for every user. It has no home.
    pub(crate) fn system() -> Self {
        Self { folder: SYSTEM.into(), home: "/".into(), left_out: vec![] }
    }

    /// The same in another folder.
    pub(crate) fn in_folder(&self, folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), ..self.clone() }
    }

    /// Whether it is the machine's.
    pub(crate) fn is_system(&self) -> bool {
        self.folder == Path::new(SYSTEM)
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What of this user's root leaves alone.
    pub(crate) fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// The home whose shell files and hooks it serves.
    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    /// The folder of this version's payload.
    pub(crate) fn payload(&self) -> PathBuf {
        self.folder.join(payload::folder_name())
    }

    /// This version's preload.
    pub(crate) fn preload(&self) -> PathBuf {
        payload::preload(&self.payload())
    }

    /// Whether `LD_PRELOAD` can name the preload: ld.so(8) splits it at spaces and colons; a line
    /// break would end our line in a shell file.
    pub(crate) fn preloadable(&self) -> bool {
        !self.folder.as_os_str().as_encoded_bytes().iter().any(|byte| b" :\n\t".contains(byte))
    }

    /// The settings that `enable` was given; the Python side finds them beside its payload.
    pub(crate) fn settings(&self) -> PathBuf {
        self.folder.join("settings")
    }

    /// What shells source.
    pub(crate) fn script(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// What was changed, and how it was before.
    pub(crate) fn receipt(&self) -> PathBuf {
        Receipt::<()>::path_in(&self.folder)
    }

    /// The folder of the command's copy.
    pub(crate) fn commands(&self) -> PathBuf {
        self.folder.join("bin")
    }

    /// The copy of the command, for when pip or cargo has removed the original.
    pub(crate) fn command(&self) -> PathBuf {
        self.commands().join("cg-plot-capture")
    }

    /// The files of its own that are there, but for payloads and the receipt.
    pub(crate) fn own_files(&self) -> impl Iterator<Item = PathBuf> {
        self.own_paths().filter(|path| path.is_file())
    }

    /// Where they belong.
    fn own_paths(&self) -> impl Iterator<Item = PathBuf> {
        let files = [self.settings(), self.command()].into_iter();
        files.chain(SCRIPTS.map(|name| self.script(name)))
    }

    /// Those that are gone.
    pub(crate) fn gone(&self) -> impl Iterator<Item = PathBuf> {
        let has_scripts = !self.is_system() && self.preloadable();
        let scripts = SCRIPTS.map(|name| self.script(name));
        let wanted = move |path: &PathBuf| has_scripts || !scripts.contains(path);
        self.own_paths().filter(wanted).filter(|path| !path.is_file())
    }

    /// Removes them.
    pub(crate) fn remove_own_files(&self) -> Result<()> {
        for path in self.own_paths() {
            file::remove(&file::temporary(&path))?;
            file::remove(&path)?;
        }
        file::remove_empty(&self.commands())?;
        Ok(())
    }

    /// Every payload's folder, of whatever version.
    pub(crate) fn payloads(&self) -> Result<Vec<PathBuf>> {
        let entries = match fs_err::read_dir(&self.folder) {
            Err(error) if file::is_nothing(&error) => return Ok(vec![]),
            entries => entries?,
        };
        let mut found = vec![];
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().as_encoded_bytes();
            if name.starts_with(payload::PREFIX.as_bytes()) {
                found.push(path);
            }
        }
        Ok(found)
    }

    /// Keeps every other `enable` and `disable` of this user, or of the machine, out until the
    /// answer is dropped.
    ///
    /// The lock is on the home folder itself, which leaves no file behind and is there before the
    /// installation's folder and after it. Root's two share a folder and so a lock.
    pub(crate) fn lock(&self) -> Result<Option<File>> {
        let roots = [SYSTEM, SHARED].iter().any(|folder| self.folder == Path::new(folder));
        // Whoever can open a folder can keep it locked: not somebody else's.
        let roots = roots || trust::problem(&self.home).is_some();
        let folder = if roots { Path::new("/etc") } else { &self.home };
        let Ok(folder) = File::open(folder) else { return Ok(None) };
        match folder.try_lock() {
            Ok(()) => Ok(Some(folder)),
            Err(std::fs::TryLockError::WouldBlock) => {
                stderr::line("waiting for another cg-plot-capture to end");
                folder.lock()?;
                Ok(Some(folder))
            }
            // NFS locks no folder: then two at once are as careful as their atomic writes.
            Err(std::fs::TryLockError::Error(_)) => Ok(None),
        }
    }
}
