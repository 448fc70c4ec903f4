//! The receipt: all edits and how to undo them, in a folder that only its owner may write to.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::edit::record::{LeftInPlace, Record, UndoResult};
use crate::file;

/// The version of the format below. A receipt of another version is left to the program that wrote
/// it.
const FORMAT: u32 = 2;

/// The file name of the receipt.
const NAME: &str = "receipt.json";

/// The data with which edits are undone, with metadata of the code that uses this module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EditReceipt<T> {
    pub(super) form: u32,
    /// The folder that has the receipt.
    pub(crate) folder: PathBuf,
    /// The folders that were made for it, the receipt's own last.
    pub(super) made: Vec<PathBuf>,
    /// The edits outside that folder, in the order in which they were made.
    pub(crate) records: Vec<Record>,
    pub(crate) metadata: T,
}

/// Why a text is not a valid receipt.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ReceiptError<T> {
    OtherFormat,
    /// It is the receipt of that folder, which was moved or copied; the caller's data is still
    /// valid.
    Moved(PathBuf, T),
    /// It is damaged, in words.
    Damage(String),
}

impl<T> EditReceipt<T> {
    /// A receipt without edits for `folder`.
    pub(crate) fn new(folder: impl Into<PathBuf>, metadata: T) -> Self {
        Self { form: FORMAT, folder: folder.into(), made: vec![], records: vec![], metadata }
    }

    pub(crate) fn path(&self) -> PathBuf {
        Self::path_in(&self.folder)
    }

    /// The path of a receipt in `folder`.
    pub(crate) fn path_in(folder: &Path) -> PathBuf {
        folder.join(NAME)
    }

    /// This receipt with other records.
    pub(crate) fn of(&self, records: Vec<Record>) -> Self
    where
        T: Clone,
    {
        Self { records, ..self.clone() }
    }

    /// Undoes all edits, the last one first. An edit that fails stays recorded for another try.
    pub(crate) fn undo(&mut self) -> UndoResult {
        let mut undone = UndoResult::default();
        self.undo_once(&mut undone);
        if !undone.failed.is_empty() {
            // The other edits may have made room on a full disk.
            undone.failed.clear();
            self.undo_once(&mut undone);
        }
        undone
    }

    fn undo_once(&mut self, undone: &mut UndoResult) {
        let all = std::mem::take(&mut self.records);
        for record in all.iter().rev() {
            let is_above = |one: &Record| one.path().starts_with(record.path());
            if matches!(record, Record::Folder { .. }) && self.records.iter().any(is_above) {
                // The files that are still in the folder are ours.
                self.records.insert(0, record.clone());
            } else if let Some(folder) = record.missing_folder(&all) {
                // A folder that was made for the receipt is not reported.
                let is_folder = matches!(record, Record::Folder { .. });
                let away = || LeftInPlace::Away(record.path().to_owned(), folder.to_owned());
                undone.kept.extend((!is_folder).then(away));
            } else if let Err(failure) = record.undo(undone) {
                self.records.insert(0, record.clone());
                undone.failed.push(failure);
            }
        }
    }

    /// This receipt, with the records of `later` for the paths in `left`.
    pub(super) fn with_left(&self, later: &Self, left: &BTreeSet<PathBuf>) -> Self
    where
        T: Clone,
    {
        let is_left = |record: &&Record| left.contains(record.path());
        let own = self.records.iter().filter(|record| !is_left(record));
        self.of(own.chain(later.records.iter().filter(is_left)).cloned().collect())
    }

    /// Writes the receipt. Only its owner may read it, because it has the content of private files.
    pub(crate) fn write(&self) -> io::Result<()>
    where
        T: Serialize,
    {
        self.write_to(&self.path())
    }

    /// Writes the receipt to its staging path.
    pub(super) fn write_to(&self, path: &Path) -> io::Result<()>
    where
        T: Serialize,
    {
        let text = serde_json::to_vec_pretty(self)?;
        file::replace(path, &text, 0o600, None)
    }

