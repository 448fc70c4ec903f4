//! An installation that is enabled: its scope and settings, and what of it is gone.

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

/// An enabled installation: a user's own, or the machine's, which is every user's.
pub(crate) struct Enabled {
    pub(crate) installation: Installation,
    /// The interpreters and shells that it is to reach.
    pub(crate) scope: Scope,
    /// The settings that processes read.
    pub(crate) settings: SettingsFile,
    /// What is gone or damaged; `enable` restores it.
    pub(crate) damage: Vec<String>,
    /// Hooks of another version to which others have added lines; `enable` leaves them.
    pub(crate) edited: Vec<PathBuf>,
    /// The shell files that bring the preload.
    pub(crate) shell_files: Vec<PathBuf>,
}

impl Enabled {
    /// The installation whose receipt is `receipt`.
    pub(crate) fn by(installation: &Installation, receipt: &Receipt) -> Self {
        // `enable` can't restore a file on a disk that is not mounted.
        let is_gone =
            |one: &&Record| !one.is_in_place() && one.missing_folder(&receipt.records).is_none();
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
        let standing = receipt::preloading(receipt).filter(|record| record.is_in_place());
        enabled.shell_files = standing.map(|record| record.path().to_owned()).collect();
        enabled
    }

    /// The machine's installation. Only root may read its receipt, but its files show whether it is
    /// there.
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

    /// The command that repairs it.
    pub(crate) fn repair_command(&self) -> String {
        suggest::enable(self.installation.is_system())
    }

    /// The command that undoes it.
    pub(crate) fn undo_command(&self) -> String {
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
