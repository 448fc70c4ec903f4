//! An interpreter twice, once as it came and once with the capture enabled.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;

use crate::home::Home;
use crate::installation::Installation;
use crate::interpreter::Interpreter;
use crate::matplotlib::fresh_venv;

/// How a process is captured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As after `enable`: the preload, the hook, a harness at descriptor 3.
    Enabled,
    /// The same, but that the process at the top has no preload.
    Hook,
    /// As after `enable`, and nobody listens.
    Alone,
}

impl Way {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Enabled, Self::Hook, Self::Alone];

    /// Its name, by which it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Hook => "by the hook",
            Self::Alone => "without a channel",
        }
    }
}

/// Where tests of one interpreter run.
pub struct Ground {
    captured: Installation,
    plain: Interpreter,
    /// Two tests may want the same venv.
    making: Mutex<()>,
}

impl Ground {
    /// Copies `original` twice and enables the capture for one of them.
    pub fn new(original: &Interpreter) -> Self {
        let home = Home::new();
        let plain = original.whole(&home.path().join("plain"));
        // A name as long as the other: messages and sockets have their lengths.
        let python = original.whole(&home.path().join("armed"));
        let captured = Installation { home, python, original: original.clone(), shared: None };
        captured.enable_again(&[]);
        Self { captured, plain, making: Mutex::default() }
    }

    /// The interpreter, or a venv of it that has `packages`, on the side that `way` means (`None`:
    /// plain), in an environment that differs in nothing else.
    pub fn command(&self, packages: Option<&[&str]>, way: Option<Way>) -> Command {
        let side = if way.is_some() { &self.captured.python } else { &self.plain };
        let program = packages.map_or(side.program.clone(), |packages| self.venv(side, packages));
        if way.is_none_or(|way| way == Way::Hook) {
            self.captured.home.command(program)
        } else {
            self.captured.preloaded(program)
        }
    }

    fn venv(&self, side: &Interpreter, packages: &[&str]) -> PathBuf {
        let folder = side.prefix.with_extension("venv");
        let _making = self.making.lock().unwrap();
        if folder.exists() {
            return folder.join("bin/python");
        }
        fresh_venv(side, &self.captured.original, &folder, packages)
    }
}
