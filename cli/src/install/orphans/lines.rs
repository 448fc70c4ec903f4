//! Finds our lines in shell files and in the list of preloads, without a receipt.

use std::collections::BTreeSet;
use std::path::Path;

use crate::edit::{Record, hash, line};
use crate::file::Snapshot;
use crate::install::Installation;
use crate::install::orphans::KnownEdits;
use crate::install::shell::{FileCreation, SHELLS, User};
use crate::install::startup::{self, is_ours, obstacle};
use crate::install::system::{self, PRELOADS};
use crate::install::trust::problem;

impl KnownEdits {
    /// Finds our lines in the files that `enable` knows.
    pub(super) fn find_lines(&mut self, installation: &Installation) {
        if installation.is_system() {
            let (shell, profile, list) = (SHELLS[0], system::profile(), Path::new(PRELOADS));
            if let Some(problem) = problem(&profile).or_else(|| problem(list)) {
                self.by_hand.push(format!("{problem}: what is there was not looked into"));
                return;
            }
            self.find_in(&profile, true, |line| is_ours(shell, line, installation));
            self.find_in(list, true, system::is_entry);
            self.by_hand.extend(system::shared_entry());
            return;
        }
        let user = User::current(installation);
        let files = startup::targets(&user).filter(|(_, target)| problem(&target.path).is_none());
        // Links are resolved, because two paths may lead to one file.
        let files = files.filter_map(|(_, target)| {
            Some((target.path.canonicalize().ok()?, target.creation == FileCreation::Ours))
        });
        let ours = |line: &str| SHELLS.iter().any(|shell| is_ours(*shell, line, installation));
        for (file, alone) in files.collect::<BTreeSet<_>>() {
            self.find_in(&file, alone, ours);
        }
    }

    /// Finds our lines in somebody else's file. If nothing else is in it and `alone` is true, the
    /// file is to be removed.
    fn find_in(&mut self, path: &Path, alone: bool, ours: impl Fn(&str) -> bool) {
        if self.receipt.records.iter().any(|record| record.path() == path) {
            return;
        }
        let Ok(Some(now)) = Snapshot::of(path) else { return };
        let lines = line::found(&now.bytes, ours);
        if lines.is_empty() {
            return;
        }
        let link = path.is_symlink().then_some("is a link");
        if let Some(why) = link.or_else(|| obstacle(path)) {
            self.by_hand
                .push(format!("{} has our line and {why}: left, check it by hand", path.display()));
            return;
        }
        let rest = line::remove_all(&now.bytes, &lines);
        let after = [hash(&now.bytes)].into();
        let before = (!rest.is_empty() || !alone).then_some(Snapshot { bytes: rest, ..now });
        self.receipt.records.push(Record::Line { path: path.to_owned(), lines, before, after });
    }
}
