//! Finds the files of a hook in a slot that are recognisably ours, without a receipt.

use std::path::Path;

use crate::edit::{Record, hash};
use crate::file::{self, folder_writable};
use crate::install::hook::{self, HookOwner};
use crate::install::slot::{Slot, has_only_hook, is_text};

impl Slot {
    /// The records that an `enable` would have written, in its order. `Err` names a hook that may
    /// be ours but is not as this version writes it.
    pub(crate) fn orphans(&self, installation: &Path) -> Result<Vec<Record>, String> {
        let module = self.module();
        let folder = || Record::Folder { path: self.folder().to_owned() };
        let own = |path: &Path, text: &[u8]| Record::File {
            path: path.to_owned(),
            hashes: [hash(text)].into(),
            derived: (path == module).then(|| self.bytecode()),
        };
        let text = file::content(&module).filter(|_| !module.is_symlink());
        let mut records = vec![];
        match &text {
            Some(text) => match hook::written(text, installation) {
                Some(made) => {
                    if made || matches!(self, Self::Zip(_)) {
                        records.push(folder());
                    }
                    records.push(own(&module, text));
                }
                None if hook::owner(text, installation) == HookOwner::Us => {
                    return Err(format!(
                        "{} was edited or is another version's: left, check it by hand",
                        module.display()
                    ));
                }
                // The module is somebody else's, and so are the files beside it.
                None => return Ok(vec![]),
            },
            // Only we make a folder of that name; a kill or an edit may have emptied it.
            None => {
                let is_ours =
                    matches!(self, Self::Zip(zip) if !zip.is_symlink() && has_only_hook(zip));
                // If this user can't remove the folder, another one will find it.
                if is_ours && self.folder().parent().is_some_and(folder_writable) {
                    records.extend([folder(), own(&module, b"")]);
                }
            }
        }
        // Files that start a missing module are ours too; Python complains of them at each start.
        let starters = self.starters().into_iter().filter(|(path, text)| is_text(path, text));
        records.extend(starters.map(|(path, text)| own(&path, text.as_bytes())));
        Ok(records)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(records: &[Record]) -> Vec<&Path> {
        records.iter().map(Record::path).collect()
    }

    #[test]
    fn a_hook_of_ours_is_found_with_its_folder_and_an_edited_one_is_reported() {
        let folder = tempfile::tempdir().expect("a folder");
        let zip = folder.path().join("python312.zip");
        let module = zip.join("sitecustomize.py");
        let left = || Slot::Zip(zip.clone()).orphans(Path::new("/ours"));
        assert_eq!(left(), Ok(vec![]));
        std::fs::create_dir(&zip).expect("made");
        assert_eq!(paths(&left().expect("known")), [&*zip, &*module]);
        let text = hook::sitecustomize(Path::new("/ours/payload-1"));
        std::fs::write(&module, &text).expect("written");
        assert_eq!(paths(&left().expect("known")), [&*zip, &*module]);
        std::fs::write(&module, text + "x = 1\n").expect("written");
        assert!(left().is_err_and(|why| why.contains("was edited")));
        std::fs::write(&module, hook::sitecustomize(Path::new("/other/payload-1")))
            .expect("written");
        assert_eq!(left(), Ok(vec![]));
        std::fs::remove_file(&module).expect("removed");
        std::fs::write(zip.join("theirs.py"), "").expect("written");
        assert_eq!(left(), Ok(vec![]));
    }

    #[test]
    fn starters_of_a_hook_are_found_unless_the_hook_is_another_s() {
        let folder = tempfile::tempdir().expect("a folder");
        let site = Slot::Site(folder.path().to_owned());
        let left = || site.orphans(Path::new("/ours")).map(|records| records.len());
        for (path, text) in site.starters() {
            std::fs::write(path, text).expect("written");
        }
        assert_eq!(left(), Ok(2));
        let write = |payload: &str, made| {
            let text = hook::startup(Path::new(payload), made);
            std::fs::write(site.module(), text).expect("written");
        };
        write("/ours/payload-1", false);
        assert_eq!(left(), Ok(3));
        write("/ours/payload-1", true);
        assert_eq!(left(), Ok(4));
        write("/other/payload-1", false);
        assert_eq!(left(), Ok(0));
    }
}
