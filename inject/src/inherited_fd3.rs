//! Records descriptor 3 and `CG_PLOT_CHANNEL` at the start of a Python that will be armed, before
//! any code of the program has run.

use core::ffi::c_char;
use core::ptr::null;

use crate::constructor_cell::ConstructorCell;
use crate::environment::EnvEntry;
use crate::kernel;
use crate::process::{self, EnvEntries, Strings};

struct InheritedFd3 {
    /// The value of `CG_PLOT_CHANNEL`, or null.
    channel_value: *const c_char,
    /// `st_dev` and `st_ino` of the file at descriptor 3, if it was open.
    fd3: Option<(u64, u64)>,
}

static FOUND: ConstructorCell<InheritedFd3> =
    ConstructorCell::new(InheritedFd3 { channel_value: null(), fd3: None });

/// Records the data, and removes `CG_PLOT_CHANNEL` from the environment before Python's `os` reads
/// it.
///
/// # Safety
///
/// Called once, by the constructor.
pub(crate) unsafe fn take() {
    let fd3 = identity();
    // SAFETY: as our caller promises, we are alone.
    unsafe {
        *FOUND.get() = InheritedFd3 { channel_value: remove_entry(process::environment()), fd3 }
    };
}

/// The value of `CG_PLOT_CHANNEL` at the start of this process, or null.
pub(crate) fn channel_value() -> *const c_char {
    // SAFETY: nobody writes after the constructor.
    unsafe { (*FOUND.get()).channel_value }
}

/// Whether descriptor 3 was open when the process started, and is still the same file.
pub(crate) fn is_inherited() -> bool {
    // SAFETY: nobody writes after the constructor.
    let fd3 = unsafe { (*FOUND.get()).fd3 };
    fd3.is_some() && fd3 == identity()
}

fn identity() -> Option<(u64, u64)> {
    let status = kernel::status(3, c"".as_ptr())?;
    Some((status.st_dev, status.st_ino))
}

/// Removes the entry from the array in place; returns its value.
///
/// # Safety
///
/// Nobody else uses the array now.
unsafe fn remove_entry(environment: Strings) -> *const c_char {
    let mut channel_value: *const c_char = null();
    let mut kept = environment.cast_mut();
    // `kept` is never after the entry that is read, so that the last write is at most at the null.
    // SAFETY: so it stays within the array, and libc's is writable.
    unsafe {
        for entry in EnvEntries::of(environment) {
            if let EnvEntry::Channel(value) = entry.entry() {
                // The value ends with the entry, in a NUL.
                channel_value =
                    if channel_value.is_null() { value.as_ptr().cast() } else { channel_value };
                continue;
            }
            kept.write(entry.as_ptr());
            kept = kept.add(1);
        }
        if !channel_value.is_null() {
            kept.write(null());
        }
    }
    channel_value
}
