//! The receipt: what was edited and how it was before, in a folder of its owner's alone.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::edit::change::{Change, State, to_all};
use crate::edit::{Failure, line};
use crate::file::{self, Snapshot};

/// The form below. A later one must still be able to read this.
const FORM: u32 = 2;

/// The receipt's own name within its folder.
const NAME: &str = "receipt.json";

/// All that has to be known to undo edits, with what their author adds to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Receipt<T> {
    pub(super) form: u32,
    /// The folder that it lies in.
    pub(crate) folder: PathBuf,
    /// The folders made for it, itself last.
    pub(super) made: Vec<PathBuf>,
    /// The edits outside that folder, in the order in which they were made.
    pub(crate) records: Vec<Record>,
    /// Its author's own.
    pub(crate) metadata: T,
}

/// What undoes one edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "kebab-case")]
pub(crate) enum Record {
    /// A folder was made.
    Folder {
        /// Where.
        path: PathBuf,
    },
    /// A file of ours alone was written.
    File {
        /// Where.
        path: PathBuf,
        /// The hash of each content that it may have of us.
        hashes: BTreeSet<String>,
        /// The folder in which others keep what they derive from it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        derived: Option<PathBuf>,
    },
    /// A line was added to somebody else's file.
    Line {
        /// The file.
        path: PathBuf,
        /// The line, and those of earlier edits that may still be there.
        lines: Vec<String>,
        /// The file before; `None`: there was none.
        before: Option<Snapshot>,
        /// The hash of each content with us that it may have.
        after: BTreeSet<String>,
    },
}

/// Why a text is no receipt.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is of another form.
    OtherForm,
    /// It is of that folder, which was moved or copied to where it lies.
    Moved(PathBuf),
    /// It is damaged, and how.
    Damage(String),
}

/// What stays when an edit is undone, because it is somebody else's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Others have put files into the folder.
    Folder(PathBuf),
    /// It is not what we wrote.
    NotOurs(PathBuf),
    /// The file was edited since: our line is out, and theirs stay.
    Edited(PathBuf),
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "{} holds files of others: left", path.display()),
            Self::NotOurs(path) => {
                write!(f, "{} is not ours any more: left as it is", path.display())
            }
            Self::Edited(path) => {
                write!(f, "{} was edited since: only our line is out", path.display())
            }
        }
    }
}

/// What came of undoing.
#[derive(Debug, Default)]
pub(crate) struct Undone {
    /// Restored or removed.
    pub(crate) restored: Vec<PathBuf>,
    /// What stays, and why.
    pub(crate) kept: Vec<Kept>,
    /// What could not be undone.
    pub(crate) failed: Vec<Failure>,
}

