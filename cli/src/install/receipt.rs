//! The receipt: what every edit changed and how it was before, written before the first of them.

mod form;
mod moved;
mod unreadable;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};
use crate::file::{self, Snapshot};
use crate::install::marked;
use crate::install::plan::{Edit, Plan};
use crate::install::shape::Shape;
use crate::install::shell;
use crate::install::surroundings::Surroundings;
use crate::install::trust;

use form::{FORM, Fault};

pub(crate) use form::{Receipt, Record};
pub(crate) use unreadable::Unreadable;

impl Record {
    /// Whether it is still in place.
    pub(crate) fn stands(&self) -> bool {
        match self {
            Self::Folder { path } | Self::Own { path, .. } => path.exists(),
            Self::Line { path, line, .. } => {
                std::fs::read(path).is_ok_and(|text| marked::has(&text, line))
            }
        }
    }
}

impl Default for Receipt {
    fn default() -> Self {
        Self::of(vec![])
    }
}

impl Receipt {
    /// One of edits of which no more is known.
    pub(crate) fn of(records: Vec<Record>) -> Self {
        Self {
            form: FORM,
            made: vec![],
            surroundings: vec![],
            records,
            shape: Shape::default(),
            moved_from: None,
        }
    }

    /// Reads the one at `path`; `None` where nothing is installed. What it names is where it is now.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, Unreadable> {
        // What it says is done by us: as root by nobody else's word.
        if let Some(problem) = trust::problem(path).filter(|_| path.exists()) {
            return Err(Unreadable::Foreign(problem));
        }
        let text = match fs_err::read(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) if error.kind() == ErrorKind::IsADirectory => {
                return Err(Unreadable::damaged(path, &"it is a folder", vec![]));
            }
            text => text.map_err(|error| Unreadable::Io { path: path.to_owned(), error })?,
        };
        let folder = path.parent().unwrap_or(Path::new("/"));
        Self::parse(&text, folder).map(Some).map_err(|fault| match fault {
            Fault::OtherForm => Unreadable::of_another_version(path, text),
            Fault::Damage(why) => Unreadable::damaged(path, &why, text),
        })
    }

    /// How the folder of the receipt at `path` was called when that was written, if it still is the same.
    pub(crate) fn folder_of(path: &Path) -> Option<PathBuf> {
        let receipt = Self::read(path).ok()??;
        let folder = receipt.folder()?;
        let is_same = folder.canonicalize().ok()? == path.parent()?.canonicalize().ok()?;
        is_same.then(|| folder.to_owned())
    }

    /// Writes it to `path`. Only its owner reads it: it holds the content of private files.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let text = self.text().map_err(Error::new)?;
        Ok(file::replace(path, &text, 0o600, None)?)
    }

    /// What has to be known to undo `plan`, together with all that this one knows already.
    ///
    /// Edits of an earlier `enable` that are not in this plan stand as they are and stay recorded.
    pub(crate) fn with(&self, plan: &Plan, ours: &Path, made: &[PathBuf]) -> Result<Self> {
        let planned: BTreeSet<&Path> = plan.0.iter().map(Edit::path).collect();
        let mut next = self.clone();
        next.records.retain(|record| !planned.contains(record.path()));
        for edit in &plan.0 {
            next.records.extend(self.record(edit, ours));
        }
        if next.made.is_empty() {
            next.made = made.to_vec();
        }
        let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
        for path in planned.into_iter().chain(next.made.first().map(PathBuf::as_path)) {
            folders.extend(path.parent().map(Path::to_owned));
            // Where Python keeps the bytecode of a hook, beside others' in its own library. Later
            // it may be there because of us.
            let first = !self.records.iter().any(|one| one.path() == path);
            if first && path.extension().is_some_and(|extension| extension == "py") {
                folders.insert(path.with_file_name("__pycache__"));
            }
        }
        for folder in &folders {
            // Folders of ours go, times and all.
            let made = next.made_folder(folder);
            let known = next.surroundings.iter().any(|one| one.is(folder));
            if !made && !known && !folder.starts_with(ours) && folder.is_dir() {
                next.surroundings.push(Surroundings::of(folder)?);
            }
        }
        for one in &mut next.surroundings {
            next.records.iter().for_each(|record| one.expect(record.path()));
        }
        Ok(next)
    }

    /// The files that bring the preload into new processes: those with our line, and those of ours
    /// that shells and no interpreter read.
    pub(crate) fn carriers(&self) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(|record| match record {
            Record::Line { .. } => true,
            Record::Own { path, .. } => shell::is_ours(path),
            Record::Folder { .. } => false,
        })
    }

    /// Whether the folder at `path` is there because of us.
    pub(crate) fn made_folder(&self, path: &Path) -> bool {
        self.records.iter().any(|one| matches!(one, Record::Folder { path: made } if made == path))
    }

    fn record(&self, edit: &Edit, ours: &Path) -> Option<Record> {
        let old = self.records.iter().find(|record| record.path() == edit.path());
        match edit {
            // Found by its name.
            Edit::Payload(_) | Edit::Trial(_) => None,
            Edit::Folder(path) if path.is_dir() => old.cloned(),
            Edit::Folder(path) => Some(Record::Folder { path: path.clone() }),
            Edit::Own { path, bytes, .. } => {
                let mut hashes = match old {
                    Some(Record::Own { hashes, .. }) => hashes.clone(),
                    _ => BTreeSet::new(),
                };
                if !path.starts_with(ours) {
                    hashes.insert(hash(bytes));
                }
                Some(Record::Own { path: path.clone(), hashes })
            }
            Edit::Line(line) => Some(Record::Line {
                path: line.path.clone(),
                line: line.line.clone(),
                stale: line.stale.clone(),
                before: line.before.clone(),
                after: hash(&line.after),
            }),
        }
    }

    /// How the file at `path` was before us, if `now` is what we made of it.
    #[expect(clippy::option_option, reason = "unknown, known to be absent, known")]
    pub(crate) fn original(&self, path: &Path, now: &[u8]) -> Option<Option<Snapshot>> {
        self.records.iter().find_map(|record| match record {
            Record::Line { path: known, before, after, .. }
                if known == path && *after == hash(now) =>
            {
                Some(before.clone())
            }
            _ => None,
        })
    }
}

/// The content's name.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
