//! What is to be changed, described once: printed, recorded, carried out and taken back.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::edit::Failure;
use crate::edit::change::{Change, State};
use crate::edit::line::{self, Place};
use crate::edit::receipt::Receipt;
use crate::edit::record::{Record, hash};
use crate::edit::staging;
use crate::file::Snapshot;

/// One edit.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    /// Make a folder where there is none.
    Folder(PathBuf),
    /// Write a file that is ours alone.
    File {
        /// Where.
        path: PathBuf,
        /// All of it.
        bytes: Vec<u8>,
        /// Its permission bits.
        mode: u32,
        /// The folder in which others keep what they derive from it, under names that begin as its own does.
        derived: Option<PathBuf>,
    },
    /// Have one line in a file of somebody else's, made where there is none.
    Line(Line),
}

/// A line and the file that gets it.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// The file, links resolved: a link stays one.
    pub(crate) path: PathBuf,
    /// The line, without its end.
    pub(crate) line: String,
    /// Where in the file.
    pub(crate) place: Place,
    /// The lines in it that this one replaces.
    pub(crate) stale: Vec<String>,
    /// Whether the file is there for the line alone, and goes with it.
    pub(crate) alone: bool,
}

impl Edit {
    /// What it changes.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Folder(path) | Self::File { path, .. } | Self::Line(Line { path, .. }) => path,
        }
    }
}

/// Every edit, in the order in which they are made; taken back in the other.
#[derive(Debug)]
pub(crate) struct Plan {
    steps: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    change: Change,
    /// What undoes it; `None` for what goes with the receipt's own folder.
    record: Option<Record>,
    words: String,
}

/// A plan that was not carried out.
#[derive(Debug)]
pub(crate) struct Failed<E> {
    /// Why.
    pub(crate) error: E,
    /// The edit that failed, by its path; `None`: nothing had been edited by then.
    pub(crate) path: Option<PathBuf>,
    /// Whether something stays that could not be taken back. The receipt on the disk knows it.
    pub(crate) is_left: bool,
}

impl Plan {
    /// Plans `edits` of an installation whose receipt is `old`, and looks at what is there now.
    pub(crate) fn new<T>(edits: Vec<Edit>, old: &Receipt<T>) -> Result<Self, Failure> {
        let mut steps: Vec<Step> = vec![];
        for edit in edits {
            // A folder that two edits need is made once, for the first, so that it is empty when it is undone.
            let is_folder = matches!(edit, Edit::Folder(_));
            let is_planned = |step: &Step| step.change.path == edit.path();
            if !(is_folder && steps.iter().any(is_planned)) {
                steps.push(Step::new(edit, old)?);
            }
        }
        Ok(Self { steps })
    }

    /// What is left to do, in words.
    pub(crate) fn describe(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().filter(|step| !step.change.is_done()).map(|step| &*step.words)
    }

    /// What has to be known to undo it, together with all that `old` knows already.
    ///
    /// Earlier edits that are not in this plan stand as they are and stay recorded, also where their disk is
    /// away. Those of which nothing is left are forgotten.
    pub(crate) fn receipt<T: Clone>(&self, old: &Receipt<T>, metadata: T) -> Receipt<T> {
        let planned: BTreeSet<&Path> = self.steps.iter().map(|step| &*step.change.path).collect();
        let is_left = |one: &Record| one.stands() || one.away(&old.records).is_some();
        let earlier =
            old.records.iter().filter(|one| !planned.contains(one.path()) && is_left(one));
        let records = earlier.chain(self.steps.iter().filter_map(|step| step.record.as_ref()));
        let mut made = old.made.clone();
        if made.is_empty() {
            made = staging::missing(&old.folder);
        }
        Receipt { made, metadata, ..old.of(records.cloned().collect()) }
    }

