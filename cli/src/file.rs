//! Files as they lie on the disk: read with their mode and times, replaced in one step.

mod attributes;

use std::fs::Permissions;
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, fchown};
use std::path::{Path, PathBuf};

use nix::fcntl::{AT_FDCWD, OFlag};
use nix::sys::stat::{UtimensatFlags, utimensat};
use nix::sys::statvfs::{FsFlags, statvfs};
use nix::sys::time::TimeSpec;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// A modification time, as exact as the file system keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Time {
    seconds: i64,
    /// Below a thousand million: others ask utimensat(2) for something else, or for nothing that it does.
    #[serde(deserialize_with = "below_a_second")]
    nanoseconds: i64,
}

fn below_a_second<'a, D: Deserializer<'a>>(from: D) -> Result<i64, D::Error> {
    let nanoseconds = i64::deserialize(from)?;
    if (0..1_000_000_000).contains(&nanoseconds) {
        Ok(nanoseconds)
    } else {
        Err(D::Error::custom("nanoseconds of more than a second"))
    }
}

impl Time {
    /// That of `path` itself.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        let data = fs_err::symlink_metadata(path)?;
        Ok(Self { seconds: data.mtime(), nanoseconds: data.mtime_nsec() })
    }

    /// Gives it to `path`, whose time of last access stays.
    pub(crate) fn put(self, path: &Path) -> io::Result<()> {
        let modified = TimeSpec::new(self.seconds, self.nanoseconds);
        let follow = UtimensatFlags::NoFollowSymlink;
        Ok(utimensat(AT_FDCWD, path, &TimeSpec::UTIME_OMIT, &modified, follow)?)
    }
}

/// All that an edit has to put back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    /// The content.
    #[serde(with = "text")]
    pub(crate) bytes: Vec<u8>,
    /// The permission bits.
    pub(crate) mode: u32,
    /// The modification time; `None`: that of its writing.
    pub(crate) modified: Option<Time>,
}

impl Snapshot {
    /// That of `path`; `None` where no plain file is.
    pub(crate) fn of(path: &Path) -> io::Result<Option<Self>> {
        let Some(bytes) = read(path)? else { return Ok(None) };
        let mode = fs_err::metadata(path)?.mode() & 0o7777;
        Ok(Some(Self { bytes, mode, modified: Some(Time::of(path)?) }))
    }
}

/// All of a file, links followed; `None` where there is none, or something else, such as a pipe, which would
/// have to be waited for.
pub(crate) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs_err::metadata(path) {
        Err(error) if is_nothing(&error) => Ok(None),
        data => match data?.is_file() {
            true => fs_err::read(path).map(Some),
            false => Ok(None),
        },
    }
}

/// The same where it does not matter why there is nothing to read.
pub(crate) fn content(path: &Path) -> Option<Vec<u8>> {
    read(path).ok().flatten()
}

/// Whether an error says that nothing stands there.
pub(crate) fn is_nothing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The name under which `path` is prepared. It is always the same one, so that what a kill left
/// behind is found again.
pub(crate) fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.cg-plot-capture"))
}

/// Puts `bytes` at `path` in one step: whoever opens it finds the old content or the new, whole,
/// also after a power cut. The owner, the access control list and the extended attributes of a file that
/// was there stay.
pub(crate) fn replace(
    path: &Path,
    bytes: &[u8],
    mode: u32,
    modified: Option<Time>,
) -> io::Result<()> {
    free(path)?;
    let temporary = temporary(path);
    remove(&temporary)?;
    let written = fill(&temporary, path, bytes, mode, modified)
        .and_then(|()| std::fs::rename(&temporary, path));
    if written.is_err() {
        remove(&temporary)?;
    }
    written.map_err(|error| {
        let path = path.display();
        io::Error::new(error.kind(), format!("failed to write file `{path}`: {error}"))
    })?;
    sync_parent(path)
}

fn fill(
    temporary: &Path,
    path: &Path,
    bytes: &[u8],
    mode: u32,
    modified: Option<Time>,
) -> io::Result<()> {
    // Its errors name what is replaced and not this one, which nobody knows.
    let mut options = std::fs::OpenOptions::new();
    // What it holds may be private: nobody reads it before it has its mode.
    let mut file = options.write(true).create_new(true).mode(0o600).open(temporary)?;
    file.write_all(bytes)?;
    if let Ok(old) = fs_err::metadata(path) {
        let new = file.metadata()?;
        if (old.uid(), old.gid()) != (new.uid(), new.gid()) {
            // Not by its name, which in another user's folder may be a link by now.
            fchown(&file, Some(old.uid()), Some(old.gid()))?;
        }
    }
    // After the change of owner, which clears the set-id bits.
    file.set_permissions(Permissions::from_mode(mode))?;
    // After the mode, which would change the list's mask.
    attributes::copy(path, &file)?;
    if let Some(modified) = modified {
        modified.put(temporary)?;
    }
    file.sync_all()
}

