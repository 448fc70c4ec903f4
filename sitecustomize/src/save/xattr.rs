//! The extended attribute of a file that says whose it is (xattr(7)). Everything here may fail: many
//! file systems have none, others are full, and some sandboxes refuse the calls.

use std::ffi::{CStr, CString};
use std::fs::File;
use std::os::fd::AsRawFd as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use nix::libc;

/// Its name.
const NAME: &CStr = c"user.cg_plot_capture";

/// Its value, unless that is longer than `most`.
pub(super) fn get(file: &File, most: usize) -> Option<Vec<u8>> {
    let mut value = vec![0; most];
    // SAFETY: the name ends in NUL; the kernel writes to `value` only, and not past the length that it
    // is told.
    let read = unsafe {
        libc::fgetxattr(file.as_raw_fd(), NAME.as_ptr(), value.as_mut_ptr().cast(), value.len())
    };
    value.truncate(usize::try_from(read).ok()?);
    Some(value)
}

/// Gives a file that attribute; answers whether it has it.
pub(super) fn set(file: &File, value: &[u8]) -> bool {
    // SAFETY: the name ends in NUL, and of `value` the kernel reads the length that it is told.
    let result = unsafe {
        libc::fsetxattr(file.as_raw_fd(), NAME.as_ptr(), value.as_ptr().cast(), value.len(), 0)
    };
    result == 0
}

/// Changes it, where the file at `path`, a link for itself, has one.
pub(super) fn change(path: &Path, value: &[u8]) {
    let Ok(path) = CString::new(path.as_os_str().as_bytes()) else { return };
    let flags = libc::XATTR_REPLACE;
    // SAFETY: path and name end in NUL, and of `value` the kernel reads the length that it is told.
    let _ = unsafe {
        libc::lsetxattr(path.as_ptr(), NAME.as_ptr(), value.as_ptr().cast(), value.len(), flags)
    };
}
