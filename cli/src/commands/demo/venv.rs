//! The demo's private Python environment: a venv with Matplotlib in the user's cache folder, which
//! stays for the next demo.

use std::os::fd::AsFd as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use etcetera::BaseStrategy as _;

use crate::error::{Error, Result};
use crate::install::interpreter::{Interpreter, problem_before};
use crate::install::trust::{environment, problem};
use crate::stderr::message;

/// A Python environment that has Matplotlib.
pub(super) struct DemoVenv {
    folder: PathBuf,
}

impl DemoVenv {
    /// Returns the environment for `python`, and makes it if none works. If the user named the
    /// interpreter, its owner is not checked.
    pub(super) fn ready(python: &Interpreter, is_named: bool) -> Result<Self> {
        let cache = cache()?;
        let (major, minor, _) = python.version;
        let name = format!("demo-venv-{major}.{minor}");
        let this = Self { folder: cache.join(&name) };
        // The lock is held to the end of this function, because two demos may start at the same
        // time.
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

    /// A command of this environment's Python, without the user's variables that would change it.
    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(self.python());
        environment::clean(&mut command);
        for name in ["PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "MPLBACKEND", "MATPLOTLIBRC"] {
            command.env_remove(name);
        }
        command.env("MPLCONFIGDIR", self.folder.join("matplotlib"));
        command
    }

    /// The file that is written when the environment is complete. A run that was killed in the
    /// middle has not written it.
    fn mark(&self) -> PathBuf {
        self.folder.join("complete")
    }

    /// Whether the environment is complete and its base Python still exists.
    fn works(&self) -> bool {
        self.mark().exists() && self.import().is_ok_and(|status| status.success())
    }

    /// Imports the module that lists the fonts once, so that the first plot does not wait for that.
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
                "its output is above; on Debian and Ubuntu it needs: apt install python3-venv",
            ));
        }
        message("installing Matplotlib in it with pip (about 40 MB)");
        let mut pip = self.command();
        pip.args(["-m", "pip", "install", "--no-user", "--disable-pip-version-check"]);
        pip.args(["--no-input", "--no-cache-dir", "--prefer-binary", "matplotlib"]);
        if !run(&mut pip)?.success() {
            return Err(Error::new("pip could not install Matplotlib").hint(
                "pip's output is above; behind a proxy set HTTPS_PROXY, for a mirror PIP_INDEX_URL",
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

/// Returns our folder in the user's cache folder, and makes it.
fn cache() -> Result<PathBuf> {
    let hint = "set XDG_CACHE_HOME to a folder that you can write";
    let base = etcetera::choose_base_strategy()
        .map_err(|error| Error::new(format!("there is no cache folder: {error}")).hint(hint))?;
    let folder = base.cache_dir().join("cg-plot-capture");
    // Root starts a program from there.
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

/// Runs a step that makes the environment, uncaptured. Its output goes to stderr, because stdout is
/// for results.
fn run(command: &mut Command) -> Result<ExitStatus> {
    environment::clean(command);
    let talk = std::io::stderr().as_fd().try_clone_to_owned()?;
    command.env("CG_PLOT_CAPTURE", "off").stdin(Stdio::null()).stdout(talk);
    command.status().map_err(|error| {
        let program = Path::new(command.get_program());
        Error::new(format!("cannot run {}: {error}", program.display()))
    })
}