/// Removes a file, or an empty folder in its place; one that is not there is no failure.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs_err::remove_file(path) {
        // Also where the file system is read-only, which unlink(2) says first.
        Err(_) if path.symlink_metadata().is_err_and(|error| is_nothing(&error)) => Ok(()),
        Err(error) if error.kind() == ErrorKind::IsADirectory => free(path),
        removed => removed,
    }
}

/// Removes an empty folder that somebody has put in a file's place.
pub(crate) fn free(path: &Path) -> io::Result<()> {
    let is_folder = path.symlink_metadata().is_ok_and(|data| data.is_dir());
    match is_folder && !remove_empty(path)? {
        true => {
            Err(io::Error::other(format!("{} is a folder with files of others", path.display())))
        }
        false => Ok(()),
    }
}

/// Removes a folder where it is empty; answers whether it is gone.
pub(crate) fn remove_empty(folder: &Path) -> io::Result<bool> {
    match fs_err::remove_dir(folder) {
        Ok(()) => Ok(true),
        Err(error) => match error.kind() {
            ErrorKind::NotFound => Ok(true),
            ErrorKind::DirectoryNotEmpty | ErrorKind::NotADirectory => Ok(false),
            _ => Err(error),
        },
    }
}

/// Removes a folder with all that is in it; one that is not there is no failure.
pub(crate) fn remove_tree(folder: &Path) -> io::Result<()> {
    let mut tries = 0;
    loop {
        tries += 1;
        match fs_err::remove_dir_all(folder) {
            // A Python that is starting may be adding its bytecode.
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty && tries < 5 => {}
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => return Ok(()),
        }
    }
}

/// Makes a folder that every user may enter, whatever the umask; one that is there is left as it is.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    match fs_err::create_dir(folder) {
        Ok(()) => {
            let mut options = std::fs::OpenOptions::new();
            // Not by its name, which in another user's folder may be a link by now.
            let flags = (OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW).bits();
            let made = options.read(true).custom_flags(flags).open(folder)?;
            made.set_permissions(Permissions::from_mode(0o755))
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// Makes a rename or a removal in `path`'s folder last.
pub(crate) fn sync_parent(path: &Path) -> io::Result<()> {
    let parent = path.parent().unwrap_or(Path::new("/"));
    match fs_err::File::open(parent)?.sync_all() {
        // Some network file systems have no fsync(2) of folders.
        Err(error) if error.kind() == ErrorKind::InvalidInput => Ok(()),
        synced => synced,
    }
}

/// Whether the entry at `path` can be made, renamed and removed: its folder is writable.
pub(crate) fn folder_writable(folder: &Path) -> bool {
    use nix::unistd::{AccessFlags, access};
    access(folder, AccessFlags::W_OK | AccessFlags::X_OK).is_ok()
}

/// Whether nothing in `folder` can be mapped as a program or a library: it is mounted noexec.
pub(crate) fn is_noexec(folder: &Path) -> bool {
    statvfs(folder).is_ok_and(|system| system.flags().contains(FsFlags::ST_NOEXEC))
}

/// Bytes as base64, for the receipt.
mod text {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<u8>, D::Error> {
        BASE64_STANDARD.decode(String::deserialize(from)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_file_has_the_mode_and_time_asked_for_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        let modified = Time { seconds: 1_000_000_000, nanoseconds: 123_456_789 };
        std::fs::write(temporary(&path), "left by a kill").expect("written");
        replace(&path, b"\xff\0", 0o640, Some(modified)).expect("replaced");
        let modified = Some(modified);
        let snapshot = Snapshot { bytes: b"\xff\0".to_vec(), mode: 0o640, modified };
        assert_eq!(Snapshot::of(&path).expect("read"), Some(snapshot.clone()));
        assert_eq!(std::fs::read_dir(folder.path()).expect("read").count(), 1);
        let json = serde_json::to_string(&snapshot).expect("written");
        assert_eq!(serde_json::from_str::<Snapshot>(&json).expect("read"), snapshot);
        // `UTIME_NOW`.
        let json = json.replace("123456789", "1073741823");
        assert!(serde_json::from_str::<Snapshot>(&json).is_err());
    }
}
