//! Which layers reach an interpreter, and why the others do not.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use crate::install::Installation;
use crate::install::interpreter::{self, Interpreter};
use crate::install::proof::{self, Layer, ProofError};
use crate::install::slot::{self, Slot};
use crate::install::system;
use crate::install::trust;
use crate::payload;

/// The state of a layer for an interpreter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", content = "reason", rename_all = "kebab-case")]
pub(crate) enum LayerState {
    /// `enable` would put it in place.
    Planned,
    Installed,
    /// A message came through it.
    Proven,
    /// It is in place, but no message came through it.
    NotProven(String),
    Absent(Absence),
}

/// Why a layer is not in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Absence {
    NotEnabled,
    /// The installation has not reached this interpreter.
    NotEnabledHere,
    /// `--python` named other interpreters.
    LeftOut,
    /// It is not possible, with the reason.
    Impossible(String),
}

impl fmt::Display for Absence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotEnabled => "not enabled",
            Self::NotEnabledHere => "not enabled for this interpreter",
            Self::LeftOut => "left out by --python",
            Self::Impossible(why) => why,
        })
    }
}

impl Serialize for Absence {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// An interpreter and the state of each layer.
#[derive(Debug, Serialize)]
pub(crate) struct Coverage {
    name: String,
    executable: PathBuf,
    /// Why the capture does not support it.
    unfit: Option<String>,
    preload: LayerState,
    /// Which processes have the preload, if not all that a new shell starts.
    preload_limit: Option<&'static str>,
    /// Whether the preload is the machine's, and not that of this installation.
    preload_system: bool,
    hook: LayerState,
    /// Whether the hook is the machine's.
    hook_system: bool,
    /// The name of the slot that the hook has or may have.
    hook_slot: Option<&'static str>,
    /// The path of the hook's module.
    hook_file: Option<PathBuf>,
    /// What the hook does not reach because of its slot.
    hook_limit: Option<&'static str>,
    #[serde(skip)]
    interpreter: Interpreter,
}

impl Coverage {
    /// The state that `enable` would make. `brought`: something brings the preload into new
    /// processes.
    pub(crate) fn planned(
        interpreter: Interpreter,
        installation: &Installation,
        brought: bool,
    ) -> Self {
        let hook = slot::usable(&interpreter, installation);
        let mut coverage = Self::of(interpreter, installation, brought);
        if coverage.unfit.is_none() && installation.preloadable() {
            coverage.preload = LayerState::Planned;
        }
        if hook.is_ok() {
            coverage.hook = LayerState::Planned;
        }
        coverage
    }

    pub(crate) fn of(interpreter: Interpreter, installation: &Installation, brought: bool) -> Self {
        let unfit = interpreter.unfit();
        let preload = match &unfit {
            Some(reason) => LayerState::Absent(Absence::Impossible(reason.clone())),
            None if !installation.preloadable() => {
                let folder = installation.folder().display();
                LayerState::Absent(Absence::Impossible(format!(
                    "LD_PRELOAD cannot name a path with a space, colon or line break: {folder}"
                )))
            }
            None if !installation.preload().exists() => LayerState::Absent(Absence::NotEnabled),
            // Only the list of preloads brings the machine's preload.
            None => match installation.is_system().then(|| system::problem(installation)).flatten()
            {
                Some(problem) => LayerState::Absent(Absence::Impossible(problem)),
                None => LayerState::Installed,
            },
        };
        let hooked = slot::installed(&interpreter, installation).filter(|_| unfit.is_none());
        let is_hooked = hooked.is_some();
        let slot = hooked.map_or_else(|| slot::usable(&interpreter, installation), Ok);
        let hook_slot = slot.as_ref().ok().map(Slot::name);
        let hook_file = slot.as_ref().ok().map(Slot::module);
        let hook_limit = slot.as_ref().ok().and_then(Slot::limit);
        let hook = match slot {
            // A hook without its payload does nothing.
            Ok(_) if !installation.preload().exists() => LayerState::Absent(Absence::NotEnabled),
            Ok(_) if is_hooked => LayerState::Installed,
            Ok(_) => LayerState::Absent(Absence::NotEnabledHere),
            Err(reason) => LayerState::Absent(Absence::Impossible(reason)),
        };
        let executable = interpreter.executable.clone();
        let name = interpreter.name();
        Self {
            name,
            executable,
            unfit,
            preload,
            preload_limit: (!brought).then_some("where a shell sources it"),
            preload_system: false,
            hook,
            hook_system: false,
            hook_slot,
            hook_file,
            hook_limit,
            interpreter,
        }
    }

