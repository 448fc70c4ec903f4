//! A temporary folder where a preload can live.

use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tempfile::TempDir;

use crate::error::{Error, Result};
use crate::file;
use crate::install::trust::problem;

/// What the names of all of them start with.
pub(super) const PREFIX: &str = "cg-plot-capture-";

/// A new one; whoever has its path may read it.
pub(crate) fn folder() -> Result<TempDir> {
    let everybodys = std::fs::Permissions::from_mode(0o755);
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).permissions(everybodys);
    make(&builder, holds_preloads).ok_or_else(|| {
        Error::new("cannot make a temporary folder").hint(
            "set TMPDIR to a folder that you can write, without spaces and colons in its path",
        )
    })
}

/// A new one for programs of our own, which nobody else may read.
pub(crate) fn private() -> Result<TempDir> {
    let made = make(&tempfile::Builder::new(), |_| true);
    made.ok_or_else(|| {
        Error::new("cannot make a temporary folder")
            .hint("set TMPDIR to a folder that you can write")
    })
}

/// In the first of the usual places that will do; of those in which others may put another one in its
/// place, root takes none.
fn make(builder: &tempfile::Builder, fits: fn(&Path) -> bool) -> Option<TempDir> {
    let usual = std::env::temp_dir();
    let places = [usual.as_path(), Path::new("/tmp"), Path::new("/var/tmp")];
    let mut made = places.iter().filter(|place| fits(place)).map(|place| builder.tempdir_in(place));
    made.find_map(|made| made.ok().filter(|made| problem(made.path()).is_none()))
}

/// ld.so(8): `LD_PRELOAD` splits at spaces and colons and expands `$ORIGIN`.
fn holds_preloads(folder: &Path) -> bool {
    let plain = !folder.as_os_str().as_bytes().iter().any(|byte| b" :$".contains(byte));
    folder.is_absolute() && plain && !file::is_noexec(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preload_lives_where_its_path_can_be_written_in_a_list() {
        for folder in ["/tmp/my files", "/tmp/a:b", "/tmp/$LIB", "tmp", ""] {
            assert!(!holds_preloads(Path::new(folder)), "{folder}");
        }
        assert!(holds_preloads(Path::new("/")));
    }
}
