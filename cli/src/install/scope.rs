//! The scope of an installation: the interpreters and shells that it is to reach.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::install::interpreter::Interpreter;

/// What the next `enable` reaches if it gets no other flags.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Scope {
    /// The programs of the interpreters, with links resolved. They may not be on anybody's `PATH`.
    pub(crate) pythons: BTreeSet<PathBuf>,
    /// Whether all other interpreters are left out (`--python`).
    pub(crate) only_named: bool,
    /// Whether shell files are left alone (`--no-shell`).
    pub(crate) no_shell: bool,
}

impl Scope {
    /// Adds `interpreters`, and drops interpreters that were found by search and are gone. A named
    /// one stays, because its disk may not be mounted.
    pub(crate) fn with(&self, interpreters: &[Interpreter]) -> Self {
        let programs = interpreters.iter().map(|one| real(&one.executable));
        let known = self.pythons.iter().filter(|one| self.only_named || one.exists()).cloned();
        Self { pythons: programs.chain(known).collect(), ..self.clone() }
    }

    /// A note that named interpreters are gone, and whether all are.
    pub(crate) fn gone(&self) -> Option<(String, bool)> {
        let named = self.pythons.iter().filter(|_| self.only_named);
        let (there, gone): (Vec<_>, Vec<_>) = named.partition(|program| program.exists());
        let names = gone.iter().map(|one| one.display().to_string()).collect::<Vec<_>>().join(", ");
        let text = format!("--python named Pythons that are gone: {names}");
        (!gone.is_empty()).then_some((text, there.is_empty()))
    }

    /// Whether `--python` leaves this interpreter out.
    pub(crate) fn leaves_out(&self, interpreter: &Interpreter) -> bool {
        self.only_named && !self.pythons.contains(&real(&interpreter.executable))
    }
}

fn real(program: &Path) -> PathBuf {
    program.canonicalize().unwrap_or_else(|_| program.to_owned())
}
