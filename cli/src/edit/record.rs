//! A record of one edit, which undoes it at any later time.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::edit::change::{Change, PathState};
use crate::edit::{EditError, line};
use crate::file::{self, Snapshot};

/// How to undo one edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "kebab-case")]
pub(crate) enum Record {
    Folder {
        path: PathBuf,
    },
    /// A file of ours was written.
    File {
        path: PathBuf,
        /// The hash of each content that we may have written.
        hashes: BTreeSet<String>,
        /// The folder in which other programs keep files that they derive from it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        derived: Option<PathBuf>,
    },
    /// A line was added to somebody else's file.
    Line {
        path: PathBuf,
        /// The line, and lines of earlier edits that may still be there.
        lines: Vec<String>,
        /// The file before the edit; `None` if there was none.
        before: Option<Snapshot>,
        /// The hash of each content that the file may have had after an edit of ours.
        after: BTreeSet<String>,
    },
}

/// What was left in place when an edit was undone, because it is somebody else's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LeftInPlace {
    /// The folder has files of others.
    Folder(PathBuf),
    /// The path is not what we wrote.
    NotOurs(PathBuf),
    /// The file was edited since: only our line was removed.
    Edited(PathBuf),
    /// The file had another hard link (link(2)), which still has our line.
    Linked(PathBuf),
    /// The second path, which is not ours, is gone and the edit with it, for example because a disk
    /// is not mounted.
    Away(PathBuf, PathBuf),
}

impl fmt::Display for LeftInPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "{} holds files of others: left", path.display()),
            Self::NotOurs(path) => {
                write!(f, "{} is not ours any more: left as it is", path.display())
            }
            Self::Edited(path) => {
                write!(f, "{} was edited since: only our line is out", path.display())
            }
            Self::Linked(path) => {
                write!(f, "{} had another hard link, which still has our line", path.display())
            }
            Self::Away(path, folder) => write!(
                f,
                "{} is gone: if it comes back, remove our files in {} by hand",
                folder.display(),
                path.display()
            ),
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct UndoResult {
    /// Paths that were restored or removed.
    pub(crate) restored: Vec<PathBuf>,
    /// What was left in place, and why.
    pub(crate) kept: Vec<LeftInPlace>,
    /// Edits that could not be undone.
    pub(crate) failed: Vec<EditError>,
}

impl UndoResult {
    /// This result, after another try of what failed.
    pub(crate) fn then(mut self, again: Self) -> Self {
        self.restored.extend(again.restored);
        self.kept.extend(again.kept);
        Self { failed: again.failed, ..self }
    }
}

impl Record {
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Folder { path } | Self::File { path, .. } | Self::Line { path, .. } => path,
        }
    }

    /// Whether the edit is still in place.
    pub(crate) fn is_in_place(&self) -> bool {
        match self {
            Self::Folder { path } | Self::File { path, .. } => path.exists(),
            Self::Line { path, lines, .. } => file::content(path)
                .is_some_and(|text| lines.iter().any(|line| line::has(&text, line))),
        }
    }

    /// A folder of somebody else's that is gone, and the edit with it. Folders that `records` made
    /// are ours.
    pub(crate) fn missing_folder(&self, records: &[Self]) -> Option<&Path> {
        let mut above = self.path().ancestors().skip(1);
        let theirs = above.find(|folder| !is_made(records, folder));
        theirs.filter(|folder| matches!(folder.try_exists(), Ok(false)))
    }

    /// Undoes the edit, if what is there is still ours.
    pub(super) fn undo(&self, undone: &mut UndoResult) -> Result<(), EditError> {
        let path = self.path().to_owned();
        if !matches!(self, Self::Folder { .. }) {
            file::remove(&file::temporary(&path))?;
        }
        let before = PathState::of(&path)?;
        let mut kept = None;
        let after = match (self, &before) {
            (_, PathState::Absent) => PathState::Absent,
            (Self::Folder { .. }, PathState::Folder) if is_empty(&path)? => PathState::Absent,
            (Self::File { hashes, .. }, PathState::File(file))
                if hashes.contains(&hash(&file.bytes)) =>
            {
                PathState::Absent
            }
            (Self::Line { before: original, after, .. }, PathState::File(file))
                if after.contains(&hash(&file.bytes)) =>
            {
                // The current mode is kept, because only the user can have changed it.
                let original = original.clone().map(|it| Snapshot { mode: file.mode, ..it });
                PathState::restored(original.as_ref())
            }
            (Self::Line { lines, before: original, .. }, PathState::File(file)) => {
                let rest = line::remove_all(&file.bytes, lines);
                match original {
                    _ if rest == file.bytes => before.clone(),
                    None if rest.is_empty() => PathState::Absent,
                    _ => {
                        kept = Some(LeftInPlace::Edited(path.clone()));
                        PathState::file(rest, file.mode)
                    }
                }
            }
            (_, theirs) => {
                kept = Some(match (self, theirs) {
                    (Self::Folder { .. }, PathState::Folder) => LeftInPlace::Folder(path.clone()),
                    _ => LeftInPlace::NotOurs(path.clone()),
                });
                theirs.clone()
            }
        };
        let derived = match self {
            Self::File { derived, .. } => derived.clone(),
            _ => None,
        };
        let is_restored = kept.is_none() && before != after;
        let is_linked = matches!(self, Self::Line { .. })
            && before != after
            && std::fs::symlink_metadata(&path).is_ok_and(|data| data.nlink() > 1);
        Change { path: path.clone(), before, after, derived }.make()?;
        undone.kept.extend(kept);
        undone.kept.extend(is_linked.then(|| LeftInPlace::Linked(path.clone())));
        undone.restored.extend(is_restored.then_some(path));
        Ok(())
    }
}

