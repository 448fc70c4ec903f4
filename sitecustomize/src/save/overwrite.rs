//! Decides whether a file with the name of a new one may be overwritten. Pure: all facts are
//! parameters.
//!
//! docs/SETTINGS.md has the table. `st_ctime` tells whether a file is of this run, because nobody
//! can set that time back. A mark counts only if it is byte for byte as we write it, if the file
//! belongs to our user, and if the file's `st_mtime` is the one in the mark, because a program that
//! writes to a file leaves its attributes. Without a mark, `st_ctime` alone decides, and in doubt
//! the file is kept.
//!
//! Of siblings that overlap, one may have ended when the other saves. So a process that ends marks
//! its files again, which sets their `st_ctime` later than the start of each process that it
//! overlapped. A process that is killed, as a `Pool` kills its workers, leaves the time of its last
//! write, and may be taken for one that ended then.

/// A file that has the wanted name.
#[derive(Debug, Clone, Copy)]
pub(super) struct ExistingFile {
    /// Whether it is a regular file.
    pub(super) is_file: bool,
    /// Whether this process has saved it.
    pub(super) own: bool,
    /// Whether it was changed since this run began. A run is the topmost Python process and
    /// everything that it starts.
    pub(super) since_run: bool,
}

/// The owner of a file, by its mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct FileOwner {
    /// Whether the same main script wrote it.
    pub(super) same_script: bool,
    /// Whether the same run of that script wrote it: this process, or another worker of its
    /// program.
    pub(super) same_program: bool,
    /// Whether the process that wrote it and the program whose worker that was have both surely
    /// ended.
    pub(super) ended: bool,
    /// Whether it was changed since our program began. Writers change their files when they end, so
    /// that a writer that ran beside our program has such files.
    pub(super) since_program: bool,
}

/// The decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overwrite {
    /// The file is overwritten.
    Replace,
    /// The file stays, and the new one gets another name.
    Keep,
}

/// Decides. `whose` is called only if it matters, because it makes a few system calls.
pub(super) fn decide(found: ExistingFile, whose: impl FnOnce() -> Option<FileOwner>) -> Overwrite {
    let ExistingFile { is_file, own, since_run } = found;
    match is_file && (own || !since_run || whose().is_some_and(FileOwner::is_earlier)) {
        true => Overwrite::Replace,
        false => Overwrite::Keep,
    }
}

impl FileOwner {
    /// Whether an earlier run of our script wrote it, and has ended.
    pub(super) fn is_earlier(self) -> bool {
        self.same_script && !self.same_program && self.ended && !self.since_program
    }
}

#[cfg(test)]
mod tests {
    use super::Overwrite::{Keep, Replace};
    use super::*;

    const FILE: ExistingFile = ExistingFile { is_file: true, own: false, since_run: true };
    const EARLIER: FileOwner =
        FileOwner { same_script: true, same_program: false, ended: true, since_program: false };

    #[test]
    fn the_table_of_files_that_may_be_overwritten() {
        for (what, found, whose, expected) in [
            ("a folder", ExistingFile { is_file: false, own: true, since_run: false }, None, Keep),
            ("an older file", ExistingFile { since_run: false, ..FILE }, None, Replace),
            ("this process's own", ExistingFile { own: true, ..FILE }, None, Replace),
            ("a file that nobody has marked", FILE, None, Keep),
            ("the script's own, of a run before", FILE, Some(EARLIER), Replace),
            ("another script's", FILE, Some(FileOwner { same_script: false, ..EARLIER }), Keep),
            ("another worker's", FILE, Some(FileOwner { same_program: true, ..EARLIER }), Keep),
            ("a live process's", FILE, Some(FileOwner { ended: false, ..EARLIER }), Keep),
            (
                "one's that ran beside us",
                FILE,
                Some(FileOwner { since_program: true, ..EARLIER }),
                Keep,
            ),
            (
                "a worker's, done before the next",
                FILE,
                Some(FileOwner { same_program: true, since_program: true, ..EARLIER }),
                Keep,
            ),
        ] {
            assert_eq!(decide(found, || whose), expected, "{what}");
        }
    }

    #[test]
    fn the_owner_is_not_asked_if_it_does_not_matter() {
        let unasked = || -> Option<FileOwner> { unreachable!("asked") };
        for found in [
            ExistingFile { is_file: false, ..FILE },
            ExistingFile { own: true, ..FILE },
            ExistingFile { since_run: false, ..FILE },
        ] {
            decide(found, unasked);
        }
    }
}
