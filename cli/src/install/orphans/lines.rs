//! Our lines in the files of shells and in the list of preloads, known by themselves.

use std::collections::BTreeSet;
use std::path::Path;

use crate::edit::{Record, hash, line};
use crate::error::Result;
use crate::file::Snapshot;
use crate::install::Installation;
use crate::install::orphans::Known;
use crate::install::shell::{FISH_FILE, SHELLS, User};
use crate::install::startup::{is_ours, obstacle};
use crate::install::system::{self, PRELOADS};
use crate::install::trust::problem;

impl Known {
    /// Finds lines in the files that `enable` knows of.
    pub(super) fn find_lines(&mut self, installation: &Installation) -> Result<()> {
        if installation.is_system() {
            let (shell, profile, list) = (SHELLS[0], system::profile(), Path::new(PRELOADS));
            if let Some(problem) = problem(&profile).or_else(|| problem(list)) {
                self.by_hand.push(format!("{problem}: what is there was not looked into"));
                return Ok(());
            }
            self.find_file(&profile, |line| is_ours(shell, line, installation))?;
            self.find_in(list, true, system::is_entry)?;
            self.by_hand.extend(system::joined());
            return Ok(());
        }
        let user = User::current(installation);
        let targets = SHELLS.iter().flat_map(|shell| shell.files(&user)).map(|target| target.path);
        let files = targets.filter(|path| problem(path).is_none());
        // Links resolved, because two names may lead to one file.
        let files = files.filter_map(|path| path.canonicalize().ok());
        let ours = |line: &str| SHELLS.iter().any(|shell| is_ours(*shell, line, installation));
        for file in files.collect::<BTreeSet<_>>().iter().filter(|file| file.is_file()) {
            match file.file_name().is_some_and(|name| name == FISH_FILE) {
                true => self.find_file(file, ours)?,
                false => self.find_in(file, false, ours)?,
            }
        }
        Ok(())
    }

    /// A file that is ours alone.
    fn find_file(&mut self, path: &Path, ours: impl Fn(&str) -> bool) -> Result<()> {
        let Some(now) = Snapshot::of(path)? else { return Ok(()) };
        let line = now.bytes.strip_suffix(b"\n").and_then(|line| std::str::from_utf8(line).ok());
        if line.is_some_and(ours) {
            let (path, hashes) = (path.to_owned(), [hash(&now.bytes)].into());
            self.receipt.records.push(Record::File { path, hashes, derived: None });
        }
        Ok(())
    }

    /// Lines in a file of somebody else's, which is removed if nothing else is in it and `alone`
    /// says that it may be.
    fn find_in(&mut self, path: &Path, alone: bool, ours: impl Fn(&str) -> bool) -> Result<()> {
        let Ok(Some(now)) = Snapshot::of(path) else { return Ok(()) };
        let lines = line::found(&now.bytes, ours);
        if lines.is_empty() {
            return Ok(());
        }
        let link = path.is_symlink().then_some("is a link");
        if let Some(why) = link.or_else(|| obstacle(path)) {
            self.by_hand.push(format!(
                "{} has our line and {why}: left, look at it by hand",
                path.display()
            ));
            return Ok(());
        }
        let rest = line::remove_all(&now.bytes, &lines);
        let after = [hash(&now.bytes)].into();
        let before = (!rest.is_empty() || !alone).then_some(Snapshot { bytes: rest, ..now });
        self.receipt.records.push(Record::Line { path: path.to_owned(), lines, before, after });
        Ok(())
    }
}
