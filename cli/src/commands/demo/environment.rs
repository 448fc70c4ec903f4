//! The demo's private Python environment: Matplotlib in a venv in the user's cache folder, kept for
//! the next time.

use std::os::fd::AsFd as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use etcetera::BaseStrategy as _;

use crate::error::{Error, Result};
use crate::install::interpreter::{Interpreter, problem_before};
use crate::install::trust::{environment, problem};
use crate::stderr::message;

/// An environment that has Matplotlib.
pub(super) struct Environment {
    folder: PathBuf,
}

impl Environment {
    /// The one for `python`, made if there is none that works. One whose interpreter was named is not
    /// asked whose it is.
    pub(super) fn ready(python: &Interpreter, is_named: bool) -> Result<Self> {
        let cache = cache()?;
        let (major, minor, _) = python.version;
        let name = format!("demo-venv-{major}.{minor}");
        let this = Self { folder: cache.join(&name) };
        // Held to the end of this function: two demos may start at the same time.
        let lock = cache.join(name + ".lock");
        let lock = fs_err::File::create(lock)?;
        if lock.file().try_lock().is_err() {
            message("waiting for another demo that is making the same Python environment");
            lock.file().lock()?;
        }
        let is_ours = || is_named || problem_before(&this.python()).is_none();
        if !(is_ours() && this.works()) {
            this.make(python)?;
        }
        Ok(this)
    }

    fn python(&self) -> PathBuf {
        self.folder.join("bin/python")
    }

    /// A command of this environment's Python, in which no setting of the user's is in the way.
    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(self.python());
        environment::clean(&mut command);
        for name in ["PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "MPLBACKEND", "MATPLOTLIBRC"] {
            command.env_remove(name);
        }
        command.env("MPLCONFIGDIR", self.folder.join("matplotlib"));
        command
    }

    /// Written when all is in place: what a killed run has left half made does not have it.
    fn mark(&self) -> PathBuf {
        self.folder.join("complete")
    }

    /// Whether it is complete and its Python, which lives elsewhere, is still there.
    fn works(&self) -> bool {
        self.mark().exists() && self.import().is_ok_and(|status| status.success())
    }

    /// Imports what the first plot would spend its time on: Matplotlib lists the fonts once.
    fn import(&self) -> Result<ExitStatus> {
        let code = "import matplotlib.font_manager";
        run(self.command().args(["-W", "ignore", "-c", code]).stderr(Stdio::null()))
    }

    fn make(&self, python: &Interpreter) -> Result<()> {
        let folder = self.folder.display();
        message(format_args!("making a {} environment, once: {folder}", python.name()));
        if self.folder.exists() {
            fs_err::remove_dir_all(&self.folder)?;
        }
        let mut venv = Command::new(&python.executable);
        if !run(venv.args(["-I", "-m", "venv"]).arg(&self.folder))?.success() {
            let message = format!("{} -m venv failed", python.executable.display());
            return Err(Error::new(message).hint(
                "its own words are above; on Debian and Ubuntu it needs: apt install python3-venv",
            ));
        }
        message("installing Matplotlib in it with pip (about 40 MB)");
        let mut pip = self.command();
        pip.args(["-m", "pip", "install", "--no-user", "--disable-pip-version-check"]);
        pip.args(["--no-input", "--no-cache-dir", "--prefer-binary", "matplotlib"]);
        if !run(&mut pip)?.success() {
            return Err(Error::new("pip could not install Matplotlib").hint(
                "pip's own words are above; behind a proxy set HTTPS_PROXY, for a mirror PIP_INDEX_URL",
            ));
        }
        message("starting Matplotlib in it, which lists the fonts of this machine once");
        if !self.import()?.success() {
            return Err(Error::new(format!("Matplotlib does not import in {folder}")));
        }
        fs_err::write(self.mark(), "")?;
        Ok(())
    }
}

/// Our folder in the user's cache.
fn cache() -> Result<PathBuf> {
    let hint = "set XDG_CACHE_HOME to a folder that you can write";
    let base = etcetera::choose_base_strategy()
        .map_err(|error| Error::new(format!("there is no cache folder: {error}")).hint(hint))?;
    let folder = base.cache_dir().join("cg-plot-capture");
    // A program will be started from there.
    if let Some(problem) = problem(&folder) {
        return Err(Error::new(problem).hint("set XDG_CACHE_HOME to a folder of root's alone"));
    }
    fs_err::create_dir_all(&folder)
        .and_then(|()| tempfile::tempfile_in(&folder).map(drop))
        .map_err(|error| {
            Error::new(format!("cannot write the cache folder {}: {error}", folder.display()))
                .hint(hint)
        })?;
    Ok(folder)
}

/// Runs a step of the making, uncaptured; what it says goes to stderr: stdout is for facts.
fn run(command: &mut Command) -> Result<ExitStatus> {
    environment::clean(command);
    let talk = std::io::stderr().as_fd().try_clone_to_owned()?;
    command.env("CG_PLOT_CAPTURE", "off").stdin(Stdio::null()).stdout(talk);
    command.status().map_err(|error| {
        let program = Path::new(command.get_program());
        Error::new(format!("cannot run {}: {error}", program.display()))
    })
}
