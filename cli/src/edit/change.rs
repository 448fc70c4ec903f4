//! A change of one path: its state before and after.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::edit::EditError;
use crate::file::{self, Snapshot};

/// What is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PathState {
    Absent,
    Folder,
    File(Snapshot),
    /// There is a link, a pipe or a device, which we never change. Reading a pipe would wait, and a
    /// link may lead anywhere.
    Other,
}

impl PathState {
    /// Reads the state of `path` itself; a link is not followed.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        let data = match fs_err::symlink_metadata(path) {
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return Ok(Self::Absent);
            }
            data => data?,
        };
        Ok(match (data.is_dir(), data.is_file()) {
            (true, _) => Self::Folder,
            (_, true) => Snapshot::of(path)?.map_or(Self::Absent, Self::File),
            _ => Self::Other,
        })
    }

    /// The state of a file with these `bytes`, written now.
    pub(super) fn file(bytes: Vec<u8>, mode: u32) -> Self {
        Self::File(Snapshot { bytes, mode, modified: None })
    }

    /// The state to restore: the file as it was, or no file.
    pub(super) fn restored(before: Option<&Snapshot>) -> Self {
        before.map_or(Self::Absent, |file| Self::File(file.clone()))
    }

    /// The content, if it is a file.
    pub(super) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::File(file) => Some(&file.bytes),
            _ => None,
        }
    }

    /// Whether the states are equal except for modification times.
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::File(one), Self::File(other)) => {
                one.bytes == other.bytes && one.mode == other.mode
            }
            _ => self == other,
        }
    }
}

/// A change of one path. Its inverse is the same change with the two states exchanged.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(super) path: PathBuf,
    pub(super) before: PathState,
    pub(super) after: PathState,
    /// The folder in which other programs keep files that they derive from this one, such as
    /// bytecode, under names that begin as its own does. A derived file is useless or wrong for new
    /// content.
    pub(super) derived: Option<PathBuf>,
}

impl Change {
    /// Whether there is nothing to do.
    pub(super) fn is_done(&self) -> bool {
        self.before.is(&self.after)
    }

    /// The change that undoes this one.
    pub(super) fn inverse(&self) -> Self {
        let (before, after) = (self.after.clone(), self.before.clone());
        Self { before, after, ..self.clone() }
    }

    /// Makes the change.
    ///
    /// # Errors
    ///
    /// [`EditError::ChangedMeanwhile`] if the path is not in the state before.
    pub(super) fn make(&self) -> Result<(), EditError> {
        let now = PathState::of(&self.path)?;
        if now.is(&self.after) {
            return Ok(self.remove_derived()?);
        }
        if !now.is(&self.before) {
            return Err(EditError::ChangedMeanwhile(self.path.clone()));
        }
        match &self.after {
            PathState::Absent if self.before == PathState::Folder => {
                if !file::remove_empty(&self.path)? {
                    return Err(EditError::ChangedMeanwhile(self.path.clone()));
                }
            }
            PathState::Absent => file::remove(&self.path)?,
            PathState::Folder => file::make_folder(&self.path)?,
            PathState::File(new) => {
                file::replace(&self.path, &new.bytes, new.mode, new.modified)?;
            }
            PathState::Other => return Err(EditError::ChangedMeanwhile(self.path.clone())),
        }
        Ok(self.remove_derived()?)
    }

    /// Removes the files that others have derived from the file, and their folder if it is empty
    /// then.
    pub(super) fn remove_derived(&self) -> io::Result<()> {
        let Some(folder) = &self.derived else { return Ok(()) };
        // A link would lead to somebody else's folder.
        if folder.is_symlink() {
            return Ok(());
        }
        let entries = match fs_err::read_dir(folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        let stem = [self.path.file_stem().unwrap_or_default().as_encoded_bytes(), b"."].concat();
        for entry in entries {
            let entry = entry?;
            if entry.file_name().as_encoded_bytes().starts_with(&stem) {
                file::remove(&entry.path())?;
            }
        }
        file::remove_empty(folder)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_derived_from_the_file_are_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = folder.path().join("cache");
        std::fs::create_dir(&cache).expect("made");
        for name in ["site.a.pyc", "site.a.pyc.1402", "site2.a.pyc"] {
            std::fs::write(cache.join(name), "").expect("written");
        }
        let path = folder.path().join("site.py");
        let (before, after) = (PathState::Absent, PathState::Absent);
        let change = Change { path, before, after, derived: Some(cache.clone()) };
        change.remove_derived().expect("removed");
        let left: Vec<_> = std::fs::read_dir(&cache).expect("read").flatten().collect();
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].file_name(), "site2.a.pyc");
    }

    #[test]
    fn a_folder_that_holds_something_is_not_taken_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("made");
        let (before, after) = (PathState::Absent, PathState::Folder);
        let change = Change { path: path.clone(), before, after, derived: None };
        change.make().expect("made");
        std::fs::write(path.join("file"), "").expect("written");
        assert!(change.inverse().make().is_err());
        std::fs::remove_file(path.join("file")).expect("removed");
        change.inverse().make().expect("taken back");
        assert!(!path.exists());
    }

    #[test]
    fn a_path_that_somebody_else_has_changed_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        let after = PathState::file(b"new".into(), 0o644);
        let change = Change { path: path.clone(), before: PathState::Absent, after, derived: None };
        std::fs::write(&path, "theirs").expect("written");
        assert!(matches!(change.make(), Err(EditError::ChangedMeanwhile(_))));
        assert!(matches!(change.inverse().make(), Err(EditError::ChangedMeanwhile(_))));
        assert_eq!(std::fs::read(&path).expect("read"), b"theirs");
        std::fs::remove_file(&path).expect("removed");
        change.make().expect("made");
        change.make().expect("made again");
        change.inverse().make().expect("taken back");
        assert!(!path.exists());
    }
}
