//! Temporary folders for the payload, for our own programs and for pictures.

use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tempfile::TempDir;

use crate::error::{Error, Result};
use crate::file;
use crate::install::trust::problem;

/// The start of the name of a payload's folder.
pub(super) const PREFIX: &str = "cg-plot-capture-";

/// The start of the name of a folder of pictures.
pub(super) const PICTURES: &str = "cg-plot-pictures-";

/// Makes a folder for a payload. Every user may read it, because processes of other users may load
/// the preload.
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

/// Makes a folder for programs of our own, which no other user may read.
pub(crate) fn private() -> Result<TempDir> {
    owned(&mut tempfile::Builder::new())
}

/// Makes a folder for the pictures of one command's figures, which no other user may read.
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

/// Makes the folder in the first of the usual places that fits. Root skips a place in which another
/// user could replace the folder.
fn make(builder: &tempfile::Builder<'_, '_>, fits: fn(&Path) -> bool) -> Option<TempDir> {
    let usual = std::env::temp_dir();
    let places = [usual.as_path(), Path::new("/tmp"), Path::new("/var/tmp")];
    let mut made = places.iter().filter(|place| fits(place)).map(|place| builder.tempdir_in(place));
    made.find_map(|made| made.ok().filter(|made| problem(made.path()).is_none()))
}

/// Whether `LD_PRELOAD` can name a file in `folder`: ld.so(8) splits it at spaces and colons and
/// expands `$ORIGIN`.
fn holds_preloads(folder: &Path) -> bool {
    let plain = !folder.as_os_str().as_bytes().iter().any(|byte| b" :$".contains(byte));
    folder.is_absolute() && plain && !file::is_noexec(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preload_needs_a_path_that_ld_preload_can_name() {
        for folder in ["/tmp/my files", "/tmp/a:b", "/tmp/$LIB", "tmp", ""] {
            assert!(!holds_preloads(Path::new(folder)), "{folder}");
        }
        assert!(holds_preloads(Path::new("/")));
    }

    #[test]
    fn only_its_owner_may_read_a_private_folder() {
        for made in [private(), pictures()] {
            let made = made.expect("a folder");
            let mode = made.path().metadata().expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o700, "{}", made.path().display());
        }
    }
}
