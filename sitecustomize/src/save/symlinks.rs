//! Where links lead, and whose links are followed.

use std::ffi::OsStr;
use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use nix::fcntl::readlinkat;
use nix::libc;
use nix::unistd::geteuid;

use super::parent;

/// The file that a link points to, there or not: it is that file which is written, as by open(2).
///
/// # Errors
///
/// The link is one that the kernel would not follow either.
pub(super) fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    // As many links as Linux follows, path_resolution(7).
    for _ in 0..40 {
        let Some(link) = open(&path) else { break };
        // Of the link itself, which another one may have replaced by now.
        let Ok(to) = readlinkat(&link, OsStr::new("")) else { break };
        let folder = std::fs::metadata(parent(&path))?;
        if !may_be_followed(Owned::of(&link.metadata()?), Owned::of(&folder), geteuid().as_raw()) {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                format!("{} is a link of another user's", path.display()),
            ));
        }
        path = parent(&path).join(to);
    }
    Ok(path)
}

/// What is at `path` itself.
fn open(path: &Path) -> Option<File> {
    let flags = libc::O_PATH | libc::O_NOFOLLOW;
    OpenOptions::new().read(true).custom_flags(flags).open(path).ok()
}

/// Whose something is, and what others may do with it.
#[derive(Clone, Copy)]
struct Owned {
    owner: u32,
    mode: u32,
}

impl Owned {
    fn of(data: &Metadata) -> Self {
        Self { owner: data.uid(), mode: data.mode() }
    }
}

/// The rule of `protected_symlinks`, proc_sys_fs(5): who can read a link by himself gets around the
/// kernel's own, and in `/tmp` anybody may have laid one to a file of ours.
fn may_be_followed(link: Owned, folder: Owned, me: u32) -> bool {
    const SHARED: u32 = libc::S_ISVTX | libc::S_IWOTH;
    folder.mode & SHARED != SHARED || link.owner == me || link.owner == folder.owner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_user_s_link_in_a_shared_folder_is_not_followed() {
        let followed = |owner, folder, mode| {
            may_be_followed(Owned { owner, mode: 0o777 }, Owned { owner: folder, mode }, 1)
        };
        assert!(!followed(2, 0, 0o1777));
        // Ours, the folder's owner's, and what stands in a folder of another kind.
        assert!(followed(1, 0, 0o1777) && followed(0, 0, 0o1777));
        assert!(followed(2, 0, 0o755) && followed(2, 0, 0o777) && followed(2, 0, 0o1775));
    }
}