    /// Writes `receipt`, has the caller `prepare`, and makes every change; or none. `old` is the receipt
    /// that is there.
    ///
    /// What fails takes back what was done before it. Where that is not possible, the receipt that stays
    /// knows what is left.
    pub(crate) fn carry_out<T, E>(
        &self,
        receipt: &Receipt<T>,
        old: Option<&Receipt<T>>,
        prepare: impl FnOnce() -> Result<(), E>,
    ) -> Result<(), Failed<E>>
    where
        T: Clone + serde::Serialize,
        E: From<Failure>,
    {
        let failed = |error: E, path: Option<&Path>, is_left| Failed {
            error,
            path: path.map(Path::to_owned),
            is_left,
        };
        if let Err(error) = staging::begin(receipt) {
            // The receipt that was there is there.
            let _ = staging::recover(&receipt.folder);
            return Err(failed(Failure::from(error).into(), None, false));
        }
        let mut done: Vec<Change> = vec![];
        let made = prepare().map_err(|error| (error, None)).and_then(|()| {
            let steps = self.steps.iter().map(|step| &step.change);
            steps.filter(|change| !change.is_done()).try_for_each(|change| {
                let made = change.make();
                // Where it was somebody else's, nothing of ours is there.
                if !matches!(made, Err(Failure::ChangedMeanwhile(_))) {
                    done.push(change.inverse());
                }
                made.map_err(|failure| (failure.into(), Some(&*change.path)))
            })
        });
        let Err((error, path)) = made else { return Ok(()) };
        let failing: Vec<Change> =
            done.into_iter().rev().filter(|change| change.make().is_err()).collect();
        // Once more when the others have made room, as on a full disk.
        let left = failing.into_iter().filter(|change| change.make().is_err());
        let left: BTreeSet<PathBuf> = left.map(|change| change.path).collect();
        let is_left = !left.is_empty();
        // One that can't be written leaves one that knows more than it has to.
        match old {
            Some(old) => drop(old.with_left(receipt, &left).write()),
            None if is_left => {
                let _ = receipt.of(vec![]).with_left(receipt, &left).write();
            }
            // Its folder is its caller's to clear.
            None => {}
        }
        Err(failed(error, path, is_left))
    }
}

impl Step {
    fn new<T>(edit: Edit, old: &Receipt<T>) -> Result<Self, Failure> {
        let path = edit.path().to_owned();
        let before = State::of(&path)?;
        let known = old.records.iter().find(|record| record.path() == path);
        let shown = path.display();
        // What is in the receipt's own folder goes with it.
        let is_recorded = !path.starts_with(&old.folder);
        let (words, after, derived, record) = match edit {
            Edit::Folder(_) => {
                let record = match before {
                    State::Folder => known.cloned(),
                    _ => Some(Record::Folder { path: path.clone() }),
                };
                (format!("make {shown}/"), State::Folder, None, record)
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
                (format!("write {shown}"), State::file(bytes, mode), derived, record)
            }
            Edit::Line(line) => {
                let words = match before {
                    State::Absent => format!("write {shown}, one line"),
                    _ => format!("add one line to {shown}"),
                };
                if matches!(before, State::Folder | State::Other) {
                    return Err(Failure::ChangedMeanwhile(path));
                }
                let (after, record) = line.planned(&before, known);
                (words, after, None, Some(record))
            }
        };
        let record = record.filter(|_| is_recorded);
        Ok(Self { change: Change { path, before, after, derived }, record, words })
    }
}

impl Line {
    /// The file with it, and what undoes that. `known` says how the file was before an earlier edit.
    fn planned(&self, now: &State, known: Option<&Record>) -> (State, Record) {
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
            State::File(file) if is_done => (now.clone(), file.mode),
            State::File(file) => {
                (State::file(line::add(&rest, &self.line, self.place), file.mode), file.mode)
            }
            _ => (State::file(line::add(&rest, &self.line, self.place), 0o644), 0o644),
        };
        let mut hashes: BTreeSet<String> = after.bytes().map(hash).into_iter().collect();
        let before = match now {
            // With a line of ours in it: a kill may leave it as it is.
            State::File(file) if rest != text => {
                hashes.insert(hash(text));
                match known_before {
                    Some(before) => before.clone(),
                    // Edited since, or of an installation that lost its receipt: the text of today is what
                    // has to come back.
                    None if rest.is_empty() && self.alone => None,
                    None => Some(Snapshot { bytes: rest, mode, ..file.clone() }),
                }
            }
            State::File(file) => Some(file.clone()),
            _ => None,
        };
        let path = self.path.clone();
        (after, Record::Line { path, lines, before, after: hashes })
    }
}
