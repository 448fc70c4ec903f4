//! The files that this process itself has saved.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::os::unix::fs::MetadataExt as _;
use std::path::{self, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{fs, mem};

use super::folder::Folder;
use super::owner_mark::OwnerMark;
use super::{nanoseconds, xattr};

/// By their names.
#[derive(Debug, Default)]
pub(super) struct SavedFiles(Mutex<HashMap<Name, SavedFile>>);

/// (st_dev, st_ino) of the folder, and the name in it.
type Name = ((u64, u64), OsString);

#[derive(Debug)]
struct SavedFile {
    /// Its path, whatever becomes of the working directory.
    path: PathBuf,
    /// What its attribute says; `None`: it has none.
    mark: Option<OwnerMark>,
}

impl SavedFiles {
    /// Whether this process has saved under that name.
    pub(super) fn contains(&self, folder: &Folder, name: &OsStr) -> bool {
        self.files().contains_key(&(folder.identity, name.to_owned()))
    }

    /// It has, with that mark.
    pub(super) fn insert(&self, folder: &Folder, path: &Path, mark: Option<OwnerMark>) {
        let name = path.file_name().unwrap_or_default().to_owned();
        let path = path::absolute(path).unwrap_or_default();
        self.files().insert((folder.identity, name), SavedFile { path, mark });
    }

    /// Says with each file that its writer has come to its end, which also sets the file's st_ctime.
    pub(super) fn end(&self) {
        for own in self.files().values_mut() {
            let Some(mark) = own.mark.as_mut() else { continue };
            if mem::replace(&mut mark.ended, true) {
                continue;
            }
            // Another file of that name is not ours to mark.
            let time = |data: fs::Metadata| nanoseconds(data.mtime(), data.mtime_nsec());
            if fs::symlink_metadata(&own.path).is_ok_and(|data| time(data) == mark.modified) {
                xattr::change(&own.path, &mark.bytes());
            }
        }
    }

    fn files(&self) -> MutexGuard<'_, HashMap<Name, SavedFile>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
