//! The wheel, built from these sources, and environments that have it.

use std::sync::LazyLock;

use cg_plot_capture_tests::matplotlib::{packages_of, try_venv_with};
use cg_plot_capture_tests::prelude::*;

/// What builds it, the version as in `pyproject.toml`.
const BUILDER: [&str; 1] = ["maturin>=1.16,<2"];

/// The environment of the builder, or why there is none; any, if `TEST_WHEEL` names a wheel that is built.
pub(super) fn builder() -> Result<PathBuf, String> {
    if std::env::var_os(BUILT).is_some() {
        return Ok(PathBuf::new());
    }
    static MADE: LazyLock<Result<PathBuf, String>> = LazyLock::new(|| {
        let made = try_venv_with(&Interpreter::newest()?, &BUILDER);
        made.map_err(|why| format!("no maturin: {}", why.lines().last().unwrap_or_default()))
    });
    MADE.clone()
}

/// Names a wheel of these sources, if there is no compiler where the tests run.
const BUILT: &str = "TEST_WHEEL";

/// The wheel, built at the first call as pip builds it, but for the profile: cargo knows what is
/// still as it was, and a release would take minutes.
fn wheel() -> &'static Path {
    static WHEEL: LazyLock<PathBuf> = LazyLock::new(|| {
        if let Some(named) = std::env::var_os(BUILT) {
            return named.into();
        }
        let builder = builder().unwrap();
        let folder = target().join("test-wheel");
        let wheels = folder.join("wheels");
        fs_err::create_dir_all(&folder).unwrap();
        let lock = fs_err::File::create(folder.join("lock")).unwrap();
        lock.file().lock().unwrap();
        let _ = fs_err::remove_dir_all(&wheels);
        let mut path = builder.parent().unwrap().as_os_str().to_owned();
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        let options = ["--no-deps", "--no-index", "--no-build-isolation", "--quiet"];
        let mut pip = Command::new(&builder);
        pip.args(["-m", "pip", "wheel", "--config-settings=build-args=--profile dev"])
            .args(options)
            .arg("--wheel-dir")
            .arg(&wheels)
            .arg(workspace());
        // The crates that it needs are compiled already; the command, which maturin strips, lands elsewhere.
        pip.env("CARGO_TARGET_DIR", &folder).env("CARGO_BUILD_BUILD_DIR", target());
        succeed(pip.env("PATH", path));
        let mut built = fs_err::read_dir(&wheels).unwrap().map(|entry| entry.unwrap().path());
        built.next().expect("a wheel")
    });
    &WHEEL
}

/// An environment into which pip puts the wheel, and out of which it takes it.
pub(super) struct Environment {
    /// Its `bin/python`.
    pub(super) python: PathBuf,
    /// The `bin/python` of a kept one, which has pip.
    kept: PathBuf,
}

impl Environment {
    /// The fresh one of `python` gets the wheel. It finds what `kept` has, as `fresh_venv` makes it.
    pub(super) fn install(python: PathBuf, kept: PathBuf, extras: &str) -> Self {
        let environment = Self { python, kept };
        let wheel = format!("{}{extras}", wheel().display());
        // Debian's packages depend on one that Debian has in another form.
        let without = std::env::var_os("TEST_PACKAGES").map(|_| "--no-deps");
        succeed(environment.pip("install").arg("--no-index").args(without).arg(&wheel));
        environment
    }

    /// Takes the wheel away again.
    pub(super) fn uninstall(&self) {
        succeed(self.pip("uninstall").args(["--yes", "cg-plot-capture"]));
    }

    fn pip(&self, verb: &str) -> Command {
        let mut pip = Command::new(&self.kept);
        pip.args(["-m", "pip", "--quiet", "--python"]).arg(&self.python).arg(verb);
        pip
    }

    /// The command that came with the wheel.
    pub(super) fn command(&self) -> PathBuf {
        self.python.with_file_name("cg-plot-capture")
    }

    /// The folder of the package.
    pub(super) fn package(&self) -> PathBuf {
        packages_of(&self.python).join("cg_plot_capture")
    }
}
