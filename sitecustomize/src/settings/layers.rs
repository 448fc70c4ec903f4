//! The settings files of `enable`: the user's own, and the machine's.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use nix::unistd::geteuid;

use super::source::{stored, stored_by};

/// The folder of the machine's installation.
pub const SYSTEM: &str = "/usr/local/lib/cg-plot-capture";

/// The folder of root's own installation, if other users can't reach root's home.
pub const SHARED: &str = "/usr/local/lib/cg-plot-capture-root";

/// The folders in which an installation of this user may be.
pub fn own_folders() -> Vec<PathBuf> {
    let home = std::env::home_dir().filter(|home| home.is_absolute());
    let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from);
    let data = data.filter(|path| path.is_absolute() && path.to_str().is_some());
    let data = data.or_else(|| Some(home?.join(".local/share")));
    let shared = geteuid().is_root().then(|| SHARED.into());
    data.map(|data| data.join("cg-plot-capture")).into_iter().chain(shared).collect()
}

/// The stored settings of a process that was armed by the payload beside `file`. The user's own
/// come first and win; then those that root has stored for everybody.
pub fn layered(file: &Path) -> Vec<(String, String)> {
    let system = Path::new(SYSTEM).join("settings");
    let mut pairs = vec![];
    if file == system {
        let own = own_folders().into_iter().map(|folder| folder.join("settings"));
        pairs.extend({ own }.find_map(|own| stored_by(&own, ours)).into_iter().flatten());
    } else if file.exists() {
        pairs.extend(stored(file));
    }
    if file == system || file.exists() {
        pairs.extend(stored(&system));
    }
    pairs
}

/// Whether this process's user, or root, owns the file. The settings decide where files are
/// written, and `HOME` may be another user's.
fn ours(file: &Metadata) -> bool {
    file.uid() == 0 || file.uid() == geteuid().as_raw()
}
