//! Removes files of an earlier run to which that run had to give another name: `plot_1.png`
//! replaces an earlier `plot_1-<pid>.png` as it replaces an earlier `plot_1.png`. A file beside it
//! (`plot_1-<pid>.png.json`) goes with it.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::alternative_name;
use super::folder::Folder;
use super::ownership::Ownership;

/// The names in each folder when it was first read. A later file is not of an earlier run.
#[derive(Debug, Default)]
pub(super) struct Leftovers(Mutex<HashMap<(u64, u64), Vec<OsString>>>);

impl Leftovers {
    /// Removes the files that an earlier run of the script has saved instead of `wanted`.
    ///
    /// The pid in a file's name must be its writer's, so that a file that a user has renamed is
    /// kept.
    pub(super) fn remove(&self, folder: &Folder, wanted: &OsStr, claim: &Ownership<'_>) {
        let mut folders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let names = folders.entry(folder.identity).or_insert_with(|| folder.names());
        for name in names {
            let pid = |name: &OsStr| alternative_name::pid(wanted, name);
            let beside = || Path::new(name).file_stem().and_then(pid);
            let Some(pid) = pid(name).or_else(beside) else { continue };
            let marked = folder.read(name).ok().and_then(|file| claim.owner_of(&file));
            if marked.is_some_and(|(mark, whose)| {
                mark.writer.number.cast_unsigned() == pid && whose.is_earlier()
            }) {
                let _ = folder.remove(name);
            }
        }
    }
}
