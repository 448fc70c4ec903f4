//! Marks files as this script's, and tells whether another file is this script's too.

use std::collections::HashMap;
use std::fs::File;
use std::os::unix::fs::MetadataExt as _;
use std::sync::{Mutex, OnceLock, PoisonError, TryLockError};

use nix::unistd::geteuid;

use super::mark_author::{self, MarkAuthor};
use super::overwrite::FileOwner;
use super::owner_mark::{self, OwnerMark, ProcessId};
use super::{FigureOrigin, nanoseconds, xattr};

/// This process, and the programs whose worker it may be.
#[derive(Debug, Default)]
pub(super) struct Owners {
    /// This process, determined at the first file.
    this: OnceLock<Option<MarkAuthor>>,
    /// Programs by their pid. A program that has ended since stays here.
    programs: Mutex<HashMap<i32, ProcessId>>,
}

impl Owners {
    /// For a child process that was forked. A thread that is not in it may hold the lock.
    pub(super) fn forked(&self) -> Self {
        let mut programs = match self.programs.try_lock() {
            Ok(programs) => programs.clone(),
            Err(TryLockError::Poisoned(programs)) => programs.into_inner().clone(),
            Err(TryLockError::WouldBlock) => HashMap::new(),
        };
        if let Some(Some(parent)) = self.this.get() {
            programs.insert(parent.process.number, parent.process);
        }
        Self { this: OnceLock::new(), programs: Mutex::new(programs) }
    }

    /// The data for the mark of a file with that origin; `None` if no process could recognise it.
    pub(super) fn claim<'a>(&'a self, origin: FigureOrigin<'a>) -> Option<Ownership<'a>> {
        let script = origin.script?;
        let author = self.this.get_or_init(MarkAuthor::current).as_ref()?;
        let program = match origin.program {
            Some(number) => self.program(author, number)?,
            None => author.process,
        };
        Some(Ownership { author, program, script })
    }

    /// The program with that pid; `None` if it had ended before the first call.
    fn program(&self, author: &MarkAuthor, number: i32) -> Option<ProcessId> {
        if number == author.process.number {
            return Some(author.process);
        }
        let mut programs = self.programs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(program) = programs.get(&number) {
            return Some(*program);
        }
        let program = mark_author::process(number)?;
        // It started later than its worker, so that another process has its pid.
        if program.started > author.process.started {
            return None;
        }
        programs.insert(number, program);
        Some(program)
    }
}

/// The data for the mark of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ownership<'a> {
    author: &'a MarkAuthor,
    program: ProcessId,
    script: &'a [u8],
}

impl Ownership<'_> {
    /// Marks a file that was written; returns the mark if the file has it.
    pub(super) fn mark(&self, file: &File) -> Option<OwnerMark> {
        let mark = OwnerMark {
            machine: self.author.machine.clone(),
            program: self.program,
            writer: self.author.process,
            modified: modified_at(file)?,
            ended: false,
            script: self.script.into(),
        };
        xattr::set(file, &mark.bytes()).then_some(mark)
    }

    /// The mark of a file, and what it means for us; `None` if the file has no valid mark.
    pub(super) fn owner_of(&self, file: &File) -> Option<(OwnerMark, FileOwner)> {
        let status = file.metadata().ok()?;
        let mark = OwnerMark::parse(&xattr::get(file, owner_mark::MOST)?)?;
        // Another user may have marked his file as he likes, and a file that was written to since
        // is no longer what we have saved.
        if status.uid() != geteuid().as_raw() || modified_at(file) != Some(mark.modified) {
            return None;
        }
        let here = mark.machine == self.author.machine;
        let ended = |process| here && MarkAuthor::has_ended(process);
        let changed = nanoseconds(status.ctime(), status.ctime_nsec());
        let whose = FileOwner {
            same_script: mark.script == self.script,
            same_program: here && mark.program == self.program,
            ended: (mark.ended && mark.program == mark.writer)
                || (ended(mark.program) && (mark.ended || ended(mark.writer))),
            since_program: mark_author::began(self.program).is_none_or(|began| changed >= began),
        };
        Some((mark, whose))
    }
}

