//! The shape of an installation: what `enable` was told to reach, and what it reached.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::install::interpreter::Interpreter;

/// What a later `enable` has to be told so that it reaches no more and no less. Receipts of earlier
/// versions have none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Shape {
    /// The programs of its interpreters, links resolved; they may be on nobody's `PATH`.
    pub(crate) pythons: BTreeSet<PathBuf>,
    /// Whether all others are left out (`--python`).
    pub(crate) narrowed: bool,
    /// Whether shell files are left alone (`--no-shell`).
    pub(crate) no_shell: bool,
}

impl Shape {
    /// What comes of an `enable` over this one; `None` where it is the first. Nothing that stands is
    /// taken back by it, and so it can only widen.
    pub(crate) fn after(old: Option<&Self>, interpreters: &[Interpreter], given: Given) -> Self {
        let programs = interpreters.iter().map(|one| real(&one.executable));
        let known = old.into_iter().flat_map(|old| old.pythons.iter().cloned());
        Self {
            pythons: programs.chain(known).collect(),
            narrowed: given.python && old.is_none_or(|old| old.narrowed),
            no_shell: given.no_shell && old.is_none_or(|old| old.no_shell),
        }
    }

    /// Whether `--python` was there to leave this one out.
    pub(crate) fn leaves_out(&self, interpreter: &Interpreter) -> bool {
        self.narrowed && !self.pythons.contains(&real(&interpreter.executable))
    }
}

/// The options of one `enable`.
#[derive(Clone, Copy)]
pub(crate) struct Given {
    /// `--python`.
    pub(crate) python: bool,
    /// `--no-shell`.
    pub(crate) no_shell: bool,
}

fn real(program: &Path) -> PathBuf {
    program.canonicalize().unwrap_or_else(|_| program.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_enable_can_only_widen() {
        let after = |old: Option<&Shape>, python, no_shell| {
            let shape = Shape::after(old, &[], Given { python, no_shell });
            (shape.narrowed, shape.no_shell, shape)
        };
        assert!(matches!(after(None, true, true), (true, true, _)));
        assert!(matches!(after(None, false, false), (false, false, _)));
        let narrow = after(None, true, true).2;
        assert!(matches!(after(Some(&narrow), true, false), (true, false, _)));
        assert!(matches!(after(Some(&narrow), false, true), (false, true, _)));
        assert!(matches!(after(Some(&Shape::default()), true, true), (false, false, _)));
    }
}
