//! What is known of an earlier `enable`, from its receipt or else from our marks in the places that
//! we know.

mod lines;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::error::Result;
use crate::install::Installation;
use crate::install::interpreter::Interpreter;
use crate::install::receipt::{self, Receipt, UnreadableReceipt};
use crate::install::scope::Scope;
use crate::install::slot::{self, Slot};

/// The edits that can be undone.
#[derive(Debug)]
pub(crate) struct KnownEdits {
    /// The receipt, or one made from our marks.
    pub(crate) receipt: Receipt,
    /// Why the receipt could not be read, and what follows.
    pub(crate) note: Option<String>,
    /// Files with our mark that are left, and that the user should look at.
    pub(crate) by_hand: Vec<String>,
}

impl KnownEdits {
    /// The edits of an installation; `None` if there is no trace of it. `interpreters` is called
    /// only if no receipt names the hooks.
    pub(crate) fn of(
        installation: &Installation,
        interpreters: impl FnOnce() -> Vec<Interpreter>,
    ) -> Result<Option<Self>> {
        let (damage, former) = match receipt::read(installation) {
            Ok(Some(receipt)) => return Ok(Some(Self { receipt, note: None, by_hand: vec![] })),
            Ok(None) => (None, None),
            Err(UnreadableReceipt::Damaged(path, why)) => {
                (Some(format!("{} is damaged ({why})", path.display())), None)
            }
            Err(UnreadableReceipt::Moved(_, from, _)) => {
                (Some(receipt::was_moved(&from)), Some(from))
            }
            Err(other) => return Err(other.into()),
        };
        let mut folders = vec![installation.folder().to_owned()];
        // If the former folder still exists, its hooks are its own, and this folder is a copy.
        folders.extend(former.filter(|former| matches!(former.try_exists(), Ok(false))));
        let receipt = Receipt::new(installation.folder(), Scope::default());
        let mut known = Self { receipt, note: None, by_hand: vec![] };
        known.find_hooks(&folders, &interpreters());
        known.find_lines(installation);
        let is_nothing = known.receipt.records.is_empty() && known.by_hand.is_empty();
        if damage.is_none() && is_nothing && !has_own(installation)? {
            return Ok(None);
        }
        let why = damage.unwrap_or_else(|| "there is no receipt".to_owned());
        known.note = Some(format!("{why}: we go by what is found to be ours"));
        Ok(Some(known))
    }

    /// Finds hooks of the installation under each name that its folder has or had.
    fn find_hooks(&mut self, folders: &[PathBuf], interpreters: &[Interpreter]) {
        let mut slots: BTreeMap<PathBuf, Slot> = BTreeMap::new();
        for slot in interpreters.iter().flat_map(slot::every) {
            slots.entry(slot.module()).or_insert(slot);
        }
        for (slot, folder) in
            slots.values().flat_map(|slot| folders.iter().map(move |one| (slot, one)))
        {
            match slot.orphans(folder) {
                Ok(records) => self.receipt.records.extend(records),
                Err(why) => self.by_hand.push(why),
            }
        }
    }
}

/// Adds lines with our mark in files that we know and that `receipt` does not have. Returns the
/// files that the user should look at.
pub(crate) fn add_lines(installation: &Installation, receipt: &mut Receipt) -> Vec<String> {
    let mut known = KnownEdits { receipt: receipt.clone(), note: None, by_hand: vec![] };
    known.find_lines(installation);
    *receipt = known.receipt;
    known.by_hand
}

/// Whether there is a file of ours in an installation's folder.
pub(crate) fn has_own(installation: &Installation) -> Result<bool> {
    Ok(installation.own_files().next().is_some() || !installation.payloads()?.is_empty())
}