/// st_mtime in nanoseconds since the epoch.
fn modified_at(file: &File) -> Option<i128> {
    let status = file.metadata().ok()?;
    Some(nanoseconds(status.mtime(), status.mtime_nsec()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::fchown;
    use std::process::Command;

    use super::*;

    const SCRIPT: &[u8] = b"/home/me/plot.py";

    /// A file with the mark of this process, changed by `change`.
    fn marked(claim: &Ownership<'_>, change: impl FnOnce(&mut OwnerMark)) -> File {
        let file = tempfile::tempfile_in(std::env::temp_dir()).expect("a file");
        let mut mark = claim.mark(&file).expect("a file system with extended attributes");
        change(&mut mark);
        assert!(xattr::set(&file, &mark.bytes()));
        file
    }

    /// A process that has ended.
    fn ended() -> ProcessId {
        let mut child =
            Command::new("cat").stdin(std::process::Stdio::piped()).spawn().expect("cat");
        let process = mark_author::process(child.id().cast_signed()).expect("there");
        drop(child.stdin.take());
        child.wait().expect("cat");
        process
    }

    #[test]
    fn a_mark_tells_whose_a_file_is() {
        let owners = Owners::default();
        let origin = FigureOrigin { script: Some(SCRIPT), program: None };
        let claim = owners.claim(origin).expect("a /proc");
        let ended = ended();
        let facts = |change: &dyn Fn(&mut OwnerMark)| {
            let (_, whose) = claim.owner_of(&marked(&claim, change)).expect("a mark");
            assert!(whose.since_program && !whose.is_earlier());
            (whose.same_script, whose.same_program, whose.ended)
        };
        assert_eq!(facts(&|_| ()), (true, true, false), "our own");
        assert_eq!(facts(&|mark| mark.script.push(b'c')), (false, true, false), "another script's");
        assert_eq!(facts(&|mark| mark.writer = ended), (true, true, false), "another worker's");
        assert_eq!(facts(&|mark| mark.program = ended), (true, false, false), "it lives");
        let both = |mark: &mut OwnerMark| (mark.program, mark.writer) = (ended, ended);
        assert_eq!(facts(&both), (true, false, true), "an earlier run's");
        // In another container, its processes are not visible here.
        let there = |mark: &mut OwnerMark| mark.machine.push('0');
        assert_eq!(facts(&there), (true, false, false), "not known");
        let said = |mark: &mut OwnerMark| (mark.ended, mark.machine) = (true, "x".into());
        assert_eq!(facts(&said), (true, false, true), "it said so when it ended");
    }

    #[test]
    fn an_invalid_mark_does_not_count() {
        let owners = Owners::default();
        let claim =
            owners.claim(FigureOrigin { script: Some(SCRIPT), program: None }).expect("a /proc");
        let written = marked(&claim, |_| ());
        written.set_modified(std::time::SystemTime::UNIX_EPOCH).expect("set");
        assert!(claim.owner_of(&written).is_none(), "it was written to since");
        let stranger = marked(&claim, |_| ());
        xattr::set(&stranger, b"1 anything");
        assert!(claim.owner_of(&stranger).is_none());
        xattr::set(&stranger, &[b'1'; owner_mark::MOST + 1]);
        assert!(claim.owner_of(&stranger).is_none());
        let other = marked(&claim, |_| ());
        // Only root may give a file to another user.
        if fchown(&other, Some(65534), None).is_ok() {
            assert!(claim.owner_of(&other).is_none(), "another user's file");
        }
        assert!(owners.claim(FigureOrigin { script: None, program: None }).is_none());
    }

    #[test]
    fn a_forked_child_knows_the_program_that_has_ended_since() {
        let owners = Owners::default();
        let origin = FigureOrigin { script: Some(SCRIPT), program: None };
        let this = owners.claim(origin).expect("a /proc").program;
        let child = owners.forked();
        assert_eq!(child.programs.lock().expect("free").get(&this.number), Some(&this));
        // It was not looked up while it lived.
        let gone = FigureOrigin { program: Some(ended().number), ..origin };
        assert!(child.claim(gone).is_none());
    }
}
