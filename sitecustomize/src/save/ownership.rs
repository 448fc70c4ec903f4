//! Who saves a file, and whether another one is that script's too.

use std::collections::HashMap;
use std::fs::File;
use std::os::unix::fs::MetadataExt as _;
use std::sync::{Mutex, OnceLock, PoisonError, TryLockError};

use nix::unistd::geteuid;

use super::mark_author::{self, MarkAuthor};
use super::overwrite::Whose;
use super::owner_mark::{self, OwnerMark, Process};
use super::{Origin, nanoseconds, xattr};

/// This process and those whose worker it is.
#[derive(Debug, Default)]
pub(super) struct Owners {
    /// Asked at the first file.
    this: OnceLock<Option<MarkAuthor>>,
    /// By pid. One that has ended since keeps the name that it had.
    programs: Mutex<HashMap<i32, Process>>,
}

impl Owners {
    /// The same for a child process that was forked. A thread that is not here may hold the lock.
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

    /// What this process says of a file of that origin; `None` where nobody could know it again.
    pub(super) fn claim<'a>(&'a self, origin: Origin<'a>) -> Option<Ownership<'a>> {
        let script = origin.script?;
        let author = self.this.get_or_init(MarkAuthor::this).as_ref()?;
        let program = match origin.program {
            Some(number) => self.program(author, number)?,
            None => author.process,
        };
        Some(Ownership { author, program, script })
    }

    /// The program with that pid; `None` if it had ended before anybody asked.
    fn program(&self, author: &MarkAuthor, number: i32) -> Option<Process> {
        if number == author.process.number {
            return Some(author.process);
        }
        let mut programs = self.programs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(program) = programs.get(&number) {
            return Some(*program);
        }
        let program = mark_author::process(number)?;
        // Started later than its worker: another process has the number.
        if program.started > author.process.started {
            return None;
        }
        programs.insert(number, program);
        Some(program)
    }
}

/// What is to be known of a file that we save.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ownership<'a> {
    author: &'a MarkAuthor,
    program: Process,
    script: &'a [u8],
}

impl Ownership<'_> {
    /// Marks a file that is written; answers the mark if it has one.
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

    /// What a file's mark says to us; `None`: it has none that counts.
    pub(super) fn whose(&self, file: &File) -> Option<(OwnerMark, Whose)> {
        let status = file.metadata().ok()?;
        let mark = OwnerMark::parse(&xattr::get(file, owner_mark::MOST)?)?;
        // A file of another user's says what that user likes; one that was written to since is no
        // longer what we have saved.
        if status.uid() != geteuid().as_raw() || modified_at(file) != Some(mark.modified) {
            return None;
        }
        let here = mark.machine == self.author.machine;
        let ended = |process| here && MarkAuthor::knows_ended(process);
        let changed = nanoseconds(status.ctime(), status.ctime_nsec());
        let whose = Whose {
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

    /// A file whose mark is changed from what this process says.
    fn marked(claim: &Ownership<'_>, change: impl FnOnce(&mut OwnerMark)) -> File {
        let file = tempfile::tempfile_in(std::env::temp_dir()).expect("a file");
        let mut mark = claim.mark(&file).expect("a file system with extended attributes");
        change(&mut mark);
        assert!(xattr::set(&file, &mark.bytes()));
        file
    }

    /// A process that has ended.
    fn ended() -> Process {
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
        let origin = Origin { script: Some(SCRIPT), program: None };
        let claim = owners.claim(origin).expect("a /proc");
        let ended = ended();
        let facts = |change: &dyn Fn(&mut OwnerMark)| {
            let (_, whose) = claim.whose(&marked(&claim, change)).expect("a mark");
            assert!(whose.since_program && !whose.is_earlier());
            (whose.same_script, whose.same_program, whose.ended)
        };
        assert_eq!(facts(&|_| ()), (true, true, false), "our own");
        assert_eq!(facts(&|mark| mark.script.push(b'c')), (false, true, false), "another script's");
        assert_eq!(facts(&|mark| mark.writer = ended), (true, true, false), "another worker's");
        assert_eq!(facts(&|mark| mark.program = ended), (true, false, false), "it lives");
        let both = |mark: &mut OwnerMark| (mark.program, mark.writer) = (ended, ended);
        assert_eq!(facts(&both), (true, false, true), "an earlier run's");
        // Of another container: its processes can't be looked for here.
        let there = |mark: &mut OwnerMark| mark.machine.push('0');
        assert_eq!(facts(&there), (true, false, false), "not known");
        let said = |mark: &mut OwnerMark| (mark.ended, mark.machine) = (true, "x".into());
        assert_eq!(facts(&said), (true, false, true), "it said so when it ended");
    }

    #[test]
    fn a_mark_that_is_not_our_word_counts_for_nothing() {
        let owners = Owners::default();
        let claim = owners.claim(Origin { script: Some(SCRIPT), program: None }).expect("a /proc");
        let written = marked(&claim, |_| ());
        written.set_modified(std::time::SystemTime::UNIX_EPOCH).expect("set");
        assert!(claim.whose(&written).is_none(), "it was written to since");
        let stranger = marked(&claim, |_| ());
        xattr::set(&stranger, b"1 anything");
        assert!(claim.whose(&stranger).is_none());
        xattr::set(&stranger, &[b'1'; owner_mark::MOST + 1]);
        assert!(claim.whose(&stranger).is_none());
        let other = marked(&claim, |_| ());
        // Only root may give a file away: the test proves something to that user.
        if fchown(&other, Some(65534), None).is_ok() {
            assert!(claim.whose(&other).is_none(), "another user's file");
        }
        assert!(owners.claim(Origin { script: None, program: None }).is_none());
    }

    #[test]
    fn a_forked_child_knows_the_program_that_has_ended_since() {
        let owners = Owners::default();
        let origin = Origin { script: Some(SCRIPT), program: None };
        let this = owners.claim(origin).expect("a /proc").program;
        let child = owners.forked();
        assert_eq!(child.programs.lock().expect("free").get(&this.number), Some(&this));
        // Nobody has asked for it while it lived.
        let gone = Origin { program: Some(ended().number), ..origin };
        assert!(child.claim(gone).is_none());
    }
}
