//! A temporary folder where a preload can live.

use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tempfile::TempDir;

use crate::error::{Error, Result};
use crate::file;

/// What the names of all of them start with.
pub(super) const PREFIX: &str = "cg-plot-capture-";

/// A new one; whoever has its path may read it.
pub(crate) fn folder() -> Result<TempDir> {
    let usual = std::env::temp_dir();
    let folders = [usual.as_path(), Path::new("/tmp"), Path::new("/var/tmp")];
    let mut made = folders.iter().filter(|folder| holds_preloads(folder)).map(|folder| {
        let everybodys = std::fs::Permissions::from_mode(0o755);
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).permissions(everybodys).tempdir_in(folder)
    });
    made.find_map(std::result::Result::ok).ok_or_else(|| {
        Error::new("cannot make a temporary folder").hint(
            "set TMPDIR to a folder that you can write, without spaces and colons in its path",
        )
    })
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
