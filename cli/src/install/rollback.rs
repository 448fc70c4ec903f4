//! What takes a plan's edits back while `enable` still runs: each path as it was a moment ago.

use std::path::PathBuf;

use crate::error::Result;
use crate::file::{self, Snapshot};
use crate::install::hook;
use crate::install::plan::Edit;
use crate::payload;
use crate::talk;

/// A path before an edit.
#[derive(Debug)]
pub(crate) enum Step {
    /// Where a folder will be made.
    NoFolder(PathBuf),
    /// Where a payload will be written, and whether something of it was there.
    Payload(PathBuf, bool),
    /// A file; `None`: there was none.
    File(PathBuf, Option<Snapshot>),
}

impl Step {
    /// How things are before `edit`; `None` where it changes nothing.
    pub(crate) fn before(edit: &Edit) -> Result<Option<Self>> {
        let path = edit.path().to_owned();
        if edit.describe()?.is_none() {
            return Ok(None);
        }
        Ok(match edit {
            Edit::Trial(_) => None,
            Edit::Folder(_) => Some(Self::NoFolder(path)),
            Edit::Payload(_) => {
                let stood = path.exists();
                Some(Self::Payload(path, stood))
            }
            Edit::Own { .. } | Edit::Line(_) => {
                let before = Snapshot::of(&path)?;
                Some(Self::File(path, before))
            }
        })
    }

    fn take_back(&self) -> Result<()> {
        match self {
            Self::NoFolder(path) => {
                file::remove_empty(path)?;
            }
            // A stub that was there may be named by processes: it becomes one again.
            Self::Payload(path, stood) => {
                payload::remove(path, *stood)?;
            }
            Self::File(path, before) => {
                let now = Snapshot::of(path)?;
                match before {
                    _ if now == *before => return Ok(()),
                    None => file::remove(path)?,
                    Some(before) => {
                        file::replace(path, &before.bytes, before.mode, Some(before.modified))?;
                    }
                }
                hook::remove_bytecode(path)?;
            }
        }
        Ok(())
    }
}

/// Takes steps back, the last first. What can't be is said, and the receipt still knows it.
pub(crate) fn rollback(steps: &[Step]) {
    let failed: Vec<&Step> = steps.iter().rev().filter(|step| step.take_back().is_err()).collect();
    // On a full disk there is room now.
    for error in failed.iter().filter_map(|step| step.take_back().err()) {
        talk::line(format_args!("error: {error}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::install::plan::Plan;

    #[test]
    fn a_failing_edit_takes_back_those_before_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("old"), "old\n").expect("written");
        let before = Snapshot::of(&at("old")).expect("read");
        let own = |name: &str| Edit::Own { path: at(name), bytes: b"new\n".into(), mode: 0o600 };
        let mut plan = Plan::default();
        plan.add(Edit::Folder(at("made")));
        plan.add(own("made/new"));
        plan.add(own("old"));
        plan.add(own("missing/new"));
        assert!(plan.apply().is_err());
        assert_eq!(Snapshot::of(&at("old")).expect("read"), before);
        assert_eq!(std::fs::read_dir(folder.path()).expect("read").count(), 1);
    }
}
