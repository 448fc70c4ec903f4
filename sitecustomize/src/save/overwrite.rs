//! Whether a file that has the name of a new one may be overwritten: facts in, verdict out.
//!
//! docs/SETTINGS.md has the table. `st_ctime` tells whether a file is of this run, because nobody can set that
//! time back. A mark counts only if we would have written it so to the byte, if the file is our user's, and if its
//! `st_mtime` is the one in the mark: a program that writes to a file leaves its attributes. Without a mark,
//! `st_ctime` alone decides, and the file is kept rather than overwritten.
//!
//! Of siblings that overlap, one may have ended when the other saves. So a process that ends marks its files once
//! more, which sets their `st_ctime` later than the start of each process that it overlapped. A process that is
//! killed, as a `Pool` kills its workers at its end, leaves the time of its last write and may be taken for one that
//! ended then.

/// A file that has the name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// It is a regular file.
    pub(super) is_file: bool,
    /// This process has saved it.
    pub(super) own: bool,
    /// It was changed last since this run began, the topmost Python process and all that it starts.
    pub(super) since_run: bool,
}

/// Whose a file is, by its mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whose {
    /// The same main script wrote it.
    pub(super) same_script: bool,
    /// So did the same run of that script: this process, or another worker of its program.
    pub(super) same_program: bool,
    /// The process that wrote it and the one whose worker that was have both ended, for sure.
    pub(super) ended: bool,
    /// It was changed last since our program began. Writers change their files when they end, so that
    /// one that ran beside our program has files like that.
    pub(super) since_program: bool,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overwrite {
    /// It is overwritten.
    Replace,
    /// It stays, and the new file gets another name.
    Keep,
}

/// Decides. `whose` is asked only where it matters, because to find out takes a few system calls.
pub(super) fn verdict(found: Found, whose: impl FnOnce() -> Option<Whose>) -> Overwrite {
    let Found { is_file, own, since_run } = found;
    match is_file && (own || !since_run || whose().is_some_and(Whose::is_earlier)) {
        true => Overwrite::Replace,
        false => Overwrite::Keep,
    }
}

impl Whose {
    /// An earlier run of our script wrote it, and all of that is over.
    pub(super) fn is_earlier(self) -> bool {
        self.same_script && !self.same_program && self.ended && !self.since_program
    }
}

#[cfg(test)]
mod tests {
    use super::Overwrite::{Keep, Replace};
    use super::*;

    const FILE: Found = Found { is_file: true, own: false, since_run: true };
    const EARLIER: Whose =
        Whose { same_script: true, same_program: false, ended: true, since_program: false };

    #[test]
    fn what_may_be_overwritten() {
        for (what, found, whose, expected) in [
            ("a folder", Found { is_file: false, own: true, since_run: false }, None, Keep),
            ("an older file", Found { since_run: false, ..FILE }, None, Replace),
            ("this process's own", Found { own: true, ..FILE }, None, Replace),
            ("a file that nobody has marked", FILE, None, Keep),
            ("the script's own, of a run before", FILE, Some(EARLIER), Replace),
            ("another script's", FILE, Some(Whose { same_script: false, ..EARLIER }), Keep),
            ("another worker's", FILE, Some(Whose { same_program: true, ..EARLIER }), Keep),
            ("a live process's", FILE, Some(Whose { ended: false, ..EARLIER }), Keep),
            (
                "one's that ran beside us",
                FILE,
                Some(Whose { since_program: true, ..EARLIER }),
                Keep,
            ),
            (
                "a worker's, done before the next",
                FILE,
                Some(Whose { same_program: true, since_program: true, ..EARLIER }),
                Keep,
            ),
        ] {
            assert_eq!(verdict(found, || whose), expected, "{what}");
        }
    }

    #[test]
    fn nobody_is_asked_where_it_does_not_matter() {
        let unasked = || -> Option<Whose> { unreachable!("asked") };
        for found in [
            Found { is_file: false, ..FILE },
            Found { own: true, ..FILE },
            Found { since_run: false, ..FILE },
        ] {
            verdict(found, unasked);
        }
    }
}