    /// Reads the receipt in `folder`. It may have been edited, and it decides what is removed. So a
    /// record that no edit writes is damage, and so is a line for which `can_be_ours` is false.
    pub(crate) fn parse(
        text: &[u8],
        folder: &Path,
        can_be_ours: impl Fn(&str) -> bool,
    ) -> Result<Self, ReceiptError<T>>
    where
        T: DeserializeOwned,
    {
        let damage = |why: &dyn fmt::Display| ReceiptError::Damage(why.to_string());
        let value: serde_json::Value = serde_json::from_slice(text).map_err(|why| damage(&why))?;
        if value["form"].is_u64() && value["form"] != FORMAT {
            return Err(ReceiptError::OtherFormat);
        }
        let receipt: Self = serde_json::from_value(value).map_err(|why| damage(&why))?;
        if !is_same(&receipt.folder, folder) {
            return Err(ReceiptError::Moved(receipt.folder, receipt.metadata));
        }
        let mut paths = receipt.records.iter().map(Record::path);
        let mut paths = paths.by_ref().chain(receipt.made.iter().map(PathBuf::as_path));
        let is_path = |path: &Path| path.is_absolute() && !path.as_os_str().as_bytes().contains(&0);
        let stray = paths.find(|path| !is_path(path)).map(|path| format!("{path:?}"));
        let stray = stray.or_else(|| {
            receipt.records.iter().find_map(|record| match record {
                // Without hashes, the file would be removed whatever its content is.
                Record::File { path, hashes, .. } if hashes.is_empty() => Some(format!("{path:?}")),
                Record::Line { lines, .. } => {
                    lines.iter().find(|line| !can_be_ours(line)).map(|line| format!("{line:?}"))
                }
                _ => None,
            })
        });
        match stray {
            None => Ok(receipt),
            Some(stray) => Err(ReceiptError::Damage(format!("{stray} is not ours to take back"))),
        }
    }
}

/// Whether two paths lead to the same folder.
fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    one == other || real(one).is_some_and(|one| real(other) == Some(one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::record::hash;

    const FOLDER: &str = "/nowhere/ours";

    fn file(path: &str, hash: Option<&str>) -> Record {
        let hashes = hash.into_iter().map(str::to_owned).collect();
        Record::File { path: path.into(), hashes, derived: None }
    }

    fn line(line: &str, path: &Path) -> Record {
        let (lines, after) = (vec![line.to_owned()], [hash(b"with us")].into());
        Record::Line { path: path.into(), lines, before: None, after }
    }

    fn receipt(records: Vec<Record>) -> EditReceipt<String> {
        EditReceipt { records, ..EditReceipt::new(FOLDER, "said".to_owned()) }
    }

    fn again(receipt: &EditReceipt<String>) -> Result<EditReceipt<String>, ReceiptError<String>> {
        let text = serde_json::to_vec(receipt).expect("written");
        EditReceipt::parse(&text, Path::new(FOLDER), |line| line.ends_with("# ours"))
    }

    #[test]
    fn a_written_receipt_reads_back_unchanged() {
        let mut receipt = receipt(vec![
            file("/python/hook.py", Some("0")),
            line("x # ours", Path::new("/rc")),
            Record::Folder { path: "/python".into() },
        ]);
        receipt.made = vec![FOLDER.into()];
        assert_eq!(again(&receipt), Ok(receipt));
    }

    #[test]
    fn a_record_that_no_edit_writes_is_damage() {
        for record in [
            file("/home/me/notes", None),
            file("notes.py", Some("0")),
            file("/notes\0", Some("0")),
            Record::Folder { path: "notes".into() },
            line("fi", Path::new("/rc")),
        ] {
            let receipt = receipt(vec![record]);
            assert!(matches!(again(&receipt), Err(ReceiptError::Damage(_))), "{receipt:?}");
        }
        let moved = EditReceipt { folder: "/elsewhere/ours".into(), ..receipt(vec![]) };
        assert_eq!(
            again(&moved),
            Err(ReceiptError::Moved("/elsewhere/ours".into(), "said".into()))
        );
    }

    #[test]
    fn another_format_is_not_damage() {
        let read = |text: &[u8]| EditReceipt::<String>::parse(text, Path::new(FOLDER), |_| true);
        assert_eq!(read(br#"{"form": 3}"#), Err(ReceiptError::OtherFormat));
        for text in ["", "7", "[]", r#"{"form": 2}"#, r#"{"form": -1}"#, r#"{"form": "2"}"#] {
            assert!(matches!(read(text.as_bytes()), Err(ReceiptError::Damage(_))), "{text}");
        }
    }
}
