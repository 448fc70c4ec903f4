//! What an installation is to reach: what `enable` was told, and what it found.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::install::interpreter::Interpreter;

/// What the next `enable` reaches if it is not told otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Scope {
    /// The programs of its interpreters, links resolved; they may be on nobody's `PATH`.
    pub(crate) pythons: BTreeSet<PathBuf>,
    /// Whether all others are left out (`--python`).
    pub(crate) only_named: bool,
    /// Whether shell files are left alone (`--no-shell`).
    pub(crate) no_shell: bool,
}

impl Scope {
    /// The same with interpreters that are reached too, and without those that are gone.
    pub(crate) fn with(&self, interpreters: &[Interpreter]) -> Self {
        let programs = interpreters.iter().map(|one| real(&one.executable));
        let known = self.pythons.iter().filter(|program| program.exists()).cloned();
        Self { pythons: programs.chain(known).collect(), ..self.clone() }
    }

    /// Whether `--python` was there to leave this one out.
    pub(crate) fn leaves_out(&self, interpreter: &Interpreter) -> bool {
        self.only_named && !self.pythons.contains(&real(&interpreter.executable))
    }
}

fn real(program: &Path) -> PathBuf {
    program.canonicalize().unwrap_or_else(|_| program.to_owned())
}
