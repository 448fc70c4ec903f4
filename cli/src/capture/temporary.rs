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

/// The same of those with pictures.
pub(super) const PICTURES: &str = "cg-plot-pictures-";

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
    owned(&mut tempfile::Builder::new())
}

/// A new one for the pictures of one command's figures, which nobody else may read.
pub(crate) fn pictures() -> Result<TempDir> {
    owned(tempfile::Builder::new().prefix(PICTURES))
}

fn owned(builder: &mut tempfile::Builder<'_, '_>) -> Result<TempDir> {
    builder.permissions(std::fs::Permissions::from_mode(0o700));
    make(builder, |_| true).ok_or_else(|| {
        Error::new("cannot make a temporary folder")
            .hint("set TMPDIR to a folder that you can write")
    })
}

/// In the first of the usual places that will do; of those in which others may put another one in its
/// place, root takes none.
fn make(builder: &tempfile::Builder<'_, '_>, fits: fn(&Path) -> bool) -> Option<TempDir> {
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

    #[test]
    fn what_is_private_only_its_owner_may_read() {
        for made in [private(), pictures()] {
            let made = made.expect("a folder");
            let mode = made.path().metadata().expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o700, "{}", made.path().display());
        }
    }
}