fn is_empty(folder: &Path) -> io::Result<bool> {
    Ok(fs_err::read_dir(folder)?.next().is_none())
}

/// Whether one of these edits made the folder at `path`.
pub(crate) fn is_made(records: &[Record], path: &Path) -> bool {
    records.iter().any(|one| matches!(one, Record::Folder { path: made } if made == path))
}

/// The hash that identifies a content.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unchanged_file_is_restored_with_its_time_and_an_edited_one_loses_only_our_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("rc");
        std::fs::write(&path, "a").expect("written");
        let original = Snapshot::of(&path).expect("read");
        let with_us = b"a\nx # ours\n";
        let record = Record::Line {
            path: path.clone(),
            lines: vec!["x # ours".into()],
            before: original.clone(),
            after: [hash(with_us)].into(),
        };
        let undo = || {
            let mut undone = UndoResult::default();
            record.undo(&mut undone).expect("undone");
            (undone.restored.len(), undone.kept)
        };
        std::fs::write(&path, with_us).expect("written");
        assert_eq!(undo(), (1, vec![]));
        assert_eq!(Snapshot::of(&path).expect("read"), original);
        assert_eq!(undo(), (0, vec![]));
        std::fs::write(&path, "a\nx # ours\nb\n").expect("written");
        assert_eq!(undo(), (0, vec![LeftInPlace::Edited(path.clone())]));
        assert_eq!(std::fs::read(&path).expect("read"), b"a\nb\n");
        std::fs::write(&path, with_us).expect("written");
        std::fs::hard_link(&path, folder.path().join("another")).expect("linked");
        assert_eq!(undo(), (1, vec![LeftInPlace::Linked(path)]));
    }

    #[test]
    fn a_path_that_is_no_longer_a_plain_file_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let [rc, link] = ["rc", "link"].map(|name| folder.path().join(name));
        std::fs::write(&rc, "with us").expect("written");
        std::os::unix::fs::symlink(&rc, &link).expect("linked");
        let own =
            Record::File { path: link.clone(), hashes: [hash(b"with us")].into(), derived: None };
        let (lines, after) = (vec!["x # ours".to_owned()], [hash(b"with us")].into());
        let line = Record::Line { path: link.clone(), lines, before: None, after };
        let mut undone = UndoResult::default();
        for record in [own, line] {
            record.undo(&mut undone).expect("undone");
        }
        Record::Folder { path: rc.clone() }.undo(&mut undone).expect("undone");
        assert_eq!(undone.kept, [&link, &link, &rc].map(|path| LeftInPlace::NotOurs(path.clone())));
        assert_eq!(std::fs::read(&rc).expect("read"), b"with us");
    }
}