impl<T> Receipt<T> {
    /// One of no edits, for a folder.
    pub(crate) fn new(folder: impl Into<PathBuf>, metadata: T) -> Self {
        Self { form: FORM, folder: folder.into(), made: vec![], records: vec![], metadata }
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> PathBuf {
        Self::path_in(&self.folder)
    }

    /// Where one lies in `folder`.
    pub(crate) fn path_in(folder: &Path) -> PathBuf {
        folder.join(NAME)
    }

    /// Whether the folder at `path` is there because of us.
    pub(crate) fn made_folder(&self, path: &Path) -> bool {
        self.records.iter().any(|one| matches!(one, Record::Folder { path: made } if made == path))
    }

    /// The same of other edits.
    pub(crate) fn of(&self, records: Vec<Record>) -> Self
    where
        T: Clone,
    {
        Self { records, ..self.clone() }
    }

    /// Takes every edit back, the last first; what fails stays recorded for another try.
    pub(crate) fn undo(&mut self) -> Undone {
        let mut undone = Undone::default();
        let mut records = std::mem::take(&mut self.records);
        records.reverse();
        let failed = to_all(records, |record| record.undo(&mut undone));
        for (record, failure) in failed {
            self.records.insert(0, record);
            undone.failed.push(failure);
        }
        undone
    }

    /// The same with what `later` knows of the paths in `left`.
    pub(super) fn with_left(&self, later: &Self, left: &BTreeSet<PathBuf>) -> Self
    where
        T: Clone,
    {
        let is_left = |record: &&Record| left.contains(record.path());
        let own = self.records.iter().filter(|record| !is_left(record));
        self.of(own.chain(later.records.iter().filter(is_left)).cloned().collect())
    }

    /// Writes it. Only its owner reads it: it holds the content of private files.
    pub(crate) fn write(&self) -> io::Result<()>
    where
        T: Serialize,
    {
        self.write_to(&self.path())
    }

    /// Writes it where it is staged.
    pub(super) fn write_to(&self, path: &Path) -> io::Result<()>
    where
        T: Serialize,
    {
        free(path)?;
        let text = serde_json::to_vec_pretty(self)?;
        file::replace(path, &text, 0o600, None)
    }

    /// Reads the one that lies in `folder`. It is somebody's file by now, and says what is removed: what no
    /// edit has written is damage, and so is a line that can't be ours.
    pub(crate) fn parse(
        text: &[u8],
        folder: &Path,
        can_be_ours: impl Fn(&str) -> bool,
    ) -> Result<Self, Fault>
    where
        T: DeserializeOwned,
    {
        let damage = |why: &dyn fmt::Display| Fault::Damage(why.to_string());
        let value: serde_json::Value = serde_json::from_slice(text).map_err(|why| damage(&why))?;
        if value["form"].is_u64() && value["form"] != FORM {
            return Err(Fault::OtherForm);
        }
        let receipt: Self = serde_json::from_value(value).map_err(|why| damage(&why))?;
        if !is_same(&receipt.folder, folder) {
            return Err(Fault::Moved(receipt.folder));
        }
        let mut paths = receipt.records.iter().map(Record::path);
        let mut paths = paths.by_ref().chain(receipt.made.iter().map(PathBuf::as_path));
        let is_path = |path: &Path| path.is_absolute() && !path.as_os_str().as_bytes().contains(&0);
        let stray = paths.find(|path| !is_path(path)).map(|path| format!("{path:?}"));
        let stray = stray.or_else(|| {
            receipt.records.iter().find_map(|record| match record {
                // Any content would go, unseen.
                Record::File { path, hashes, .. } if hashes.is_empty() => Some(format!("{path:?}")),
                Record::Line { lines, .. } => {
                    lines.iter().find(|line| !can_be_ours(line)).map(|line| format!("{line:?}"))
                }
                _ => None,
            })
        });
        match stray {
            None => Ok(receipt),
            Some(stray) => Err(Fault::Damage(format!("{stray} is not ours to take back"))),
        }
    }
}

/// Removes an empty folder that somebody has put in a receipt's place.
pub(crate) fn free(path: &Path) -> io::Result<()> {
    match path.is_dir() && !file::remove_empty(path)? {
        true => {
            Err(io::Error::other(format!("{} is a folder with files of others", path.display())))
        }
        false => Ok(()),
    }
}

/// Whether two names lead to one folder.
fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    one == other || real(one).is_some_and(|one| real(other) == Some(one))
}

impl Record {
    /// What was edited.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Folder { path } | Self::File { path, .. } | Self::Line { path, .. } => path,
        }
    }

    /// Whether it is still in place.
    pub(crate) fn stands(&self) -> bool {
        match self {
            Self::Folder { path } | Self::File { path, .. } => path.exists(),
            Self::Line { path, lines, .. } => std::fs::read(path)
                .is_ok_and(|text| lines.iter().any(|line| line::has(&text, line))),
        }
    }

    fn undo(&self, undone: &mut Undone) -> Result<(), Failure> {
        let path = self.path().to_owned();
        if !matches!(self, Self::Folder { .. }) {
            file::remove(&file::temporary(&path))?;
        }
        let before = State::of(&path)?;
        let mut kept = None;
        let after = match self {
            Self::Folder { .. } => match &before {
                State::Folder if is_empty(&path)? => State::Absent,
                State::Absent => State::Absent,
                other => {
                    kept = Some(Kept::Folder(path.clone()));
                    other.clone()
                }
            },
            Self::File { hashes, .. } => match &before {
                State::Absent => State::Absent,
                State::File(file) if hashes.contains(&hash(&file.bytes)) => State::Absent,
                other => {
                    kept = Some(Kept::NotOurs(path.clone()));
                    other.clone()
                }
            },
            Self::Line { lines, before: original, after, .. } => match &before {
                State::Absent => State::Absent,
                State::File(file) => {
                    let rest = line::remove_all(&file.bytes, lines);
                    if after.contains(&hash(&file.bytes)) {
                        // The mode of today: only the user can have changed it.
                        let original = original.clone();
                        State::restored(
                            original.map(|it| Snapshot { mode: file.mode, ..it }).as_ref(),
                        )
                    } else if rest == file.bytes {
                        before.clone()
                    } else if rest.is_empty() && original.is_none() {
                        State::Absent
                    } else {
                        kept = Some(Kept::Edited(path.clone()));
                        State::file(rest, file.mode)
                    }
                }
                other => {
                    kept = Some(Kept::NotOurs(path.clone()));
                    other.clone()
                }
            },
        };
        let derived = match self {
            Self::File { derived, .. } => derived.clone(),
            _ => None,
        };
        let is_restored = kept.is_none() && before != after;
        Change { path: path.clone(), before, after, derived }.make()?;
        undone.kept.extend(kept);
        undone.restored.extend(is_restored.then_some(path));
        Ok(())
    }
}

