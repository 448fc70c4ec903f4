//! The files that this process has saved.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::os::unix::fs::MetadataExt as _;
use std::path::{self, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{fs, mem};

use super::folder::Folder;
use super::owner_mark::OwnerMark;
use super::{nanoseconds, xattr};

/// The files by folder and name.
#[derive(Debug, Default)]
pub(super) struct SavedFiles(Mutex<HashMap<FileKey, SavedFile>>);

/// (st_dev, st_ino) of the folder, and the name in it.
type FileKey = ((u64, u64), OsString);

#[derive(Debug)]
struct SavedFile {
    /// Its absolute path, which stays valid if the working directory changes.
    path: PathBuf,
    /// The mark in its attribute; `None` if it has none.
    mark: Option<OwnerMark>,
}

impl SavedFiles {
    /// Whether this process has saved under that name.
    pub(super) fn contains(&self, folder: &Folder, name: &OsStr) -> bool {
        self.files().contains_key(&(folder.identity, name.to_owned()))
    }

    /// Records that this process has saved the file, with that mark.
    pub(super) fn insert(&self, folder: &Folder, path: &Path, mark: Option<OwnerMark>) {
        let name = path.file_name().unwrap_or_default().to_owned();
        let path = path::absolute(path).unwrap_or_default();
        self.files().insert((folder.identity, name), SavedFile { path, mark });
    }

    /// Marks each file as finished, which also sets its st_ctime.
    pub(super) fn end(&self) {
        for own in self.files().values_mut() {
            let Some(mark) = own.mark.as_mut() else { continue };
            if mem::replace(&mut mark.ended, true) {
                continue;
            }
            // If another file has that name, we must not mark it.
            let time = |data: fs::Metadata| nanoseconds(data.mtime(), data.mtime_nsec());
            if fs::symlink_metadata(&own.path).is_ok_and(|data| time(data) == mark.modified) {
                xattr::change(&own.path, &mark.bytes());
            }
        }
    }

    fn files(&self) -> MutexGuard<'_, HashMap<FileKey, SavedFile>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
