//! An installation, a user's or the machine's: the files in its folder, and its lock.

use std::fs::File;
use std::path::{Path, PathBuf};

use cg_plot_capture::settings::{SHARED, SYSTEM};

use crate::edit::EditReceipt;
use crate::error::Result;
use crate::file;
use crate::install::trust::{self, LeftOut};
use crate::payload;
use crate::stderr;

/// An installation, by the folder that holds all files that are ours alone. It may not exist yet.
#[derive(Debug, Clone)]
pub(crate) struct Installation {
    pub(super) folder: PathBuf,
    pub(super) home: PathBuf,
    /// The places of this user that root leaves alone.
    pub(super) left_out: Vec<LeftOut>,
}

/// The scripts that shells source.
pub(crate) const SCRIPTS: [&str; 2] = ["env.sh", "env.fish"];

impl Installation {
    /// The machine's installation, for every user. It has no home.
    pub(crate) fn system() -> Self {
        Self { folder: SYSTEM.into(), home: "/".into(), left_out: vec![] }
    }

    /// The same installation in another folder.
    pub(crate) fn in_folder(&self, folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), ..self.clone() }
    }

    pub(crate) fn is_system(&self) -> bool {
        self.folder == Path::new(SYSTEM)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The places of this user that root leaves alone.
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

    /// Whether `LD_PRELOAD` can name the preload: ld.so(8) splits it at spaces and colons, and a
    /// line break would end our line in a shell file.
    pub(crate) fn preloadable(&self) -> bool {
        !self.folder.as_os_str().as_encoded_bytes().iter().any(|byte| b" :\n\t".contains(byte))
    }

    /// The settings that `enable` stores; the Python side finds them beside its payload.
    pub(crate) fn settings(&self) -> PathBuf {
        self.folder.join("settings")
    }

    /// The script `name` that shells source.
    pub(crate) fn script(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn receipt(&self) -> PathBuf {
        EditReceipt::<()>::path_in(&self.folder)
    }

    /// The folder of the copy of the command.
    pub(crate) fn commands(&self) -> PathBuf {
        self.folder.join("bin")
    }

    /// The copy of the command, which stays when pip or cargo has removed the original.
    pub(crate) fn command(&self) -> PathBuf {
        self.commands().join("cg-plot-capture")
    }

    /// The files of its own that exist, without payloads and the receipt.
    pub(crate) fn own_files(&self) -> impl Iterator<Item = PathBuf> {
        self.own_paths().filter(|path| path.is_file())
    }

    /// The paths of these files.
    fn own_paths(&self) -> impl Iterator<Item = PathBuf> {
        let files = [self.settings(), self.command()].into_iter();
        files.chain(SCRIPTS.map(|name| self.script(name)))
    }

    /// The files of its own that are gone.
    pub(crate) fn gone(&self) -> impl Iterator<Item = PathBuf> {
        let has_scripts = !self.is_system() && self.preloadable();
        let scripts = SCRIPTS.map(|name| self.script(name));
        let wanted = move |path: &PathBuf| has_scripts || !scripts.contains(path);
        self.own_paths().filter(wanted).filter(|path| !path.is_file())
    }

    /// Removes the files of its own.
    pub(crate) fn remove_own_files(&self) -> Result<()> {
        for path in self.own_paths() {
            file::remove(&file::temporary(&path))?;
            file::remove(&path)?;
        }
        file::remove_empty(&self.commands())?;
        Ok(())
    }

    /// The folders of all payloads, of any version.
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

    /// Keeps every other `enable` and `disable` of this user, or of the machine, out until the lock
    /// is dropped. `None` if there is no lock.
    ///
    /// The lock is on the home folder. That leaves no file behind, and the home exists before and
    /// after the installation's folder. Root's two installations share a folder and so a lock.
    pub(crate) fn lock(&self) -> Result<Option<File>> {
        let roots = [SYSTEM, SHARED].iter().any(|folder| self.folder == Path::new(folder));
        // Any user who can open a folder can keep it locked, so that root locks no folder of
        // another user's.
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
            // NFS does not lock folders; then two commands at once rely on their atomic writes.
            Err(std::fs::TryLockError::Error(_)) => Ok(None),
        }
    }
}
