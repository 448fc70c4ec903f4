//! Which layers reach an interpreter, and why not where not.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use crate::install::Installation;
use crate::install::interpreter::{self, Interpreter};
use crate::install::proof::{self, Layer, Unproven};
use crate::install::slot::{self, Slot};
use crate::install::system;
use crate::install::trust;
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
    Absent(Absence),
}

/// Why a layer is not in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Absence {
    /// There is no installation.
    NotEnabled,
    /// There is one, which has not reached this interpreter.
    NotEnabledHere,
    /// Others were named.
    LeftOut,
    /// It can't be, in words.
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

/// An interpreter and what reaches it.
#[derive(Debug, Serialize)]
pub(crate) struct Coverage {
    name: String,
    executable: PathBuf,
    /// Why the capture has no business there.
    unfit: Option<String>,
    preload: State,
    /// Which processes have the preload, if not all of a new shell's.
    preload_limit: Option<&'static str>,
    /// Whether the preload is the machine's and not that of the installation asked about.
    preload_system: bool,
    hook: State,
    /// Whether the hook is.
    hook_system: bool,
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
    /// As `enable` makes it; `brought`: something brings the preload into new processes.
    pub(crate) fn planned(
        interpreter: Interpreter,
        installation: &Installation,
        brought: bool,
    ) -> Self {
        let hook = slot::usable(&interpreter, installation);
        let mut coverage = Self::of(interpreter, installation, brought);
        if coverage.unfit.is_none() && installation.preloadable() {
            coverage.preload = State::Planned;
        }
        if hook.is_ok() {
            coverage.hook = State::Planned;
        }
        coverage
    }

    /// As it is on the disk.
    pub(crate) fn of(interpreter: Interpreter, installation: &Installation, brought: bool) -> Self {
        let unfit = interpreter.unfit();
        let preload = match &unfit {
            Some(reason) => State::Absent(Absence::Impossible(reason.clone())),
            None if !installation.preloadable() => {
                let folder = installation.folder().display();
                State::Absent(Absence::Impossible(format!(
                    "LD_PRELOAD cannot name a path with a space, colon or line break: {folder}"
                )))
            }
            None if !installation.preload().exists() => State::Absent(Absence::NotEnabled),
            // The machine's is brought by the list alone.
            None => match installation.is_system().then(|| system::problem(installation)).flatten()
            {
                Some(problem) => State::Absent(Absence::Impossible(problem)),
                None => State::Installed,
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
            Ok(_) if !installation.preload().exists() => State::Absent(Absence::NotEnabled),
            Ok(_) if is_hooked => State::Installed,
            Ok(_) => State::Absent(Absence::NotEnabledHere),
            Err(reason) => State::Absent(Absence::Impossible(reason)),
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

    /// The same where `--python` left it out.
    pub(crate) fn left_out(mut self, left_out: bool) -> Self {
        if left_out && matches!(self.hook, State::Absent(_)) && self.unfit.is_none() {
            self.hook = State::Absent(Absence::LeftOut);
        }
        self
    }

    /// The same, with what the machine's installation reaches and this one does not, or not always.
    pub(crate) fn or_of(mut self, machine: Option<&Installation>) -> Self {
        let Some(machine) = machine else { return self };
        let other = Self::of(self.interpreter.clone(), machine, true);
        let always = self.preload == State::Installed && self.preload_limit.is_none();
        if !always && other.preload == State::Installed {
            self.preload = other.preload;
            self.preload_limit = other.preload_limit;
            self.preload_system = true;
        } else if self.preload == State::Absent(Absence::NotEnabled) {
            self.preload = other.preload;
        }
        if self.hook != State::Installed && other.hook == State::Installed {
            self.hook = other.hook;
            self.hook_system = true;
            self.hook_slot = other.hook_slot;
            self.hook_file = other.hook_file;
            self.hook_limit = other.hook_limit;
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
        if let Some(problem) = trust::problem_within(&installation.payload()) {
            let not_proven = || State::NotProven(problem.to_string());
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
                Ok(()) => State::Proven,
                // It is there, and shows itself only where that preload does not reach.
                Err(Unproven::PreloadFirst) => continue,
                Err(Unproven::Failure(reason)) => State::NotProven(reason),
            };
        }
    }

    /// Whether it has a hook.
    pub(crate) fn is_hooked(&self) -> bool {
        matches!(self.hook, State::Installed | State::Proven)
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
        if let (State::Absent(reason), true) = (&self.preload, self.preload == self.hook) {
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
                State::Planned | State::Installed | State::Proven => {
                    write!(f, "{comma}{name}")?;
                    limit.map_or(Ok(()), |limit| write!(f, " ({limit})"))?;
                }
                State::NotProven(reason) => write!(f, "{comma}{name} not proven ({reason})")?,
                State::Absent(reason) => write!(f, "{comma}no {name} ({reason})")?,
            }
        }
        Ok(())
    }
}
