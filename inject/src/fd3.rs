//! Names descriptor 3 in `CG_PLOT_CHANNEL` if a program that is not a Python is a harness with its
//! own channel there.

use core::ffi::{CStr, c_int};

use crate::channel_variable::{self, ROOM};
use crate::constructor_cell::ConstructorCell;
use crate::kernel;
use crate::process::{self, EnvEntries};
use crate::text_buffer::TextBuffer;

/// The new entry, to which the program's environment then points.
static ENTRY: ConstructorCell<[u8; ROOM]> = ConstructorCell::new([0; ROOM]);

/// If descriptor 3 is another file than `value` names, replaces the entry at `index` in the
/// environment by one that names that file. Returns the new entry.
///
/// # Safety
///
/// Called by the constructor alone: nobody else uses the environment now.
// Not inlined, because few programs need it and the constructor stays small.
#[inline(never)]
pub(crate) unsafe fn name(index: usize, value: &[u8]) -> Option<&'static CStr> {
    let fd3 = identity(3)?;
    // SAFETY: as our caller promises.
    let memory = unsafe { &mut *ENTRY.get() };
    channel_variable::rename(
        value,
        (fd3.st_dev, fd3.st_ino),
        || kind(fd3),
        &mut TextBuffer::new(memory),
    )?;
    // SAFETY: libc's own array.
    let mut entries = unsafe { EnvEntries::of(process::environment()) };
    if entries.any(|item| channel_variable::is_claim(item.text().to_bytes())) {
        return None;
    }
    let entry = CStr::from_bytes_until_nul(memory).ok()?;
    // SAFETY: the array is libc's and writable. The entry stays as long as the process: ld.so unloads no
    // preload.
    unsafe { process::environment().cast_mut().add(index).write(entry.as_ptr()) };
    Some(entry)
}

/// The kind of the file at descriptor 3, if it can be a channel: a pipe or a connected socket that
/// is open for writing and is not a duplicate of stdout or stderr.
fn kind(fd3: libc::stat) -> Option<&'static [u8]> {
    let is_fd3 = |other: libc::stat| (other.st_dev, other.st_ino) == (fd3.st_dev, fd3.st_ino);
    if [1, 2].into_iter().filter_map(identity).any(is_fd3) {
        return None;
    }
    match (fd3.st_mode & libc::S_IFMT, kernel::access_mode(3)?) {
        (libc::S_IFIFO, libc::O_WRONLY) => Some(b"pw"),
        (libc::S_IFIFO, libc::O_RDWR) => Some(b"prw"),
        (libc::S_IFSOCK, _) if kernel::is_connected_stream(3) => Some(b"srw"),
        _ => None,
    }
}

fn identity(descriptor: c_int) -> Option<libc::stat> {
    kernel::status(descriptor, c"".as_ptr())
}
