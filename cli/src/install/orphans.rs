//! What is known of an earlier `enable`: by its receipt, or else by our mark in the places that we know.

mod lines;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::error::Result;
use crate::install::Installation;
use crate::install::interpreter::Interpreter;
use crate::install::receipt::{self, Receipt, Unreadable};
use crate::install::scope::Scope;
use crate::install::slot::{self, Slot};

/// What there is to take back.
#[derive(Debug)]
pub(crate) struct Known {
    /// The receipt, or one made up from what was found.
    pub(crate) receipt: Receipt,
    /// Why there is no receipt that could be read, and what that means.
    pub(crate) note: Option<String>,
    /// What looks like ours, is left, and is to be looked at by hand.
    pub(crate) by_hand: Vec<String>,
}

impl Known {
    /// That of an installation; `None` where nothing of it is found. `interpreters` are looked into
    /// only where no receipt names the hooks.
    pub(crate) fn of(
        installation: &Installation,
        interpreters: impl FnOnce() -> Vec<Interpreter>,
    ) -> Result<Option<Self>> {
        let (damage, former) = match receipt::read(installation) {
            Ok(Some(receipt)) => return Ok(Some(Self { receipt, note: None, by_hand: vec![] })),
            Ok(None) => (None, None),
            Err(Unreadable::Damaged(path, why)) => {
                (Some(format!("{} is damaged ({why})", path.display())), None)
            }
            Err(Unreadable::Moved(_, from, _)) => (Some(receipt::was_moved(&from)), Some(from)),
            Err(other) => return Err(other.into()),
        };
        let mut folders = vec![installation.folder().to_owned()];
        // What is there is its own, and this is a copy.
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

    /// Finds hooks of the installation by each name that its folder has or had.
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

/// Adds what carries our mark in files that we know and `receipt` does not; answers what is to be looked at by
/// hand.
pub(crate) fn add_lines(installation: &Installation, receipt: &mut Receipt) -> Vec<String> {
    let mut known = Known { receipt: receipt.clone(), note: None, by_hand: vec![] };
    known.find_lines(installation);
    *receipt = known.receipt;
    known.by_hand
}

/// Whether something of ours is in an installation's folder.
pub(crate) fn has_own(installation: &Installation) -> Result<bool> {
    Ok(installation.own_files().next().is_some() || !installation.payloads()?.is_empty())
}
