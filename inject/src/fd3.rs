//! Descriptor 3 of a program that is no Python: where it is a harness's own, our variable names it.

use core::ffi::{CStr, c_int};

use crate::channel_variable::{self, ROOM};
use crate::constructor_cell::ConstructorCell;
use crate::kernel;
use crate::process::{self, EnvEntries};
use crate::text_buffer::TextBuffer;

/// The entry that names it, which the program's environment points to from then on.
static ENTRY: ConstructorCell<[u8; ROOM]> = ConstructorCell::new([0; ROOM]);

/// Puts the name of what stands at descriptor 3 into the environment, in the place of the entry with that
/// index and `value`, if that is of another file; answers the new entry.
///
/// # Safety
///
/// Called by the constructor alone: nobody else uses the environment now.
// Called by few programs: the constructor stays small.
#[inline(never)]
pub(crate) unsafe fn name(index: usize, value: &[u8]) -> Option<&'static CStr> {
    let three = identity(3)?;
    // SAFETY: as our caller promises.
    let memory = unsafe { &mut *ENTRY.get() };
    channel_variable::rename(
        value,
        (three.st_dev, three.st_ino),
        || kind(three),
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

/// The kind of what stands at descriptor 3, if that could be a channel: a pipe or a connected socket to
/// write to, which is not stdout or stderr once more.
fn kind(three: libc::stat) -> Option<&'static [u8]> {
    let is_three = |other: libc::stat| (other.st_dev, other.st_ino) == (three.st_dev, three.st_ino);
    if [1, 2].into_iter().filter_map(identity).any(is_three) {
        return None;
    }
    match (three.st_mode & libc::S_IFMT, kernel::access_mode(3)?) {
        (libc::S_IFIFO, libc::O_WRONLY) => Some(b"pw"),
        (libc::S_IFIFO, libc::O_RDWR) => Some(b"prw"),
        (libc::S_IFSOCK, _) if kernel::is_connected_stream(3) => Some(b"srw"),
        _ => None,
    }
}

fn identity(descriptor: c_int) -> Option<libc::stat> {
    kernel::status(descriptor, c"".as_ptr())
}
