//! Copies access control lists and other extended attributes to the new file that replaces an old
//! one.

use std::ffi::{CStr, CString};
use std::fs::File;
use std::io;
use std::path::Path;

use rustix::fs::{XattrFlags, fremovexattr, fsetxattr, lgetxattr, llistxattr};
use rustix::io::Errno;

/// The largest list of names, and the largest value, in bytes (xattr(7)).
const MOST: usize = 64 << 10;

/// The attribute with the access control list, which a folder's default may have given to the new
/// file (acl(5)).
const LIST: &CStr = c"system.posix_acl_access";

/// Copies the attributes of the file at `from` to `to`; does nothing if there is no file.
pub(super) fn copy(from: &Path, to: &File) -> io::Result<()> {
    let Some(names) = names(from)? else { return Ok(()) };
    if !names.iter().any(|name| name.as_c_str() == LIST) {
        match fremovexattr(to, LIST) {
            Err(Errno::NODATA | Errno::OPNOTSUPP) | Ok(()) => {}
            Err(error) => return Err(error.into()),
        }
    }
    for name in &names {
        let name = name.as_c_str();
        match value(from, name).and_then(|value| fsetxattr(to, name, &value, XattrFlags::empty())) {
            // An attribute of the kernel's, which its policy sets on new files too.
            Err(_) if !is_the_users(name) => {}
            set => set?,
        }
    }
    Ok(())
}

/// Whether a file's owner sets this attribute.
fn is_the_users(name: &CStr) -> bool {
    [&b"security."[..], b"trusted."].iter().all(|class| !name.to_bytes().starts_with(class))
}

/// The names of the attributes of the file at `path`; `None` if there is no file.
fn names(path: &Path) -> io::Result<Option<Vec<CString>>> {
    let mut names = vec![0; MOST];
    match llistxattr(path, &mut names[..]) {
        Ok(length) => names.truncate(length),
        Err(Errno::OPNOTSUPP) => return Ok(Some(vec![])),
        Err(Errno::NOENT) => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    let names = names.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    names
        .map(|name| CString::new(name).map_err(io::Error::other))
        .collect::<Result<_, _>>()
        .map(Some)
}

fn value(path: &Path, name: &CStr) -> Result<Vec<u8>, Errno> {
    let mut value = vec![0; MOST];
    let length = lgetxattr(path, name, &mut value[..])?;
    value.truncate(length);
    Ok(value)
}
