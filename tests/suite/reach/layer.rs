//! The layers that reach a process, each alone.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use cg_plot_capture_tests::matplotlib::packages_of;
use cg_plot_capture_tests::prelude::*;

/// What every row may import.
pub(super) const MATPLOTLIB: &[&str] = &["matplotlib"];

/// What alone carries the capture into processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layer {
    /// `LD_PRELOAD`; the interpreter has no hook.
    Preload,
    /// The hook; no shell file was sourced.
    Hook,
    /// `/etc/ld.so.preload`, in a mount namespace; the interpreter has no hook.
    System,
    /// The command `run`, with nothing enabled.
    Run,
}

impl Layer {
    pub(super) const ALL: [Self; 4] = [Self::Preload, Self::Hook, Self::System, Self::Run];

    /// Its name in a test's.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Preload => "preload",
            Self::Hook => "hook",
            Self::System => "ld.so.preload",
            Self::Run => "run",
        }
    }

    /// What `_start` says of who armed it.
    pub(super) const fn armed_by(self) -> &'static str {
        if matches!(self, Self::Hook) { "hook" } else { "preload" }
    }

    /// Whether this machine permits it.
    pub(super) fn permitted(self) -> Result<(), String> {
        if self == Self::System { UNSHARE.clone().map(drop) } else { Ok(()) }
    }
}

/// An installation that all rows on one interpreter share.
pub(super) struct Setup {
    installation: Installation,
    etc: PathBuf,
    /// The venvs that were made behind `enable`, by what they have.
    venvs: Mutex<HashMap<&'static [&'static str], PathBuf>>,
}

impl Setup {
    pub(super) fn new(python: &Interpreter) -> Self {
        let installation = Installation::shared(python, &[]);
        let etc = installation.home.path().join("etc");
        // Not all of it may be readable, and not all of it is needed.
        run(Command::new("cp").args(["-a", "/etc"]).arg(&etc));
        fs_err::write(
            etc.join("ld.so.preload"),
            installation.preload().as_os_str().as_encoded_bytes(),
        )
        .unwrap();
        Self { installation, etc, venvs: Mutex::default() }
    }

    /// The interpreter's venv: with the hook one made after `enable`, else that of an interpreter
    /// that was never enabled.
    fn venv(&self, layer: Layer, packages: &'static [&'static str]) -> PathBuf {
        if layer != Layer::Hook {
            return venv_with(&self.installation.original, packages);
        }
        let mut venvs = self.venvs.lock().unwrap_or_else(PoisonError::into_inner);
        let name = format!("venv-{}", venvs.len());
        venvs
            .entry(packages)
            .or_insert_with(|| self.installation.venv_with(&name, packages))
            .clone()
    }

    /// `words` in `folder`, under one layer; ended if it hangs.
    pub(super) fn command(
        &self,
        layer: Layer,
        packages: &'static [&'static str],
        words: &[&str],
        folder: &Path,
    ) -> Command {
        let python = self.venv(layer, packages);
        let mut command = match layer {
            Layer::System => self.in_namespace(),
            Layer::Run => self.installation.home.cli(&["run", "-o", "figures", "--", "timeout"]),
            _ => self.installation.home.command("timeout"),
        };
        command.args(["--kill-after=5", "120"]).args(words).current_dir(folder);
        if layer == Layer::Preload {
            command.env("LD_PRELOAD", self.installation.preload());
        }
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", python.parent().unwrap().display());
        command.env("PATH", path).env("PYTHON", &python);
        command
            .env("PACKAGES", packages_of(&venv_with(&self.installation.original, &["matplotlib"])));
        command
    }

    fn in_namespace(&self) -> Command {
        let [unshare, option] = UNSHARE.clone().unwrap();
        let mut command = self.installation.home.command(unshare);
        command.args([option, "sh", "-c", BIND, "sh"]).arg(&self.etc).arg("timeout");
        command
    }
}

/// Puts a folder at `/etc`, for this process and its children.
const BIND: &str = "mount --bind \"$1\" /etc && shift && exec \"$@\"";

/// How a mount namespace is made here; else why not.
static UNSHARE: LazyLock<Result<[&str; 2], String>> = LazyLock::new(|| {
    let permitted = |option: &&str| {
        let mut command = Command::new("unshare");
        command.args([option, "sh", "-c", BIND, "sh", "/etc", "true"]);
        command.output().is_ok_and(|output| output.status.success())
    };
    let option = ["-m", "-Urm"].into_iter().find(|option| permitted(option));
    option.map(|option| ["unshare", option]).ok_or("mount namespaces are not permitted".into())
});