fn is_empty(folder: &Path) -> io::Result<bool> {
    Ok(fs_err::read_dir(folder)?.next().is_none())
}

/// The content's name.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOLDER: &str = "/nowhere/ours";

    fn file(path: &str, hash: Option<&str>) -> Record {
        let hashes = hash.into_iter().map(str::to_owned).collect();
        Record::File { path: path.into(), hashes, derived: None }
    }

    fn line(line: &str, path: &Path) -> Record {
        let (lines, after) = (vec![line.to_owned()], [hash(b"with us")].into());
        Record::Line { path: path.into(), lines, before: None, after }
    }

    fn receipt(records: Vec<Record>) -> Receipt<String> {
        Receipt { records, ..Receipt::new(FOLDER, "said".to_owned()) }
    }

    fn again(receipt: &Receipt<String>) -> Result<Receipt<String>, Fault> {
        let text = serde_json::to_vec(receipt).expect("written");
        Receipt::parse(&text, Path::new(FOLDER), |line| line.ends_with("# ours"))
    }

    #[test]
    fn what_was_written_reads_back_as_it_was() {
        let mut receipt = receipt(vec![
            file("/python/hook.py", Some("0")),
            line("x # ours", Path::new("/rc")),
            Record::Folder { path: "/python".into() },
        ]);
        receipt.made = vec![FOLDER.into()];
        assert_eq!(again(&receipt), Ok(receipt));
    }

    #[test]
    fn what_no_edit_writes_is_damage() {
        for record in [
            file("/home/me/notes", None),
            file("notes.py", Some("0")),
            file("/notes\0", Some("0")),
            Record::Folder { path: "notes".into() },
            line("fi", Path::new("/rc")),
        ] {
            let receipt = receipt(vec![record]);
            assert!(matches!(again(&receipt), Err(Fault::Damage(_))), "{receipt:?}");
        }
        let moved = Receipt { folder: "/elsewhere/ours".into(), ..receipt(vec![]) };
        assert_eq!(again(&moved), Err(Fault::Moved("/elsewhere/ours".into())));
    }

    #[test]
    fn another_form_is_no_damage() {
        let read = |text: &[u8]| Receipt::<String>::parse(text, Path::new(FOLDER), |_| true);
        assert_eq!(read(br#"{"form": 3}"#), Err(Fault::OtherForm));
        for text in ["", "7", "[]", r#"{"form": 2}"#, r#"{"form": -1}"#, r#"{"form": "2"}"#] {
            assert!(matches!(read(text.as_bytes()), Err(Fault::Damage(_))), "{text}");
        }
    }

    #[test]
    fn an_unchanged_file_comes_back_with_its_time_and_an_edited_one_loses_our_line_alone() {
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
            let mut receipt = receipt(vec![record.clone()]);
            let undone = receipt.undo();
            assert!(undone.failed.is_empty() && receipt.records.is_empty());
            (undone.restored.len(), undone.kept)
        };
        std::fs::write(&path, with_us).expect("written");
        assert_eq!(undo(), (1, vec![]));
        assert_eq!(Snapshot::of(&path).expect("read"), original);
        assert_eq!(undo(), (0, vec![]));
        std::fs::write(&path, "a\nx # ours\nb\n").expect("written");
        assert_eq!(undo(), (0, vec![Kept::Edited(path.clone())]));
        assert_eq!(std::fs::read(&path).expect("read"), b"a\nb\n");
    }

    #[test]
    fn what_is_no_plain_file_any_more_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let [rc, link] = ["rc", "link"].map(|name| folder.path().join(name));
        std::fs::write(&rc, "with us").expect("written");
        std::os::unix::fs::symlink(&rc, &link).expect("linked");
        let own =
            Record::File { path: link.clone(), hashes: [hash(b"with us")].into(), derived: None };
        let undone = receipt(vec![own, line("x # ours", &link)]).undo();
        assert_eq!(undone.kept, [Kept::NotOurs(link.clone()), Kept::NotOurs(link)]);
        assert_eq!(std::fs::read(&rc).expect("read"), b"with us");
    }
}
