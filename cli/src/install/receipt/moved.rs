//! A receipt whose home was renamed or copied since: what it names went along.

use std::path::Path;

use crate::install::receipt::{Receipt, Record};

impl Receipt {
    /// The same as it holds for an installation that is at `folder` now.
    ///
    /// What both folders' paths have in common at their end is what moved as a whole. If something
    /// still is where the installation was, this is a copy of it, and what is elsewhere is not the
    /// copy's to take back.
    pub(super) fn follow(mut self, folder: &Path) -> Self {
        let Some(old) = self.folder().filter(|old| *old != folder).map(Path::to_owned) else {
            return self;
        };
        if old.canonicalize().is_ok_and(|old| folder.canonicalize().is_ok_and(|now| now == old)) {
            return self;
        }
        let (from, to) = roots(&old, folder);
        let is_copy = old.exists();
        let moved = |path: &Path| {
            let Ok(rest) = path.strip_prefix(from) else { return path.to_owned() };
            // No slash at the end.
            let there = if path == from { to.to_owned() } else { to.join(rest) };
            // With nothing but the root above both, not all below it has moved.
            let stayed = !is_copy && !there.exists() && path.exists();
            if stayed { path.to_owned() } else { there }
        };
        self.records.retain(|record| !is_copy || record.path().starts_with(from));
        for record in &mut self.records {
            let (Record::Folder { path } | Record::Own { path, .. } | Record::Line { path, .. }) =
                record;
            *path = moved(path);
        }
        self.surroundings.iter_mut().for_each(|one| one.follow(moved));
        self.made.iter_mut().for_each(|path| *path = moved(path));
        self.moved_from = Some(old);
        self
    }

    /// The folder of the installation that wrote it. Only what is in there has no hashes.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.records.iter().find_map(|record| match record {
            Record::Own { path, hashes } if hashes.is_empty() && path.ends_with("settings") => {
                path.parent()
            }
            _ => None,
        })
    }
}

/// Two paths without the names that both end with.
fn roots<'a>(one: &'a Path, other: &'a Path) -> (&'a Path, &'a Path) {
    let (mut one, mut other) = (one, other);
    while let (Some(above), Some(others), true) =
        (one.parent(), other.parent(), one.file_name() == other.file_name())
    {
        (one, other) = (above, others);
    }
    (one, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(folder: &Path, elsewhere: &str) -> Receipt {
        Receipt::of(vec![
            Record::Own { path: folder.join("settings"), hashes: [].into() },
            Record::Own { path: elsewhere.into(), hashes: ["x".into()].into() },
            Record::Folder { path: "/old/me/python".into() },
        ])
    }

    fn paths(receipt: &Receipt) -> Vec<&str> {
        receipt.records.iter().filter_map(|record| record.path().to_str()).collect()
    }

    #[test]
    fn what_was_below_a_renamed_home_is_found_below_its_new_name() {
        let moved = receipt(Path::new("/old/me/data/ours"), "/opt/hook.py");
        let moved = moved.follow(Path::new("/new/data/ours"));
        assert_eq!(paths(&moved), ["/new/data/ours/settings", "/opt/hook.py", "/new/python"]);
        assert_eq!(moved.moved_from.as_deref(), Some(Path::new("/old/me/data/ours")));
        let same = receipt(Path::new("/new/ours"), "/opt/hook.py").follow(Path::new("/new/ours"));
        assert_eq!(same.moved_from, None);
    }

    #[test]
    fn a_copy_takes_back_nothing_of_its_original_s() {
        let original = tempfile::tempdir().expect("a folder");
        let copied = receipt(original.path(), "/opt/hook.py").follow(Path::new("/new/copy"));
        assert_eq!(paths(&copied), ["/new/copy/settings"]);
    }
}
