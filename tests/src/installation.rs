//! The capture, enabled in a home of its own for an interpreter of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::succeed;
use crate::home::Home;
use crate::interpreter::Interpreter;
use crate::matplotlib::fresh_venv;

/// What `enable` made.
pub struct Installation {
    /// Whose home it is in.
    pub home: Home,
    /// The interpreter that was enabled: a private copy.
    pub python: Interpreter,
    /// The interpreter that it is a copy of.
    pub original: Interpreter,
}

impl Installation {
    /// Enables the capture for a private copy of `original`, with `options` of `enable`.
    pub fn enable(original: &Interpreter, options: &[&str]) -> Self {
        let home = Home::new();
        let python = original.private(&home.path().join("python"));
        let installation = Self { home, python, original: original.clone() };
        installation.enable_again(options);
        installation
    }

    /// `enable` for the same interpreter; the home is one of a grader's (`CG_ATV2`).
    pub fn enable_again(&self, options: &[&str]) -> String {
        let program = self.python.program.to_str().unwrap().to_owned();
        let mut command = self.home.cli(&["enable", "--python", &program]);
        succeed(command.args(options).env("CG_ATV2", "true"))
    }

    /// A venv that did not exist when the capture was enabled, with Matplotlib; its `python`.
    pub fn venv(&self, name: &str) -> PathBuf {
        self.venv_with(name, &["matplotlib"])
    }

    /// The same with other packages.
    pub fn venv_with(&self, name: &str, packages: &[&str]) -> PathBuf {
        fresh_venv(&self.python, &self.original, &self.home.path().join(name), packages)
    }

    /// The preload.
    pub fn preload(&self) -> PathBuf {
        let folder = self.home.path().join(".local/share/cg-plot-capture");
        let entries = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut found = entries.filter(|path| path.join("libcg_plot_inject.so").exists());
        found.next().expect("a payload").join("libcg_plot_inject.so")
    }

    /// `program` from a shell that has sourced `~/.cg_bash_env`, as a grader's steps do.
    pub fn in_shell(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = self.home.command("bash");
        command
            .args([
                "-c",
                "if [ -e ~/.cg_bash_env ]; then . ~/.cg_bash_env; fi; exec \"$@\"",
                "bash",
            ])
            .arg(program);
        command
    }

    /// `program` with the preload and nothing else of ours.
    pub fn preloaded(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = self.home.command(program);
        command.env("LD_PRELOAD", self.preload());
        command
    }
}

/// A shared object with nothing in it, in `folder`: what any preload costs.
pub fn empty_preload(folder: &Path) -> PathBuf {
    let object = folder.join("empty.so");
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-x", "c", "/dev/null", "-o"]);
    succeed(compiler.arg(&object));
    object
}
