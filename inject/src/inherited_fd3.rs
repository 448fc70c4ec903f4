//! What a Python that will be armed finds at its start, before any code of the program has run.

use core::ffi::c_char;
use core::ptr::null;

use crate::constructor_cell::ConstructorCell;
use crate::environment::EnvEntry;
use crate::kernel;
use crate::process::{self, EnvEntries, Strings};

/// What was found.
struct InheritedFd3 {
    /// The value of `CG_PLOT_CHANNEL`, or null.
    told: *const c_char,
    /// `st_dev` and `st_ino` of what stood at descriptor 3.
    three: Option<(u64, u64)>,
}

static FOUND: ConstructorCell<InheritedFd3> =
    ConstructorCell::new(InheritedFd3 { told: null(), three: None });

/// Looks, and takes `CG_PLOT_CHANNEL` out of the environment before Python's `os` reads it.
///
/// # Safety
///
/// Called once, by the constructor.
pub(crate) unsafe fn take() {
    let three = identity();
    // SAFETY: as our caller promises, we are alone.
    unsafe { *FOUND.get() = InheritedFd3 { told: take_told(process::environment()), three } };
}

/// The value of `CG_PLOT_CHANNEL` as this process was given it, or null.
pub(crate) fn told() -> *const c_char {
    // SAFETY: nobody writes after the constructor.
    unsafe { (*FOUND.get()).told }
}

/// Whether descriptor 3 was open when the process started, and still is the same.
pub(crate) fn is_inherited() -> bool {
    // SAFETY: nobody writes after the constructor.
    let three = unsafe { (*FOUND.get()).three };
    three.is_some() && three == identity()
}

fn identity() -> Option<(u64, u64)> {
    let status = kernel::status(3, c"".as_ptr())?;
    Some((status.st_dev, status.st_ino))
}

/// Takes the entry out of the array in place; answers its value.
///
/// # Safety
///
/// Nobody else uses the array now.
unsafe fn take_told(environment: Strings) -> *const c_char {
    let mut told: *const c_char = null();
    let mut kept = environment.cast_mut();
    // `kept` never overtakes the entry that is read: the last write is at most where the null is.
    // SAFETY: so it stays within the array, and libc's is writable.
    unsafe {
        for entry in EnvEntries::of(environment) {
            if let EnvEntry::Channel(value) = entry.entry() {
                // The value ends with the entry, in a NUL.
                told = if told.is_null() { value.as_ptr().cast() } else { told };
                continue;
            }
            kept.write(entry.as_ptr());
            kept = kept.add(1);
        }
        if !told.is_null() {
            kept.write(null());
        }
    }
    told
}
