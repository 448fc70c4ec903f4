//! An installation that stands: what is known of it, and what is gone.

use std::path::PathBuf;

use crate::error::Result;
use crate::install::receipt::{Receipt, Record};
use crate::install::remedy::Remedy;
use crate::install::shape::Shape;
use crate::install::stored::Stored;
use crate::install::{Installation, carriers, shell, system};

/// A user's own, or the machine's, which is every user's.
pub(crate) struct Enabled {
    /// Where.
    pub(crate) installation: Installation,
    /// What it was told to reach.
    pub(crate) shape: Shape,
    /// What processes read of its settings.
    pub(crate) stored: Stored,
    /// What is gone or damaged; `enable` brings it back.
    pub(crate) damage: Vec<String>,
    /// The files of shells that bring the preload.
    pub(crate) shell_files: Vec<PathBuf>,
}

impl Enabled {
    /// One whose receipt is `receipt`.
    pub(crate) fn by(installation: &Installation, receipt: &Receipt) -> Self {
        let gone = receipt.records.iter().filter(|record| !record.stands());
        let mut damage: Vec<String> = gone.map(gone_from).collect();
        if let Some(from) = &receipt.moved_from {
            damage.push(format!(
                "it was enabled in {}, and was moved or copied since",
                from.display()
            ));
        }
        if !installation.preload().exists() {
            damage.push("another version is enabled".into());
        }
        let mut enabled = Self::with(installation, receipt.shape.clone(), damage);
        let standing = receipt.carriers().filter(|record| record.stands());
        enabled.shell_files = standing.map(|record| record.path().to_owned()).collect();
        enabled
    }

    /// The machine's. Its receipt is for root alone, but what it stands for shows.
    pub(crate) fn machine() -> Result<Option<Self>> {
        let machine = Installation::system();
        let receipt = match nix::unistd::geteuid().is_root() {
            true => Receipt::read(&machine.receipt())?.filter(|one| !one.records.is_empty()),
            false => None,
        };
        let unread = || {
            let damage = system::problem(&machine).into_iter().collect();
            machine.settings().exists().then(|| Self::with(&machine, Shape::default(), damage))
        };
        Ok(receipt.map(|receipt| Self::by(&machine, &receipt)).or_else(unread))
    }

    fn with(installation: &Installation, shape: Shape, mut damage: Vec<String>) -> Self {
        let stored = Stored::read(&installation.settings()).unwrap_or_else(|garbled| {
            damage.push(garbled.to_string());
            garbled.rest
        });
        let (installation, shell_files) = (installation.clone(), vec![]);
        Self { installation, shape, stored, damage, shell_files }
    }

    /// The commands that mend it.
    pub(crate) fn remedy(&self) -> Remedy {
        let (stored, shape) = (self.stored.clone(), self.shape.clone());
        Remedy { system: self.installation.is_system(), stored, shape }
    }

    /// What takes it back.
    pub(crate) fn undo(&self) -> String {
        let sudo = system::sudo(self.installation.is_system());
        format!("{sudo}{}", shell::undo(&self.installation))
    }

    /// Whether anything brings its preload into new processes.
    pub(crate) fn brings_preload(&self) -> bool {
        self.installation.is_system()
            || !self.shell_files.is_empty()
            || carriers::here(&self.installation)
    }
}

fn gone_from(record: &Record) -> String {
    let path = record.path().display();
    match record {
        Record::Line { .. } => format!("our line is gone from {path}"),
        _ => format!("{path} is gone"),
    }
}
