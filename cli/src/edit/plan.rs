//! A plan of edits: described for the dry run, recorded in the receipt, carried out, and rolled
//! back on failure.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::edit::EditError;
use crate::edit::change::{Change, PathState};
use crate::edit::line::{self, LinePosition};
use crate::edit::receipt::EditReceipt;
use crate::edit::record::{Record, hash};
use crate::edit::staging;
use crate::file::Snapshot;

/// One edit.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    /// Makes a folder if there is none.
    Folder(PathBuf),
    /// Writes a file that is ours alone.
    File {
        path: PathBuf,
        bytes: Vec<u8>,
        mode: u32,
        /// The folder in which other programs keep files that they derive from this one, under
        /// names that begin as its own does.
        derived: Option<PathBuf>,
    },
    /// Adds one line to somebody else's file, which is made if there is none.
    Line(LineEdit),
}

#[derive(Debug, Clone)]
pub(crate) struct LineEdit {
    /// The file, with links resolved, so that a link stays a link.
    pub(crate) path: PathBuf,
    /// The line, without its end.
    pub(crate) line: String,
    /// Where in the file it goes.
    pub(crate) place: LinePosition,
    /// Lines in the file that this one replaces.
    pub(crate) stale: Vec<String>,
    /// Whether the file is for the line alone, so that it is removed with the line.
    pub(crate) alone: bool,
}

impl Edit {
    /// The path that the edit changes.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Folder(path) | Self::File { path, .. } | Self::Line(LineEdit { path, .. }) => {
                path
            }
        }
    }
}

/// Edits in the order in which they are made. They are undone in the reverse order.
#[derive(Debug)]
pub(crate) struct Plan {
    steps: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    change: Change,
    /// How to undo the step; `None` for what is removed with the receipt's own folder.
    record: Option<Record>,
    words: String,
}

/// A plan that was not carried out.
#[derive(Debug)]
pub(crate) struct PlanFailure<E> {
    pub(crate) error: E,
    /// The path of the edit that failed; `None` if nothing had been edited yet.
    pub(crate) path: Option<PathBuf>,
    /// Whether an edit could not be rolled back. The receipt on the disk has it.
    pub(crate) is_left: bool,
}

impl Plan {
    /// Plans `edits` of an installation whose receipt is `old`, and reads the current states.
    pub(crate) fn new<T>(edits: Vec<Edit>, old: &EditReceipt<T>) -> Result<Self, EditError> {
        let mut steps: Vec<Step> = vec![];
        for edit in edits {
            // If two edits need the same folder, the first one makes it, so that it is empty when
            // it is undone.
            let is_folder = matches!(edit, Edit::Folder(_));
            let is_planned = |step: &Step| step.change.path == edit.path();
            if !(is_folder && steps.iter().any(is_planned)) {
                steps.push(Step::new(edit, old)?);
            }
        }
        Ok(Self { steps })
    }

    /// The changes that are left to make, in words.
    pub(crate) fn describe(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().filter(|step| !step.change.is_done()).map(|step| &*step.words)
    }

    /// The receipt with which the plan and all edits in `old` can be undone.
    ///
    /// Earlier edits that are not in this plan stay recorded, even if their disk is not mounted.
    /// Those of which nothing is left are forgotten.
    pub(crate) fn receipt<T: Clone>(&self, old: &EditReceipt<T>, metadata: T) -> EditReceipt<T> {
        let planned: BTreeSet<&Path> = self.steps.iter().map(|step| &*step.change.path).collect();
        let is_left =
            |one: &Record| one.is_in_place() || one.missing_folder(&old.records).is_some();
        let earlier =
            old.records.iter().filter(|one| !planned.contains(one.path()) && is_left(one));
        let records = earlier.chain(self.steps.iter().filter_map(|step| step.record.as_ref()));
        let mut made = old.made.clone();
        if made.is_empty() {
            made = staging::missing(&old.folder);
        }
        EditReceipt { made, metadata, ..old.of(records.cloned().collect()) }
    }

