//! Saving: the whole file or none.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// Writes `bytes` to `path`, whose folders are made: into a temporary file beside it, which then
/// takes its name, so that nobody ever sees a part.
///
/// # Errors
///
/// As the file system says; then neither a part nor a temporary file is left.
pub fn save(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = target(path);
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    // A device or FIFO is written to, never replaced.
    if fs::metadata(&path).is_ok_and(|data| !data.is_file()) {
        return OpenOptions::new().write(true).open(&path)?.write_all(bytes);
    }
    // 0666 less the umask, as open(2) would have made it.
    let permissions = Permissions::from_mode(0o666);
    let mut builder = tempfile::Builder::new();
    let made = builder.prefix(".cg-plot-").permissions(permissions).tempfile_in(folder);
    let mut file = made.map_err(plain)?;
    // A file that must not be written is not replaced either.
    match OpenOptions::new().write(true).open(&path).and_then(|old| old.metadata()) {
        Ok(old) => file.as_file().set_permissions(old.permissions())?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    file.write_all(bytes)?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// The error as the system says it: whose temporary file it was is nobody's concern.
fn plain(error: io::Error) -> io::Error {
    error.raw_os_error().map_or(error, io::Error::from_raw_os_error)
}

/// The file that a link points to: it is that file which is written, as by open(2).
fn target(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_made_and_a_file_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a/b/plot.png");
        for content in ["one", "two"] {
            save(&path, content.as_bytes()).expect("saved");
            assert_eq!(fs::read_to_string(&path).expect("read"), content);
        }
        assert_eq!(fs::read_dir(path.parent().expect("b")).expect("read").count(), 1);
    }

    #[test]
    fn a_link_is_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let [file, link] = ["file", "link"].map(|name| folder.path().join(name));
        fs::write(&file, "old").expect("written");
        std::os::unix::fs::symlink(&file, &link).expect("linked");
        save(&link, b"new").expect("saved");
        assert_eq!(fs::read_to_string(&file).expect("read"), "new");
        assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    }

    #[test]
    fn a_failure_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("is-a-folder");
        fs::create_dir(&path).expect("made");
        assert!(save(&path, b"x").is_err());
        assert!(save(&folder.path().join("is-a-folder/\0"), b"x").is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1);
    }

    #[test]
    fn a_device_stays_one() {
        let null = Path::new("/dev/null");
        save(null, b"x").expect("written");
        assert!(!fs::metadata(null).expect("there").is_file());
    }
}
