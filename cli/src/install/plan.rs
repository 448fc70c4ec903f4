//! The one plan of every change to the file system: the dry run prints it, the receipt records it.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::file::{self, Snapshot};
use crate::install::hook;
use crate::install::marked::{self, Place};
use crate::install::receipt::Receipt;
use crate::install::rollback::{Step, rollback};
use crate::install::system::PRELOADS;
use crate::install::system::trial::Trial;
use crate::payload;

/// One change.
#[derive(Debug)]
pub(crate) enum Edit {
    /// Make a folder where there is none.
    Folder(PathBuf),
    /// Write this version's payload.
    Payload(PathBuf),
    /// Go no further where the payload does harm.
    Trial(Trial),
    /// Write a file that is ours alone.
    Own {
        /// Where.
        path: PathBuf,
        /// All of it.
        bytes: Vec<u8>,
        /// Its permission bits.
        mode: u32,
    },
    /// Have our line in a file of the user's.
    Line(Line),
}

/// Our line in a file of the user's.
#[derive(Debug)]
pub(crate) struct Line {
    /// The file, links resolved: a link stays one.
    pub(crate) path: PathBuf,
    /// The line, without its end.
    pub(crate) line: String,
    /// The lines of earlier versions that it replaces.
    pub(crate) stale: Vec<String>,
    /// The file as it was when this was planned.
    now: Option<Snapshot>,
    /// The file without us; `None` where there is none.
    pub(crate) before: Option<Snapshot>,
    /// The content with the line.
    pub(crate) after: Vec<u8>,
    /// Whether the file has the line by now.
    pub(crate) done: bool,
}

impl Line {
    /// Plans the line for a file; `old` knows how it was before an earlier `enable`, and a line that
    /// begins with `stale` is an earlier version's.
    pub(crate) fn plan(
        path: &Path,
        line: &str,
        place: Place,
        old: &Receipt,
        stale: Option<&str>,
    ) -> Result<Self> {
        let now = Snapshot::of(path)?;
        let text = now.as_ref().map_or(&[][..], |now| &now.bytes);
        let stale = stale.map_or_else(Vec::new, |start| marked::starting(text, start, line));
        let done = stale.is_empty() && marked::has(text, line);
        let rest =
            stale.iter().fold(marked::remove(text, line), |rest, one| marked::remove(&rest, one));
        let before = match &now {
            Some(now) if rest != now.bytes => match old.original(path, &now.bytes) {
                Some(before) => before,
                // Edited since, or by an installation that lost its receipt: the user's text
                // of today is what has to come back.
                None => Some(Snapshot { bytes: rest.clone(), ..now.clone() }),
            },
            now => (*now).clone(),
        };
        let after = if done { text.to_owned() } else { marked::add(&rest, line, place) };
        Ok(Self { path: path.to_owned(), line: line.to_owned(), stale, now, before, after, done })
    }

    fn apply(&self) -> Result<()> {
        if self.done {
            return Ok(());
        }
        if Snapshot::of(&self.path)? != self.now {
            let path = self.path.display();
            return Err(Error::new(format!("{path} was changed by somebody else meanwhile")));
        }
        let mode = self.now.as_ref().map_or(0o644, |now| now.mode);
        file::replace(&self.path, &self.after, mode, None).map_err(|error| {
            // What no permission says: an immutable file, or one that is mounted.
            match self.path == Path::new(PRELOADS) {
                true => error.into(),
                false => Error::from(error).hint("--no-shell leaves the shell's files alone"),
            }
        })
    }
}

impl Edit {
    /// What it changes.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Folder(path) | Self::Payload(path) | Self::Own { path, .. } => path,
            Self::Trial(trial) => trial.payload(),
            Self::Line(line) => &line.path,
        }
    }

    /// In words; `None` where nothing is left to do.
    pub(crate) fn describe(&self) -> Result<Option<String>> {
        let path = self.path().display();
        Ok(match self {
            Self::Folder(path) if path.is_dir() => None,
            Self::Folder(_) => Some(format!("make {path}/")),
            Self::Payload(path) if payload::is_whole(path)? => None,
            Self::Payload(_) => Some(format!("write {path}/")),
            Self::Trial(_) => None,
            Self::Own { path: own, bytes, mode } => {
                let is = |there: &Snapshot| there.bytes == *bytes && there.mode == *mode;
                (!Snapshot::of(own)?.as_ref().is_some_and(is)).then(|| format!("write {path}"))
            }
            Self::Line(Line { done: true, .. }) => None,
            Self::Line(Line { now: None, .. }) => Some(format!("write {path}, one line")),
            Self::Line(_) => Some(format!("add one line to {path}")),
        })
    }

    /// Does it. Doing it again changes nothing.
    pub(crate) fn apply(&self) -> Result<()> {
        match self {
            Self::Folder(path) => Ok(file::make_folder(path)?),
            Self::Payload(path) => payload::write(path),
            Self::Trial(trial) => trial.run(),
            Self::Own { path, bytes, mode } => {
                if self.describe()?.is_some() {
                    file::replace(path, bytes, *mode, None)?;
                    // Bytecode is matched by size and second: that of an older text might run.
                    hook::remove_bytecode(path)?;
                }
                Ok(())
            }
            Self::Line(line) => line.apply(),
        }
    }
}

/// Every change, in the order in which they are made; undone backwards.
#[derive(Debug, Default)]
pub(crate) struct Plan(pub(crate) Vec<Edit>);

impl Plan {
    /// Adds a change. A folder that two of them need is made once, for the first, so that it is
    /// empty when it is undone.
    pub(crate) fn add(&mut self, edit: Edit) {
        let planned = |path: &Path| {
            self.0.iter().any(|one| matches!(one, Edit::Folder(_)) && one.path() == path)
        };
        if !matches!(&edit, Edit::Folder(path) if planned(path)) {
            self.0.push(edit);
        }
    }

    /// What is left to do, in words.
    pub(crate) fn describe(&self) -> Result<Vec<String>> {
        let mut lines = vec![];
        for edit in &self.0 {
            lines.extend(edit.describe()?);
        }
        Ok(lines)
    }

    /// Makes every change, or none: one that fails takes back those before it. The receipt is on
    /// the disk by now.
    pub(crate) fn apply(&self) -> Result<()> {
        let mut steps = vec![];
        for edit in &self.0 {
            let done = Step::before(edit).and_then(|step| {
                steps.extend(step);
                edit.apply()
            });
            if let Err(error) = done {
                rollback(&steps);
                return Err(error);
            }
        }
        Ok(())
    }
}
