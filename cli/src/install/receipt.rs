//! The receipt: what every edit changed and how it was before, written before the first of them.

mod moved;
mod unreadable;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};
use crate::file::{self, Snapshot};
use crate::install::marked;
use crate::install::plan::{Edit, Plan};
use crate::install::shape::Shape;
use crate::install::shell;
use crate::install::surroundings::Surroundings;

pub(crate) use unreadable::Unreadable;

/// The form below. A later one must still be able to read this.
const FORM: u32 = 1;

/// All that `disable` needs to know.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Receipt {
    form: u32,
    /// The folders made for the installation's own, its folder last.
    pub(crate) made: Vec<PathBuf>,
    /// The folders in which entries come or go.
    pub(crate) surroundings: Vec<Surroundings>,
    /// The edits, in the order in which they were made.
    pub(crate) records: Vec<Record>,
    /// What it was told to reach.
    #[serde(default)]
    pub(crate) shape: Shape,
    /// The installation's folder when this was written, if it is somewhere else now.
    #[serde(skip)]
    pub(crate) moved_from: Option<PathBuf>,
}

/// One edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "kebab-case")]
pub(crate) enum Record {
    /// A folder was made.
    Folder {
        /// Where.
        path: PathBuf,
    },
    /// A file of ours alone was written.
    Own {
        /// Where.
        path: PathBuf,
        /// The hash of each content it may have of us; empty in our own folder.
        hashes: BTreeSet<String>,
    },
    /// A line was added to a file of the user's.
    Line {
        /// The file.
        path: PathBuf,
        /// The line.
        line: String,
        /// Lines of earlier versions that may still be there.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        stale: Vec<String>,
        /// The file before; `None`: there was none.
        before: Option<Snapshot>,
        /// The hash of the file with the line.
        after: String,
    },
}

impl Record {
    /// What was edited.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Folder { path } | Self::Own { path, .. } | Self::Line { path, .. } => path,
        }
    }

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
        let text = match fs_err::read(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) if error.kind() == ErrorKind::IsADirectory => {
                return Err(Unreadable::damaged(path, &"it is a folder", vec![]));
            }
            text => text.map_err(|error| Unreadable::Io { path: path.to_owned(), error })?,
        };
        let value: serde_json::Value = match serde_json::from_slice(&text) {
            Ok(value) => value,
            Err(error) => return Err(Unreadable::damaged(path, &error, text)),
        };
        if value["form"].is_u64() && value["form"] != FORM {
            return Err(Unreadable::of_another_version(path, text));
        }
        match serde_json::from_value::<Self>(value) {
            Ok(receipt) => Ok(Some(receipt.follow(path.parent().unwrap_or(Path::new("/"))))),
            Err(error) => Err(Unreadable::damaged(path, &error, text)),
        }
    }

    /// Writes it to `path`. Only its owner reads it: it holds the content of private files.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_vec_pretty(self).map_err(Error::new)?;
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
