//! What this process is: the facts that the decision rests on.

use core::ffi::{CStr, c_char, c_ulong};

use crate::decide::Facts;
use crate::python;

unsafe extern "C" {
    /// environ(7). Null in a process whose libc is not up yet.
    static environ: *const *const c_char;
    /// getauxval(3); glibc 2.16, musl 1.1.0. Declared here because the libc crate has no musl one.
    fn getauxval(kind: c_ulong) -> c_ulong;
}

/// `AT_SECURE` of getauxval(3).
const AT_SECURE: c_ulong = 23;

/// Reads the facts; nothing is allocated, locked or changed.
pub(crate) fn facts() -> Facts<'static> {
    // SAFETY: getauxval(3) only looks the number up in the vector that the kernel passed.
    let secure = unsafe { getauxval(AT_SECURE) } != 0;
    if secure {
        return Facts { secure, capture: None, version: None };
    }
    Facts { secure, capture: variable(b"CG_PLOT_CAPTURE="), version: python::version() }
}

/// The value of the first entry that starts with `prefix` (a name and its `=`).
///
/// Not getenv(3): a program may bring a `getenv` of its own (bash does) that is not ready yet.
pub(crate) fn variable(prefix: &[u8]) -> Option<&'static [u8]> {
    // SAFETY: libc's own pointer, set before any constructor runs.
    let mut entry = unsafe { environ };
    if entry.is_null() {
        return None;
    }
    loop {
        // SAFETY: `environ` is an array that ends with a null pointer, and we have not passed it.
        let text = unsafe { *entry };
        if text.is_null() {
            return None;
        }
        // SAFETY: each entry before the null is a C string that lives as long as the process
        // leaves its environment alone. We ask before its main and while an interpreter starts,
        // when no thread of the program's is there to change it.
        let text = unsafe { CStr::from_ptr(text) }.to_bytes();
        if let Some(value) = text.strip_prefix(prefix) {
            return Some(value);
        }
        // SAFETY: this entry was not the terminator, so that there is a next one.
        entry = unsafe { entry.add(1) };
    }
}
