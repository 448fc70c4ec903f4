//! What there is to take back: by the receipt, else by what is recognisably ours.

mod lines;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::install::Installation;
use crate::install::interpreter::Interpreter;
use crate::install::receipt::{Receipt, Record, Unreadable};
use crate::install::shell::SHELLS;
use crate::install::slot::{self, Slot};

/// What is known of an earlier `enable`.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// The receipt, or one made up from what was found.
    pub(crate) receipt: Receipt,
    /// Whether it is the one that `enable` wrote, and wrote here.
    pub(crate) current: bool,
    /// How the rest is known.
    pub(crate) notes: Vec<String>,
    /// What looks like ours and is left.
    pub(crate) kept: Vec<String>,
}

impl Known {
    /// That of an installation; `None` where nothing of it is found. `interpreters` are looked into
    /// only where no receipt names the hooks.
    pub(crate) fn of(
        installation: &Installation,
        interpreters: impl FnOnce() -> Vec<Interpreter>,
    ) -> Result<Option<Self>> {
        let (damaged, note) = match Receipt::read(&installation.receipt()) {
            Ok(Some(receipt)) => return Ok(Some(Self::read(receipt))),
            Ok(None) => (None, "there is no receipt".to_owned()),
            Err(Unreadable::Damaged { path, why, text }) => {
                (Some(text), format!("{} is damaged ({why})", path.display()))
            }
            Err(other) => return Err(other.into()),
        };
        let mut known = Self::default();
        let named = damaged.as_deref().map(named).unwrap_or_default();
        known.find_own(installation);
        known.find_hooks(installation, &interpreters(), &named);
        known.find_lines(installation, &named)?;
        let payloads = installation.payloads()?;
        if damaged.is_none() && known.receipt.records.is_empty() && payloads.is_empty() {
            return Ok((!known.kept.is_empty()).then_some(known));
        }
        known.notes.push(format!("{note}: what is taken back is what was found to be ours"));
        Ok(Some(known))
    }

    fn read(receipt: Receipt) -> Self {
        let note = receipt.moved_from.as_ref().map(|from| {
            format!("it was enabled in {}, and was moved or copied since", from.display())
        });
        let current = note.is_none();
        Self { receipt, current, notes: note.into_iter().collect(), kept: vec![] }
    }

    /// What is ours by its name, because the folder is.
    fn find_own(&mut self, installation: &Installation) {
        let mut files = vec![installation.settings()];
        files.extend(SHELLS.map(|shell| installation.script(shell.script_name())));
        let own = |path| Record::Own { path, hashes: BTreeSet::new() };
        let mut records: Vec<Record> = files.into_iter().map(own).collect();
        records.push(Record::Folder { path: installation.commands() });
        records.push(own(installation.command()));
        records.retain(Record::stands);
        self.receipt.records.extend(records);
    }

    fn find_hooks(
        &mut self,
        installation: &Installation,
        interpreters: &[Interpreter],
        named: &BTreeSet<PathBuf>,
    ) {
        let mut slots: BTreeMap<PathBuf, Slot> = BTreeMap::new();
        let found = interpreters.iter().flat_map(slot::every);
        for slot in found.chain(named.iter().filter_map(|path| Slot::at(path))) {
            slots.entry(slot.module()).or_insert(slot);
        }
        for slot in slots.values() {
            match slot.left(installation.folder()) {
                Ok(records) => self.receipt.records.extend(records),
                Err(why) => self.kept.push(why),
            }
        }
    }
}

/// What takes [`orphans`] back.
pub(crate) const MEND: &str = "cg-plot-capture disable";

/// What of an installation no receipt stands for, an item each: for commands that only look.
pub(crate) fn orphans(
    installation: &Installation,
    interpreters: &[Interpreter],
) -> Result<Vec<String>> {
    let Some(known) = Known::of(installation, || interpreters.to_vec())? else {
        return Ok(vec![]);
    };
    let folder = installation.folder();
    let files = known.receipt.records.iter().filter(|one| !matches!(one, Record::Folder { .. }));
    // What is in our own folder goes with it.
    let places: BTreeSet<&Path> = files
        .map(|record| if record.path().starts_with(folder) { folder } else { record.path() })
        .collect();
    let left = places.iter().map(|place| match *place == folder {
        true => format!("{} is left, without its receipt", place.display()),
        false => format!("what is ours in {} is left of an earlier enable", place.display()),
    });
    Ok(left.chain(known.kept).collect())
}

/// The paths that a damaged receipt still names.
fn named(text: &[u8]) -> BTreeSet<PathBuf> {
    let key = b"\"path\":";
    let places = text.windows(key.len()).enumerate().filter(|(_, part)| part == key);
    let paths = places.filter_map(|(at, _)| {
        let value = &text[at + key.len()..];
        serde_json::Deserializer::from_slice(value).into_iter::<PathBuf>().next()?.ok()
    });
    paths.filter(|path| path.is_absolute()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_receipt_still_names_paths() {
        let text =
            br#"\xff{"path": "/a \"b\""}, {"path":"/c"}, "path": 7, "path": "d", "path": "/e"#;
        assert_eq!(named(text), [r#"/a "b""#, "/c"].map(PathBuf::from).into());
        assert_eq!(named(b""), BTreeSet::new());
    }
}