    /// Marks an interpreter that `--python` has left out.
    pub(crate) fn left_out(mut self, left_out: bool) -> Self {
        if left_out && matches!(self.hook, LayerState::Absent(_)) && self.unfit.is_none() {
            self.hook = LayerState::Absent(Absence::LeftOut);
        }
        self
    }

    /// Adds the layers of the machine's installation where this one does not reach, or not always.
    pub(crate) fn or_of(mut self, machine: Option<&Installation>) -> Self {
        let Some(machine) = machine else { return self };
        let other = Self::of(self.interpreter.clone(), machine, true);
        let always = self.preload == LayerState::Installed && self.preload_limit.is_none();
        if !always && other.preload == LayerState::Installed {
            self.preload = other.preload;
            self.preload_limit = other.preload_limit;
            self.preload_system = true;
        } else if self.preload == LayerState::Absent(Absence::NotEnabled) {
            self.preload = other.preload;
        }
        if self.hook != LayerState::Installed && other.hook == LayerState::Installed {
            self.hook = other.hook;
            self.hook_system = true;
            self.hook_slot = other.hook_slot;
            self.hook_file = other.hook_file;
            self.hook_limit = other.hook_limit;
        }
        self
    }

    /// Starts the interpreter through each installed layer alone, and stores the result.
    pub(crate) fn prove(&mut self, installation: &Installation) {
        let layers = [(Layer::Preload, &mut self.preload), (Layer::Hook, &mut self.hook)];
        let mut installed: Vec<_> =
            layers.into_iter().filter(|(_, state)| **state == LayerState::Installed).collect();
        if installed.is_empty() {
            return;
        }
        if let Some(problem) = trust::problem_within(&installation.payload()) {
            let not_proven = || LayerState::NotProven(problem.to_string());
            installed.iter_mut().for_each(|(_, state)| **state = not_proven());
            return;
        }
        let interpreter = &self.interpreter;
        let slot = slot::usable(interpreter, installation).ok();
        let mut places = payload::python_folders(&installation.payload());
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
                Ok(()) => LayerState::Proven,
                // The hook is in place, but it acts only in processes without that preload.
                Err(ProofError::PreloadFirst) => continue,
                Err(ProofError::Failure(reason)) => LayerState::NotProven(reason),
            };
        }
    }

    pub(crate) fn is_hooked(&self) -> bool {
        matches!(self.hook, LayerState::Installed | LayerState::Proven)
    }

    /// Whether figures come from this interpreter; true if the capture does not support it.
    pub(crate) fn works(&self) -> bool {
        let reaches = |state| matches!(state, &LayerState::Installed | &LayerState::Proven);
        self.unfit.is_some() || reaches(&self.preload) || reaches(&self.hook)
    }
}

/// Proves all `coverages` at the same time.
pub(crate) fn prove_all(coverages: Vec<Coverage>, installation: &Installation) -> Vec<Coverage> {
    interpreter::in_parallel(coverages, |mut coverage| {
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
        if let (LayerState::Absent(reason), true) = (&self.preload, self.preload == self.hook) {
            return write!(f, "not reached ({reason})");
        }
        let machine = |is: bool| is.then_some("for every user");
        let layers = [
            ("preload", &self.preload, machine(self.preload_system).or(self.preload_limit)),
            ("hook", &self.hook, self.hook_limit.or(machine(self.hook_system))),
        ];
        for (index, (name, state, limit)) in layers.into_iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            match state {
                LayerState::Planned | LayerState::Installed | LayerState::Proven => {
                    write!(f, "{comma}{name}")?;
                    limit.map_or(Ok(()), |limit| write!(f, " ({limit})"))?;
                }
                LayerState::NotProven(reason) => write!(f, "{comma}{name} not proven ({reason})")?,
                LayerState::Absent(reason) => write!(f, "{comma}no {name} ({reason})")?,
            }
        }
        Ok(())
    }
}
