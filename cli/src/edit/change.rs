//! One path before and after: what is there, and what is put there instead.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::edit::Failure;
use crate::file::{self, Snapshot};

/// What is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    /// Nothing.
    Absent,
    /// A folder.
    Folder,
    /// A plain file.
    File(Snapshot),
    /// A link, a pipe, a device: never ours to change. A pipe would be waited for, and behind a link may be
    /// anything.
    Other,
}

impl State {
    /// That of `path` itself.
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

    /// A file of `bytes`, as new.
    pub(super) fn file(bytes: Vec<u8>, mode: u32) -> Self {
        Self::File(Snapshot { bytes, mode, modified: None })
    }

    /// What a file was, or that there was none.
    pub(super) fn restored(before: Option<&Snapshot>) -> Self {
        before.map_or(Self::Absent, |file| Self::File(file.clone()))
    }

    /// What is in it, if it is a file.
    pub(super) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::File(file) => Some(&file.bytes),
            _ => None,
        }
    }

    /// Whether it is the same but for a time.
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::File(one), Self::File(other)) => {
                one.bytes == other.bytes && one.mode == other.mode
            }
            _ => self == other,
        }
    }
}

/// What becomes of one path. Its inverse is the same with its two states in each other's place.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    /// Where.
    pub(super) path: PathBuf,
    /// What is there now.
    pub(super) before: State,
    /// What is to be there.
    pub(super) after: State,
    /// The folder in which others keep what they derive from the file, under names that begin as its own
    /// does. It is of no use to the next content, or worse.
    pub(super) derived: Option<PathBuf>,
}

impl Change {
    /// Whether there is nothing to do.
    pub(super) fn is_done(&self) -> bool {
        self.before.is(&self.after)
    }

    /// What takes it back.
    pub(super) fn inverse(&self) -> Self {
        let (before, after) = (self.after.clone(), self.before.clone());
        Self { before, after, ..self.clone() }
    }

    /// Makes it, unless somebody else has changed what is there meanwhile.
    pub(super) fn make(&self) -> Result<(), Failure> {
        let now = State::of(&self.path)?;
        if now.is(&self.after) {
            return Ok(self.remove_derived()?);
        }
        if !now.is(&self.before) {
            return Err(Failure::ChangedMeanwhile(self.path.clone()));
        }
        match &self.after {
            State::Absent if self.before == State::Folder => {
                if !file::remove_empty(&self.path)? {
                    return Err(Failure::ChangedMeanwhile(self.path.clone()));
                }
            }
            State::Absent => file::remove(&self.path)?,
            State::Folder => file::make_folder(&self.path)?,
            State::File(new) => {
                file::replace(&self.path, &new.bytes, new.mode, new.modified)?;
            }
            State::Other => return Err(Failure::ChangedMeanwhile(self.path.clone())),
        }
        Ok(self.remove_derived()?)
    }

    /// Removes what others have derived from the file, and the folder for it if that was all.
    pub(super) fn remove_derived(&self) -> io::Result<()> {
        let Some(folder) = &self.derived else { return Ok(()) };
        // A link would lead to somebody else's.
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
    fn only_what_is_derived_from_the_file_goes() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = folder.path().join("cache");
        std::fs::create_dir(&cache).expect("made");
        for name in ["site.a.pyc", "site.a.pyc.1402", "site2.a.pyc"] {
            std::fs::write(cache.join(name), "").expect("written");
        }
        let path = folder.path().join("site.py");
        let (before, after) = (State::Absent, State::Absent);
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
        let (before, after) = (State::Absent, State::Folder);
        let change = Change { path: path.clone(), before, after, derived: None };
        change.make().expect("made");
        std::fs::write(path.join("file"), "").expect("written");
        assert!(change.inverse().make().is_err());
        std::fs::remove_file(path.join("file")).expect("removed");
        change.inverse().make().expect("taken back");
        assert!(!path.exists());
    }

    #[test]
    fn what_somebody_else_has_changed_meanwhile_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        let after = State::file(b"new".into(), 0o644);
        let change = Change { path: path.clone(), before: State::Absent, after, derived: None };
        std::fs::write(&path, "theirs").expect("written");
        assert!(matches!(change.make(), Err(Failure::ChangedMeanwhile(_))));
        assert!(matches!(change.inverse().make(), Err(Failure::ChangedMeanwhile(_))));
        assert_eq!(std::fs::read(&path).expect("read"), b"theirs");
        std::fs::remove_file(&path).expect("removed");
        change.make().expect("made");
        change.make().expect("made again");
        change.inverse().make().expect("taken back");
        assert!(!path.exists());
    }
}
