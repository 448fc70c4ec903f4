//! An installation that is enabled: what is known of it, and what is gone.

use std::path::PathBuf;

use crate::edit::Record;
use crate::error::Result;
use crate::install::Installation;
use crate::install::live_processes;
use crate::install::receipt::{self, Receipt};
use crate::install::scope::Scope;
use crate::install::settings_file::SettingsFile;
use crate::install::shell;
use crate::install::slot::Slot;
use crate::install::suggest;
use crate::install::system;

/// A user's own, or the machine's, which is every user's.
pub(crate) struct Enabled {
    /// Where.
    pub(crate) installation: Installation,
    /// What it was told to reach.
    pub(crate) scope: Scope,
    /// What processes read of its settings.
    pub(crate) settings: SettingsFile,
    /// What is gone or damaged; `enable` brings it back.
    pub(crate) damage: Vec<String>,
    /// Hooks with lines of others that are not this version's; `enable` leaves them.
    pub(crate) edited: Vec<PathBuf>,
    /// The files of shells that bring the preload.
    pub(crate) shell_files: Vec<PathBuf>,
}

impl Enabled {
    /// One whose receipt is `receipt`.
    pub(crate) fn by(installation: &Installation, receipt: &Receipt) -> Self {
        // No `enable` brings back what is away.
        let is_gone = |one: &&Record| !one.stands() && one.away(&receipt.records).is_none();
        let mut damage: Vec<String> =
            receipt.records.iter().filter(is_gone).map(gone_from).collect();
        let has_payload = installation.preload().exists();
        if !has_payload {
            let is_another = installation.payloads().is_ok_and(|payloads| !payloads.is_empty());
            let why = if is_another { "another version is enabled" } else { "its payload is gone" };
            damage.push(why.into());
        }
        damage.extend(installation.gone().map(|path| format!("{} is gone", path.display())));
        let mut enabled = Self::with(installation, receipt.metadata.clone(), damage);
        let slots = receipt.records.iter().filter_map(|record| Slot::at(record.path()));
        enabled.edited = slots
            .filter(|slot| has_payload && !slot.holds(&installation.payload()))
            .filter(|slot| slot.is_edited(installation.folder(), &receipt.records))
            .map(|slot| slot.module())
            .collect();
        let standing = receipt::preloading(receipt).filter(|record| record.stands());
        enabled.shell_files = standing.map(|record| record.path().to_owned()).collect();
        enabled
    }

    /// The machine's. Its receipt is for root alone, but what it stands for shows.
    pub(crate) fn machine() -> Result<Option<Self>> {
        let machine = Installation::system();
        let receipt = match nix::unistd::geteuid().is_root() {
            true => receipt::read_enabled(&machine)?,
            false => None,
        };
        let unread = || {
            let damage = system::problem(&machine).into_iter().collect();
            machine.settings().exists().then(|| Self::with(&machine, Scope::default(), damage))
        };
        Ok(receipt.map(|receipt| Self::by(&machine, &receipt)).or_else(unread))
    }

    fn with(installation: &Installation, scope: Scope, mut damage: Vec<String>) -> Self {
        let settings = SettingsFile::read(&installation.settings()).unwrap_or_else(|invalid| {
            damage.push(invalid.to_string());
            invalid.rest
        });
        let (installation, edited, shell_files) = (installation.clone(), vec![], vec![]);
        Self { installation, scope, settings, damage, edited, shell_files }
    }

    /// What mends it.
    pub(crate) fn mend(&self) -> String {
        suggest::enable(self.installation.is_system())
    }

    /// What takes it back.
    pub(crate) fn undo(&self) -> String {
        let sudo = suggest::sudo(self.installation.is_system());
        format!("{sudo}{}", shell::undo(&self.installation))
    }

    /// Whether anything brings its preload into new processes.
    pub(crate) fn brings_preload(&self) -> bool {
        self.installation.is_system()
            || !self.shell_files.is_empty()
            || live_processes::here(&self.installation)
    }
}

fn gone_from(record: &Record) -> String {
    let path = record.path().display();
    match record {
        Record::Line { .. } => format!("our line is gone from {path}"),
        _ => format!("{path} is gone"),
    }
}
