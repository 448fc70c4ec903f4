//! A Python with Matplotlib that the preload reaches, and a folder in which its programs work.

use std::path::PathBuf;
use std::process::Command;

use crate::harness::{Delivery, deliver};
use crate::installation::Installation;
use crate::interpreter::Interpreter;
use crate::matplotlib::venv_with;
use crate::scripts::script;

/// Such a Python.
pub struct Captured {
    /// What `enable` made; other tests have a share of it.
    pub installation: Installation,
    /// The `bin/python` of a venv that was never enabled.
    pub python: PathBuf,
    /// A folder in the home of this test alone.
    pub folder: PathBuf,
}

impl Captured {
    /// With options of `enable`.
    pub fn new(python: &Interpreter, options: &[&str]) -> Self {
        Self::with(python, options, &["matplotlib"])
    }

    /// The same with other packages.
    pub fn with(python: &Interpreter, options: &[&str], packages: &[&str]) -> Self {
        let installation = Installation::shared(python, options);
        let folder = installation.home.path().join("work");
        fs_err::create_dir(&folder).unwrap();
        Self { installation, python: venv_with(python, packages), folder }
    }

    /// The Python in its folder.
    pub fn command(&self) -> Command {
        let mut command = self.installation.preloaded(&self.python);
        command.current_dir(&self.folder);
        command
    }

    /// Runs a script with arguments and variables beside a harness.
    pub fn run(&self, name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Delivery {
        let mut command = self.command();
        deliver(command.arg(script(name)).args(arguments).envs(variables.iter().copied()))
    }

    /// The names in the folder, sorted.
    pub fn names(&self) -> Vec<String> {
        crate::home::names(&self.folder)
    }
}
