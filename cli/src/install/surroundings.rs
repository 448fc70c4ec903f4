//! The folders around our edits, so that their modification times can come back too.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::os::unix::fs::DirEntryExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::file::Time;

/// A folder before us: its time, and which entries it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Surroundings {
    folder: PathBuf,
    modified: Time,
    /// Each name and its inode.
    entries: BTreeMap<String, u64>,
    /// The names of files that we replace, which gives them new inodes.
    replaced: BTreeSet<String>,
}

impl Surroundings {
    /// As they are now.
    pub(crate) fn of(folder: &Path) -> Result<Self> {
        // Links resolved: a link to a folder has a time of its own.
        let folder = &real(folder);
        // The time first: an entry that comes in between makes the two differ later.
        let modified = Time::of(folder)?;
        let entries = entries(folder)?;
        Ok(Self { folder: folder.clone(), modified, entries, replaced: BTreeSet::new() })
    }

    /// Where it is, links resolved.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Takes note that we replace `file`, wherever it is.
    pub(crate) fn expect(&mut self, file: &Path) {
        if let (Some(folder), Some(name)) = (file.parent(), file.file_name())
            && self.is(folder)
        {
            self.replaced.insert(name.to_string_lossy().into_owned());
        }
    }

    /// Whether they are those of `folder`.
    pub(crate) fn is(&self, folder: &Path) -> bool {
        self.folder == real(folder)
    }

    /// Takes note of where the folder is now.
    pub(crate) fn follow(&mut self, moved: impl Fn(&Path) -> PathBuf) {
        self.folder = moved(&self.folder);
    }

    /// The time.
    pub(crate) fn modified(&self) -> Time {
        self.modified
    }

    /// Whether the entries are again what they were, but for `extra`.
    pub(crate) fn unchanged(&self, extra: Option<&Path>) -> bool {
        let Ok(mut now) = entries(&self.folder) else { return false };
        if let Some(name) = extra.and_then(Path::file_name) {
            now.remove(&*name.to_string_lossy());
        }
        now.len() == self.entries.len()
            && now.iter().all(|(name, inode)| {
                let before = self.entries.get(name);
                before == Some(inode) || before.is_some() && self.replaced.contains(name)
            })
    }

    /// Puts the time back where the entries are again what they were. Where they are not, somebody
    /// else has changed the folder, and its time says so rightly.
    pub(crate) fn restore(&self) -> Result<()> {
        if !self.unchanged(None) {
            return Ok(());
        }
        match self.modified.put(&self.folder) {
            // Writable for us, but somebody else's: only its owner may set its times.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
            put => Ok(put?),
        }
    }
}

fn real(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

fn entries(folder: &Path) -> Result<BTreeMap<String, u64>> {
    let mut entries = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        entries.insert(entry.file_name().to_string_lossy().into_owned(), entry.ino());
    }
    Ok(entries)
}
