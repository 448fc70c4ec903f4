//! What stands in a receipt, and what must hold for it: it is somebody's file, and says what is removed.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fmt::Display;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Component, Path, PathBuf};

use cg_plot_capture::settings::SYSTEM;
use serde::{Deserialize, Serialize};

use crate::file::Snapshot;
use crate::install::marked::MARK;
use crate::install::shape::Shape;
use crate::install::surroundings::Surroundings;

/// The form below. A later one must still be able to read this.
pub(super) const FORM: u32 = 1;

/// All that `disable` needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Receipt {
    pub(super) form: u32,
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
}

/// Why a text is no receipt.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is of another form.
    OtherForm,
    /// It is damaged, and how.
    Damage(String),
}

impl Fault {
    fn damage(why: impl Display) -> Self {
        Self::Damage(why.to_string())
    }
}

impl Receipt {
    /// Reads what lies in `folder`. What it names is where it is now.
    pub(crate) fn parse(text: &[u8], folder: &Path) -> Result<Self, Fault> {
        let value: serde_json::Value = serde_json::from_slice(text).map_err(Fault::damage)?;
        if value["form"].is_u64() && value["form"] != FORM {
            return Err(Fault::OtherForm);
        }
        let receipt: Self = serde_json::from_value(value).map_err(Fault::damage)?;
        let receipt = receipt.follow(folder);
        match receipt.fault(folder) {
            None => Ok(receipt),
            Some(path) => Err(Fault::damage(format_args!("{path:?} is not ours to take back"))),
        }
    }

    /// As it lies on the disk.
    pub(crate) fn text(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec_pretty(self)
    }

    /// What no `enable` has written, if there is such. A file of ours alone that may have any content
    /// is removed unseen, and a line wherever it stands: neither may be another's.
    fn fault(&self, folder: &Path) -> Option<&OsStr> {
        // The same by another name, where a link leads to it.
        let own = self.folder().unwrap_or(folder);
        let is_own = |path: &Path| {
            let rest = path.strip_prefix(folder).or_else(|_| path.strip_prefix(own));
            rest.is_ok_and(|rest| rest.components().all(|one| matches!(one, Component::Normal(_))))
        };
        let folders = self.surroundings.iter().map(Surroundings::folder);
        let paths = self.records.iter().map(Record::path).chain(folders);
        let mut paths = paths.chain(self.made.iter().map(PathBuf::as_path));
        let is_path = |path: &Path| path.is_absolute() && !path.as_os_str().as_bytes().contains(&0);
        let stray = paths.find(|path| !is_path(path)).map(Path::as_os_str);
        stray.or_else(|| {
            self.records.iter().find_map(|record| match record {
                Record::Own { path, hashes } if hashes.is_empty() && !is_own(path) => {
                    Some(path.as_os_str())
                }
                Record::Line { line, stale, .. } => {
                    [line].into_iter().chain(stale).find(|line| !is_marked(line)).map(OsStr::new)
                }
                _ => None,
            })
        })
    }
}

/// Whether a line can be ours: in the list of preloads, which knows no comments, it is a path.
fn is_marked(line: &str) -> bool {
    line.ends_with(MARK) || Path::new(line).starts_with(SYSTEM)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOLDER: &str = "/nowhere/ours";

    fn own(path: &str, hash: Option<&str>) -> Record {
        Record::Own { path: path.into(), hashes: hash.into_iter().map(str::to_owned).collect() }
    }

    fn line(line: &str, stale: &str) -> Record {
        let (line, stale) = (line.to_owned(), vec![stale.to_owned()]);
        Record::Line { path: "/rc".into(), line, stale, before: None, after: String::new() }
    }

    fn again(receipt: &Receipt) -> Result<Receipt, Fault> {
        Receipt::parse(&receipt.text().expect("written"), Path::new(FOLDER))
    }

    #[test]
    fn what_was_written_reads_back_as_it_was() {
        let mut receipt = Receipt::of(vec![
            own("/nowhere/ours/settings", None),
            own("/nowhere/ours/bin/a", None),
            own("/python/hook.py", Some("0")),
            line("x # cg-plot-capture", "/usr/local/lib/cg-plot-capture/payload-0/x.so"),
            Record::Folder { path: "/python".into() },
        ]);
        receipt.made = vec![FOLDER.into()];
        receipt.surroundings.push(Surroundings::of(Path::new("/")).expect("read"));
        assert_eq!(again(&receipt), Ok(receipt));
    }

    #[test]
    fn what_no_enable_writes_is_damage() {
        let marked = "x # cg-plot-capture";
        for record in [
            own("/home/me/notes", None),
            own("/nowhere/ours/../notes", None),
            own("notes.py", Some("0")),
            own("/notes\0", Some("0")),
            Record::Folder { path: "notes".into() },
            line("fi", marked),
            line(marked, ""),
        ] {
            // What is named first says where the folder was.
            let receipt = Receipt::of(vec![own("/nowhere/ours/settings", None), record]);
            assert!(matches!(again(&receipt), Err(Fault::Damage(_))), "{receipt:?}");
        }
        let elsewhere = Receipt::of(vec![own("/home/me/settings", None)]);
        let read = again(&elsewhere).expect("one that was moved");
        assert_eq!(read.records, [own("/nowhere/ours/settings", None)]);
    }

    #[test]
    fn another_form_is_no_damage() {
        let read = |text: &[u8]| Receipt::parse(text, Path::new(FOLDER));
        assert_eq!(read(br#"{"form": 2}"#), Err(Fault::OtherForm));
        for text in ["", "7", "[]", r#"{"form": 1}"#, r#"{"form": -1}"#, r#"{"form": "1"}"#] {
            assert!(matches!(read(text.as_bytes()), Err(Fault::Damage(_))), "{text}");
        }
    }
}
