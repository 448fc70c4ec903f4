//! Taking edits back: each where it is still ours to take back.

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::file::{self, Snapshot};
use crate::install::hook;
use crate::install::marked::{self, Place};
use crate::install::receipt::{Receipt, Record, hash};

/// What became of one edit.
#[derive(Debug, PartialEq, Eq)]
enum Undone {
    /// All is as it was before.
    Restored,
    /// The user has changed the file since: our part is out, theirs stays.
    Kept(String),
    /// There was nothing to take back.
    Nothing,
}

/// What happened, in lines.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// Restored or removed.
    pub(crate) restored: Vec<PathBuf>,
    /// What stays, and why.
    pub(crate) kept: Vec<String>,
    /// What could not be done.
    pub(crate) failed: Vec<String>,
}

impl Receipt {
    /// Takes every edit back, the last first; what fails stays recorded for another try.
    pub(crate) fn undo(&mut self) -> Report {
        let mut report = self.undo_once();
        if !report.failed.is_empty() && !report.restored.is_empty() {
            // On a full disk there is room now.
            let again = self.undo_once();
            report.restored.extend(again.restored);
            report.kept.extend(again.kept);
            report.failed = again.failed;
        }
        self.restore_surroundings();
        report
    }

    fn undo_once(&mut self) -> Report {
        let mut report = Report::default();
        let mut left = vec![];
        for record in std::mem::take(&mut self.records).into_iter().rev() {
            match record.undo() {
                Ok(Undone::Restored) => {
                    report.restored.push(record.path().to_owned());
                }
                Ok(Undone::Nothing) => {}
                Ok(Undone::Kept(why)) => {
                    // Somebody else's change is in that folder now: its time is theirs.
                    self.surroundings
                        .retain(|one| record.path().parent().is_none_or(|f| !one.is(f)));
                    report.kept.push(why);
                }
                Err(error) => {
                    report.failed.push(error.to_string());
                    left.insert(0, record);
                }
            }
        }
        self.records = left;
        report
    }

    /// Puts back the times of the folders that are again what they were. A time that can't be put
    /// back is no reason to stop.
    pub(crate) fn restore_surroundings(&self) {
        for one in &self.surroundings {
            let _ = one.restore();
        }
    }
}

impl Record {
    fn undo(&self) -> Result<Undone> {
        match self {
            Self::Folder { path } => undo_folder(path),
            Self::Own { path, hashes } => {
                file::remove(&file::temporary(path))?;
                if path.is_dir() {
                    return Ok(Undone::Kept(format!("{} is a folder now: left", path.display())));
                }
                // We write plain files. What is behind a link may be anything, and a pipe is waited for.
                let there = path.symlink_metadata();
                if !hashes.is_empty() && there.is_ok_and(|there| !there.is_file()) {
                    return Ok(not_ours(path));
                }
                let undone = match Snapshot::of(path)? {
                    None => Undone::Nothing,
                    Some(now) if hashes.is_empty() || hashes.contains(&hash(&now.bytes)) => {
                        file::remove(path)?;
                        Undone::Restored
                    }
                    Some(_) => {
                        // What stands there may be our text's.
                        hook::remove_bytecode(path)?;
                        return Ok(not_ours(path));
                    }
                };
                hook::remove_bytecode(path)?;
                Ok(undone)
            }
            Self::Line { path, line, stale, before, after } => {
                file::remove(&file::temporary(path))?;
                let lines: Vec<&str> = [line].into_iter().chain(stale).map(|one| &**one).collect();
                undo_line(path, &lines, before.as_ref(), after)
            }
        }
    }
}

fn not_ours(path: &Path) -> Undone {
    Undone::Kept(format!("{} is not ours any more: left as it is", path.display()))
}

fn undo_folder(path: &Path) -> Result<Undone> {
    if !path.exists() {
        return Ok(Undone::Nothing);
    }
    Ok(match file::remove_empty(path)? {
        true => Undone::Restored,
        false => Undone::Kept(format!("{} holds files of others: left", path.display())),
    })
}

fn undo_line(
    path: &Path,
    lines: &[&str],
    before: Option<&Snapshot>,
    after: &str,
) -> Result<Undone> {
    if path.exists() && !path.is_file() {
        return Ok(not_ours(path));
    }
    let Some(now) = Snapshot::of(path)? else { return Ok(Undone::Nothing) };
    let text = before.map_or(&[][..], |before| &before.bytes);
    // What an earlier version made of it, where this one was killed before it could do the same.
    let places = [Place::Start, Place::End, Place::Entry];
    let is_made_by =
        |line: &&str| places.iter().any(|at| marked::add(text, line, *at) == now.bytes);
    if hash(&now.bytes) == after || lines.iter().any(is_made_by) {
        match before {
            None => file::remove(path)?,
            // The mode of today: only the user can have changed it.
            Some(before) => file::replace(path, &before.bytes, now.mode, Some(before.modified))?,
        }
        return Ok(Undone::Restored);
    }
    let rest = lines.iter().fold(now.bytes.clone(), |rest, line| marked::remove(&rest, line));
    if rest == now.bytes {
        return Ok(Undone::Nothing);
    }
    if rest.is_empty() && before.is_none() {
        file::remove(path)?;
        return Ok(Undone::Restored);
    }
    file::replace(path, &rest, now.mode, None)?;
    Ok(Undone::Kept(format!("{} was edited since: only our line is out", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "x # cg-plot-capture";

    fn file(folder: &tempfile::TempDir, text: &str) -> std::path::PathBuf {
        let path = folder.path().join("rc");
        std::fs::write(&path, text).expect("written");
        path
    }

    #[test]
    fn an_unchanged_file_comes_back_with_its_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = file(&folder, "a");
        let before = Snapshot::of(&path).expect("read");
        let mode = before.as_ref().expect("a file").mode;
        file::replace(&path, b"a\nx # cg-plot-capture\n", mode, None).expect("replaced");
        let after = hash(b"a\nx # cg-plot-capture\n");
        let undone = undo_line(&path, &[LINE], before.as_ref(), &after).expect("undone");
        assert_eq!(undone, Undone::Restored);
        assert_eq!(Snapshot::of(&path).expect("read"), before);
        let again = undo_line(&path, &[LINE], before.as_ref(), &after).expect("undone");
        assert_eq!(again, Undone::Nothing);
    }

    #[test]
    fn an_edited_file_loses_our_line_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = file(&folder, "a\nx # cg-plot-capture\nb\n");
        let undone = undo_line(&path, &[LINE], None, "another hash").expect("undone");
        assert!(matches!(undone, Undone::Kept(_)));
        assert_eq!(std::fs::read(&path).expect("read"), b"a\nb\n");
    }
}
