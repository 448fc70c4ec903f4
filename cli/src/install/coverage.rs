//! Which layers reach an interpreter, and why not where not.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use crate::install::Installation;
use crate::install::interpreter::{self, Interpreter};
use crate::install::proof::{self, Layer};
use crate::install::slot::{self, Slot};
use crate::payload;

/// How a layer stands with an interpreter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", content = "reason", rename_all = "kebab-case")]
pub(crate) enum State {
    /// To be put in place.
    Planned,
    /// In place.
    Installed,
    /// A message came through it.
    Proven,
    /// In place, but no message came through it.
    NotProven(String),
    /// Not in place.
    Absent(String),
}

/// An interpreter and what reaches it.
#[derive(Debug, Serialize)]
pub(crate) struct Coverage {
    name: String,
    executable: PathBuf,
    /// Why the capture has no business there.
    unfit: Option<String>,
    preload: State,
    hook: State,
    /// The name of the slot that the hook has or may have.
    hook_slot: Option<&'static str>,
    /// The hook's module there.
    hook_file: Option<PathBuf>,
    /// What that slot does not reach and a better one would.
    hook_limit: Option<&'static str>,
    #[serde(skip)]
    interpreter: Interpreter,
}

impl Coverage {
    /// As `enable` makes it.
    pub(crate) fn planned(interpreter: Interpreter, installation: &Installation) -> Self {
        let hook = slot::usable(&interpreter, installation);
        let mut coverage = Self::of(interpreter, installation);
        if coverage.unfit.is_none() && installation.preloadable() {
            coverage.preload = State::Planned;
        }
        if hook.is_ok() {
            coverage.hook = State::Planned;
        }
        coverage
    }

    /// As it is on the disk.
    pub(crate) fn of(interpreter: Interpreter, installation: &Installation) -> Self {
        let unfit = interpreter.unfit();
        let preload = match &unfit {
            Some(reason) => State::Absent(reason.clone()),
            None if !installation.preloadable() => {
                let folder = installation.folder().display();
                State::Absent(format!(
                    "LD_PRELOAD cannot name a path with a space or colon: {folder}"
                ))
            }
            None if !installation.preload().exists() => State::Absent("not enabled".into()),
            None => State::Installed,
        };
        let slot = slot::usable(&interpreter, installation);
        let hook_slot = slot.as_ref().ok().map(Slot::name);
        let hook_file = slot.as_ref().ok().map(Slot::module);
        let hook_limit = slot.as_ref().ok().and_then(Slot::limit);
        let hook = match slot {
            Ok(slot) if slot.holds(&installation.payload()) => State::Installed,
            Ok(_) => State::Absent("not enabled for this interpreter".into()),
            Err(reason) => State::Absent(reason),
        };
        let executable = interpreter.executable.clone();
        let name = interpreter.name();
        Self {
            name,
            executable,
            unfit,
            preload,
            hook,
            hook_slot,
            hook_file,
            hook_limit,
            interpreter,
        }
    }

    /// The same, with what another installation reaches where this one does not.
    pub(crate) fn or_of(mut self, other: Option<&Installation>) -> Self {
        let Some(other) = other else { return self };
        let other = Self::of(self.interpreter.clone(), other);
        for (own, other) in [(&mut self.preload, other.preload), (&mut self.hook, other.hook)] {
            if *own != State::Installed && other == State::Installed {
                *own = other;
            }
        }
        self
    }

    /// Starts the interpreter through each installed layer alone, and notes what came of it.
    pub(crate) fn prove(&mut self, installation: &Installation) {
        let layers = [(Layer::Preload, &mut self.preload), (Layer::Hook, &mut self.hook)];
        let mut installed: Vec<_> =
            layers.into_iter().filter(|(_, state)| **state == State::Installed).collect();
        if installed.is_empty() {
            return;
        }
        let interpreter = &self.interpreter;
        let slot = slot::usable(interpreter, installation).ok();
        let mut places = vec![payload::package(&installation.payload())];
        if installed.iter().any(|(layer, _)| *layer == Layer::Hook) {
            places.extend(slot.as_ref().map(Slot::module));
        }
        proof::precompile(interpreter, &places);
        for (layer, state) in &mut installed {
            let options = match (*layer, &slot) {
                (Layer::Hook, Some(slot)) => slot.options(),
                _ => &["-I"],
            };
            **state = match proof::prove(interpreter, *layer, options, &installation.preload()) {
                Ok(()) => State::Proven,
                // It stands, and shows itself only where that preload does not reach.
                Err(reason) if reason == proof::PRELOAD_FIRST => continue,
                Err(reason) => State::NotProven(reason),
            };
        }
    }

    /// Whether figures come from there, if it is fit for that at all.
    pub(crate) fn works(&self) -> bool {
        let reaches = |state| matches!(state, &State::Installed | &State::Proven);
        self.unfit.is_some() || reaches(&self.preload) || reaches(&self.hook)
    }
}

/// Proves all of `coverages` at the same time.
pub(crate) fn prove_all(coverages: Vec<Coverage>, installation: &Installation) -> Vec<Coverage> {
    interpreter::at_once(coverages, |mut coverage| {
        coverage.prove(installation);
        coverage
    })
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<16} {}: ", self.name, self.executable.display())?;
        if let Some(reason) = &self.unfit {
            return write!(f, "left alone, {reason}");
        }
        for (index, (name, state)) in
            [("preload", &self.preload), ("hook", &self.hook)].into_iter().enumerate()
        {
            let comma = if index > 0 { ", " } else { "" };
            match state {
                State::Planned | State::Installed | State::Proven => {
                    write!(f, "{comma}{name}")?;
                    if let (Some(limit), "hook") = (self.hook_limit, name) {
                        write!(f, " ({limit})")?;
                    }
                }
                State::NotProven(reason) => write!(f, "{comma}{name} not proven ({reason})")?,
                State::Absent(reason) => write!(f, "{comma}no {name} ({reason})")?,
            }
        }
        Ok(())
    }
}
