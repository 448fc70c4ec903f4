//! The files that an earlier run of our script had to give another name: `plot_1-<pid>.png` is
//! overwritten by a `plot_1.png` as an earlier `plot_1.png` is, though the name is not the same.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::sync::{Mutex, PoisonError};

use super::alternative_name;
use super::folder::Folder;
use super::ownership::Ownership;

/// What was in a folder when it was first looked at. A later file is no earlier run's.
#[derive(Debug, Default)]
pub(super) struct Leftovers(Mutex<HashMap<(u64, u64), Vec<OsString>>>);

impl Leftovers {
    /// Removes what an earlier run of the script has saved where it wanted that name.
    ///
    /// The pid in a file's name has to be its writer's: what a user has renamed is kept.
    pub(super) fn remove(&self, folder: &Folder, wanted: &OsStr, claim: &Ownership<'_>) {
        let mut folders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let names = folders.entry(folder.identity).or_insert_with(|| folder.names());
        for name in names {
            let Some(pid) = alternative_name::pid(wanted, name) else { continue };
            let marked = folder.read(name).ok().and_then(|file| claim.whose(&file));
            if marked.is_some_and(|(mark, whose)| {
                mark.writer.number.cast_unsigned() == pid && whose.is_earlier()
            }) {
                let _ = folder.remove(name);
            }
        }
    }
}
