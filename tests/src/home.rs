//! A home folder for one test, and the state of folders before and after.

use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{cg_plot_capture, target};

/// An empty home, gone at the end of the test.
pub struct Home(tempfile::TempDir);

impl Default for Home {
    fn default() -> Self {
        Self::new()
    }
}

impl Home {
    /// A new one, readable by everybody as homes on graders are.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("cg-home-").tempdir().unwrap();
        fs_err::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        Self(folder)
    }

    /// Its path, links resolved.
    pub fn path(&self) -> PathBuf {
        fs_err::canonicalize(self.0.path()).unwrap()
    }

    /// `program` with this home in an environment with little else.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("HOME", self.path()).env("PATH", "/usr/local/bin:/usr/bin:/bin");
        // So that the tests' own venvs and interpreters stay as they are.
        command.env("PYTHONDONTWRITEBYTECODE", "1").current_dir(self.path());
        // Matplotlib takes seconds to look for fonts, once for each folder of this kind.
        command.env("MPLCONFIGDIR", target().join("test-matplotlib"));
        // Else each import of NumPy has a thread for each core wait for work, at a fifth of a plot's
        // time, and 3.12 and later warn of forks beside them.
        command.env("OPENBLAS_NUM_THREADS", "1");
        command
    }

    /// `cg-plot-capture` in this home.
    pub fn cli(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(cg_plot_capture());
        command.args(arguments);
        command
    }
}

/// The names in a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs_err::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// What stands below a folder: for each path its kind and mode, modification time in nanoseconds,
/// and content or link target.
pub fn state(folder: &Path) -> BTreeMap<PathBuf, (u32, i128, Vec<u8>)> {
    let mut state = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        let data = fs_err::symlink_metadata(&path).unwrap();
        let content = if data.is_dir() {
            open.extend(fs_err::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            vec![]
        } else if data.is_symlink() {
            fs_err::read_link(&path).unwrap().into_os_string().into_encoded_bytes()
        } else {
            fs_err::read(&path).unwrap()
        };
        let time = i128::from(data.mtime()) * 1_000_000_000 + i128::from(data.mtime_nsec());
        state.insert(path, (data.mode(), time, content));
    }
    state
}
