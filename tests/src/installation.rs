//! The capture, enabled in a home of its own for an interpreter of its own.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

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
    /// Where it is, if it is another's and this has a home of its own.
    pub(crate) shared: Option<Arc<Installation>>,
}

/// Those of which tests have a share, by their interpreters and options.
static SHARED: Mutex<Option<HashMap<String, Arc<Installation>>>> = Mutex::new(None);

impl Installation {
    /// Enables the capture for a private copy of `original`, with `options` of `enable`.
    pub fn enable(original: &Interpreter, options: &[&str]) -> Self {
        let home = Home::new();
        let python = original.private(&home.path().join("python"));
        let installation = Self { home, python, original: original.clone(), shared: None };
        installation.enable_again(options);
        installation
    }

    /// The same for a test that leaves it as it is: other tests have it too, and each a home of its own.
    pub fn shared(original: &Interpreter, options: &[&str]) -> Self {
        let key = format!("{} {options:?}", original.program.display());
        let mut all = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let all = all.get_or_insert_default();
        let made = all.entry(key).or_insert_with(|| Arc::new(Self::enable(original, options)));
        let home = Home::new();
        let name = ".cg_bash_env";
        fs_err::copy(made.home.path().join(name), home.path().join(name)).unwrap();
        let (python, original) = (made.python.clone(), made.original.clone());
        Self { home, python, original, shared: Some(Arc::clone(made)) }
    }

    /// Removes those that were shared, when no test is left.
    pub(crate) fn forget_shared() {
        SHARED.lock().unwrap_or_else(PoisonError::into_inner).take();
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

    /// Our folder, in this home or in that of the one who shares it.
    pub fn folder(&self) -> PathBuf {
        let home = self.shared.as_ref().map_or(&self.home, |shared| &shared.home);
        home.path().join(".local/share/cg-plot-capture")
    }

    /// The preload.
    pub fn preload(&self) -> PathBuf {
        let entries = fs_err::read_dir(self.folder()).unwrap().map(|entry| entry.unwrap().path());
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
