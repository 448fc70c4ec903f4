//! Reads files with their mode and times, and replaces them in one step.

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
    /// Less than 10⁹, because larger values have other meanings in utimensat(2).
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
    /// The time of `path` itself; a link is not followed.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        let data = fs_err::symlink_metadata(path)?;
        Ok(Self { seconds: data.mtime(), nanoseconds: data.mtime_nsec() })
    }

    /// Sets the time of `path`; the time of its last access stays.
    pub(crate) fn put(self, path: &Path) -> io::Result<()> {
        let modified = TimeSpec::new(self.seconds, self.nanoseconds);
        let follow = UtimensatFlags::NoFollowSymlink;
        Ok(utimensat(AT_FDCWD, path, &TimeSpec::UTIME_OMIT, &modified, follow)?)
    }
}

/// A file's content and the attributes that an edit restores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    #[serde(with = "text")]
    pub(crate) bytes: Vec<u8>,
    pub(crate) mode: u32,
    /// The modification time; `None` for the time of writing.
    pub(crate) modified: Option<Time>,
}

impl Snapshot {
    /// Reads the file at `path`; `None` if it is not a plain file.
    pub(crate) fn of(path: &Path) -> io::Result<Option<Self>> {
        let Some(bytes) = read(path)? else { return Ok(None) };
        let mode = fs_err::metadata(path)?.mode() & 0o7777;
        Ok(Some(Self { bytes, mode, modified: Some(Time::of(path)?) }))
    }
}

/// The content of a file, links followed. `None` if there is none, or something else such as a
/// pipe, which reading would wait for.
pub(crate) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs_err::metadata(path) {
        Err(error) if is_nothing(&error) => Ok(None),
        data => match data?.is_file() {
            true => fs_err::read(path).map(Some),
            false => Ok(None),
        },
    }
}

/// The content of a file, links followed; `None` for any error.
pub(crate) fn content(path: &Path) -> Option<Vec<u8>> {
    read(path).ok().flatten()
}

/// Whether an error says that nothing is at the path.
pub(crate) fn is_nothing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The temporary name for a new content of `path`. It is always the same, so that a file which a
/// kill left is found again.
pub(crate) fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.cg-plot-capture"))
}

/// Writes `bytes` to `path` in one step: a reader gets the old content or the new one, whole, even
/// after a power cut. A file that was there keeps its owner, access control list and extended
/// attributes.
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
    // The errors name the file that is replaced, because nobody knows the temporary one.
    let mut options = std::fs::OpenOptions::new();
    // The content may be private, so that nobody may read it before it has its mode.
    let mut file = options.write(true).create_new(true).mode(0o600).open(temporary)?;
    file.write_all(bytes)?;
    if let Ok(old) = fs_err::metadata(path) {
        let new = file.metadata()?;
        if (old.uid(), old.gid()) != (new.uid(), new.gid()) {
            // Not by path, because in another user's folder that may be a link by now.
            fchown(&file, Some(old.uid()), Some(old.gid()))?;
        }
    }
    // After the change of owner, which clears the set-id bits.
    file.set_permissions(Permissions::from_mode(mode))?;
    // After the mode, which would change the mask of the access control list.
    attributes::copy(path, &file)?;
    if let Some(modified) = modified {
        modified.put(temporary)?;
    }
    file.sync_all()
}

/// Removes a file or an empty folder; succeeds if nothing is there.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs_err::remove_file(path) {
        // Checked here, because on a read-only file system unlink(2) reports that first.
        Err(_) if path.symlink_metadata().is_err_and(|error| is_nothing(&error)) => Ok(()),
        Err(error) if error.kind() == ErrorKind::IsADirectory => free(path),
        removed => removed,
    }
}

/// Removes an empty folder at a file's path.
pub(crate) fn free(path: &Path) -> io::Result<()> {
    let is_folder = path.symlink_metadata().is_ok_and(|data| data.is_dir());
    match is_folder && !remove_empty(path)? {
        true => {
            Err(io::Error::other(format!("{} is a folder with files of others", path.display())))
        }
        false => Ok(()),
    }
}

/// Removes a folder if it is empty; returns whether it is gone.
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

/// Removes a folder with everything in it; succeeds if it is not there.
pub(crate) fn remove_tree(folder: &Path) -> io::Result<()> {
    let mut tries = 0;
    loop {
        tries += 1;
        match fs_err::remove_dir_all(folder) {
            // A Python that is starting may be adding bytecode.
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty && tries < 5 => {}
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => return Ok(()),
        }
    }
}

/// Makes a folder that every user may enter, whatever the umask is; a folder that exists is not
/// changed.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    match fs_err::create_dir(folder) {
        Ok(()) => {
            let mut options = std::fs::OpenOptions::new();
            // Not by path, because in another user's folder that may be a link by now.
            let flags = (OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW).bits();
            let made = options.read(true).custom_flags(flags).open(folder)?;
            made.set_permissions(Permissions::from_mode(0o755))
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// Syncs the folder of `path`, so that a rename or a removal in it survives a power cut.
pub(crate) fn sync_parent(path: &Path) -> io::Result<()> {
    let parent = path.parent().unwrap_or(Path::new("/"));
    match fs_err::File::open(parent)?.sync_all() {
        // Some network file systems have no fsync(2) for folders.
        Err(error) if error.kind() == ErrorKind::InvalidInput => Ok(()),
        synced => synced,
    }
}

/// Whether the entry at `path` can be made, renamed and removed: its folder is writable.
pub(crate) fn folder_writable(folder: &Path) -> bool {
    use nix::unistd::{AccessFlags, access};
    access(folder, AccessFlags::W_OK | AccessFlags::X_OK).is_ok()
}

/// Whether `folder` is mounted noexec, so that no program or library in it can be mapped.
pub(crate) fn is_noexec(folder: &Path) -> bool {
    statvfs(folder).is_ok_and(|system| system.flags().contains(FsFlags::ST_NOEXEC))
}

/// Bytes as base64 for the receipt.
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
