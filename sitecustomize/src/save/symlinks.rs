//! Follows links, if the kernel would follow them too.

use std::ffi::OsStr;
use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use nix::fcntl::readlinkat;
use nix::libc;
use nix::unistd::geteuid;

use super::parent;

/// The path to which a link leads, existing or not: that file is written, as open(2) does.
///
/// # Errors
///
/// The kernel would not follow the link either.
pub(super) fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    // The most links that Linux follows (path_resolution(7)).
    for _ in 0..40 {
        let Some(link) = open(&path) else { break };
        // Read from the opened link, because the path may be another link by now.
        let Ok(to) = readlinkat(&link, OsStr::new("")) else { break };
        let folder = std::fs::metadata(parent(&path))?;
        if !may_be_followed(
            FileOwnership::of(&link.metadata()?),
            FileOwnership::of(&folder),
            geteuid().as_raw(),
        ) {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                format!("{} is a link of another user's", path.display()),
            ));
        }
        path = parent(&path).join(to);
    }
    Ok(path)
}

/// Opens the entry at `path` itself.
fn open(path: &Path) -> Option<File> {
    let flags = libc::O_PATH | libc::O_NOFOLLOW;
    OpenOptions::new().read(true).custom_flags(flags).open(path).ok()
}

/// The owner and the mode of a file.
#[derive(Clone, Copy)]
struct FileOwnership {
    owner: u32,
    mode: u32,
}

impl FileOwnership {
    fn of(data: &Metadata) -> Self {
        Self { owner: data.uid(), mode: data.mode() }
    }
}

/// The rule of `protected_symlinks` (proc_sys_fs(5)). We read links ourselves, which bypasses the
/// kernel's check, and in `/tmp` any user may have made a link to a file of ours.
fn may_be_followed(link: FileOwnership, folder: FileOwnership, me: u32) -> bool {
    const SHARED: u32 = libc::S_ISVTX | libc::S_IWOTH;
    folder.mode & SHARED != SHARED || link.owner == me || link.owner == folder.owner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_user_s_link_in_a_shared_folder_is_not_followed() {
        let followed = |owner, folder, mode| {
            may_be_followed(
                FileOwnership { owner, mode: 0o777 },
                FileOwnership { owner: folder, mode },
                1,
            )
        };
        assert!(!followed(2, 0, 0o1777));
        // Our own link, the folder owner's, and links in other kinds of folders.
        assert!(followed(1, 0, 0o1777) && followed(0, 0, 0o1777));
        assert!(followed(2, 0, 0o755) && followed(2, 0, 0o777) && followed(2, 0, 0o1775));
    }
}
