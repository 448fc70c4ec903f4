//! The extended attribute with a file's mark (xattr(7)). Every call may fail: many file systems
//! have no attributes, others are full, and some sandboxes refuse the calls.

use std::ffi::{CStr, CString};
use std::fs::File;
use std::os::fd::AsRawFd as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use nix::libc;

/// Its name.
const NAME: &CStr = c"user.cg_plot_capture";

/// The value of the attribute, if it has at most `most` bytes.
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

/// Sets the attribute; returns whether that worked.
pub(super) fn set(file: &File, value: &[u8]) -> bool {
    // SAFETY: the name ends in NUL, and of `value` the kernel reads the length that it is told.
    let result = unsafe {
        libc::fsetxattr(file.as_raw_fd(), NAME.as_ptr(), value.as_ptr().cast(), value.len(), 0)
    };
    result == 0
}

/// Changes the attribute of the file at `path` if it has one; a link is not followed.
pub(super) fn change(path: &Path, value: &[u8]) {
    let Ok(path) = CString::new(path.as_os_str().as_bytes()) else { return };
    let flags = libc::XATTR_REPLACE;
    // SAFETY: path and name end in NUL, and of `value` the kernel reads the length that it is told.
    let _ = unsafe {
        libc::lsetxattr(path.as_ptr(), NAME.as_ptr(), value.as_ptr().cast(), value.len(), flags)
    };
}
