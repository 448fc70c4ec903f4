//! The layers that reach a process, each alone.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{LazyLock, OnceLock};

use cg_plot_capture_tests::command::run;
use cg_plot_capture_tests::installation::Installation;
use cg_plot_capture_tests::interpreter::Interpreter;
use cg_plot_capture_tests::matplotlib::{packages_of, venv_with};

/// What rows may import besides Matplotlib.
pub(crate) const PACKAGES: [&str; 5] =
    ["matplotlib", "joblib", "dask[distributed]", "pytest", "pytest-xdist"];

/// What alone carries the capture into processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layer {
    /// `LD_PRELOAD`; the interpreter has no hook.
    Preload,
    /// The hook; no shell file was sourced.
    Hook,
    /// `/etc/ld.so.preload`, in a mount namespace; the interpreter has no hook.
    System,
}

impl Layer {
    pub(super) const ALL: [Self; 3] = [Self::Preload, Self::Hook, Self::System];

    /// Its name in a test's.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Preload => "preload",
            Self::Hook => "hook",
            Self::System => "ld.so.preload",
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
pub(super) struct Ground {
    installation: Installation,
    etc: PathBuf,
    packages: OnceLock<PathBuf>,
}

impl Ground {
    pub(super) fn new(python: &Interpreter) -> Self {
        let installation = Installation::enable(python, &[]);
        let etc = installation.home.path().join("etc");
        // Not all of it may be readable, and not all of it is needed.
        run(Command::new("cp").args(["-a", "/etc"]).arg(&etc));
        fs_err::write(
            etc.join("ld.so.preload"),
            installation.preload().as_os_str().as_encoded_bytes(),
        )
        .unwrap();
        let ground = Self { installation, etc, packages: OnceLock::new() };
        ground.installation.venv("venv");
        ground
    }

    /// The interpreter's venv: with the hook one made after `enable`, else that of an interpreter
    /// that was never enabled.
    fn venv(&self, layer: Layer, packages: bool) -> PathBuf {
        let original = &self.installation.original;
        match (layer, packages) {
            (Layer::Hook, false) => self.installation.home.path().join("venv/bin/python"),
            (Layer::Hook, true) => {
                let make = || self.installation.venv_with("packages", &PACKAGES);
                self.packages.get_or_init(make).clone()
            }
            (_, false) => venv_with(original, &["matplotlib"]),
            (_, true) => venv_with(original, &PACKAGES),
        }
    }

    /// `words` in `folder`, under one layer; ended if it hangs.
    pub(super) fn command(
        &self,
        layer: Layer,
        packages: bool,
        words: &[&str],
        folder: &Path,
    ) -> Command {
        let python = self.venv(layer, packages);
        let mut command = match layer {
            Layer::System => self.in_namespace(),
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