    /// Writes `receipt`, calls `prepare`, and makes all changes or none. `old` is the receipt that
    /// is there.
    ///
    /// If a step fails, the steps before it are rolled back. If that is not possible, the receipt
    /// that stays on the disk has what is left.
    pub(crate) fn carry_out<T, E>(
        &self,
        receipt: &EditReceipt<T>,
        old: Option<&EditReceipt<T>>,
        prepare: impl FnOnce() -> Result<(), E>,
    ) -> Result<(), PlanFailure<E>>
    where
        T: Clone + serde::Serialize,
        E: From<EditError>,
    {
        let failed = |error: E, path: Option<&Path>, is_left| PlanFailure {
            error,
            path: path.map(Path::to_owned),
            is_left,
        };
        if let Err(error) = staging::begin(receipt) {
            // The old receipt is still there.
            let _ = staging::recover(&receipt.folder);
            return Err(failed(EditError::from(error).into(), None, false));
        }
        let mut done: Vec<Change> = vec![];
        let made = prepare().map_err(|error| (error, None)).and_then(|()| {
            let steps = self.steps.iter().map(|step| &step.change);
            steps.filter(|change| !change.is_done()).try_for_each(|change| {
                let made = change.make();
                // If somebody else changed the path, nothing of ours is there.
                if !matches!(made, Err(EditError::ChangedMeanwhile(_))) {
                    done.push(change.inverse());
                }
                made.map_err(|failure| (failure.into(), Some(&*change.path)))
            })
        });
        let Err((error, path)) = made else { return Ok(()) };
        let failing: Vec<Change> =
            done.into_iter().rev().filter(|change| change.make().is_err()).collect();
        // Tried once more after the other changes, which may have made room on a full disk.
        let left = failing.into_iter().filter(|change| change.make().is_err());
        let left: BTreeSet<PathBuf> = left.map(|change| change.path).collect();
        let is_left = !left.is_empty();
        // If the smaller receipt can't be written, the larger one stays, which does no harm.
        match old {
            Some(old) => drop(old.with_left(receipt, &left).write()),
            None if is_left => {
                let _ = receipt.of(vec![]).with_left(receipt, &left).write();
            }
            // The caller removes the folder.
            None => {}
        }
        Err(failed(error, path, is_left))
    }
}

impl Step {
    fn new<T>(edit: Edit, old: &EditReceipt<T>) -> Result<Self, EditError> {
        let path = edit.path().to_owned();
        let before = PathState::of(&path)?;
        let known = old.records.iter().find(|record| record.path() == path);
        let shown = path.display();
        // A path in the receipt's own folder is removed with it.
        let is_recorded = !path.starts_with(&old.folder);
        let (words, after, derived, record) = match edit {
            Edit::Folder(_) => {
                let record = match before {
                    PathState::Folder => known.cloned(),
                    _ => Some(Record::Folder { path: path.clone() }),
                };
                (format!("make {shown}/"), PathState::Folder, None, record)
            }
            Edit::File { bytes, mode, derived, .. } => {
                let mut hashes = match known {
                    Some(Record::File { hashes, .. }) => hashes.clone(),
                    _ => BTreeSet::new(),
                };
                let record = is_recorded.then(|| {
                    hashes.insert(hash(&bytes));
                    Record::File { path: path.clone(), hashes, derived: derived.clone() }
                });
                (format!("write {shown}"), PathState::file(bytes, mode), derived, record)
            }
            Edit::Line(line) => {
                let words = match before {
                    PathState::Absent => format!("write {shown}, one line"),
                    _ => format!("add one line to {shown}"),
                };
                if matches!(before, PathState::Folder | PathState::Other) {
                    return Err(EditError::ChangedMeanwhile(path));
                }
                let (after, record) = line.planned(&before, known);
                (words, after, None, Some(record))
            }
        };
        let record = record.filter(|_| is_recorded);
        Ok(Self { change: Change { path, before, after, derived }, record, words })
    }
}

impl LineEdit {
    /// The file with the line, and how to undo that. `known` has the file's content before an
    /// earlier edit.
    fn planned(&self, now: &PathState, known: Option<&Record>) -> (PathState, Record) {
        let text = now.bytes().unwrap_or_default();
        let mut lines = vec![self.line.clone()];
        lines.extend(self.stale.iter().cloned());
        let mut known_before = None;
        if let Some(Record::Line { lines: known, before, after, .. }) = known {
            lines.extend(
                known.iter().filter(|one| !lines.contains(one)).cloned().collect::<Vec<_>>(),
            );
            known_before = after.contains(&hash(text)).then_some(before);
        }
        let rest = line::remove_all(text, &lines);
        let others = lines[1..].iter().any(|one| line::has(text, one));
        let is_done = !others && line::has(text, &self.line);
        let (after, mode) = match now {
            PathState::File(file) if is_done => (now.clone(), file.mode),
            PathState::File(file) => {
                (PathState::file(line::add(&rest, &self.line, self.place), file.mode), file.mode)
            }
            _ => (PathState::file(line::add(&rest, &self.line, self.place), 0o644), 0o644),
        };
        let mut hashes: BTreeSet<String> = after.bytes().map(hash).into_iter().collect();
        let before = match now {
            // The file has a line of ours already, which a kill may have left.
            PathState::File(file) if rest != text => {
                hashes.insert(hash(text));
                match known_before {
                    Some(before) => before.clone(),
                    // The file was edited since, or its installation lost its receipt: the current
                    // text is what has to be restored.
                    None if rest.is_empty() && self.alone => None,
                    None => Some(Snapshot { bytes: rest, mode, ..file.clone() }),
                }
            }
            PathState::File(file) => Some(file.clone()),
            _ => None,
        };
        let path = self.path.clone();
        (after, Record::Line { path, lines, before, after: hashes })
    }
}
