//! This process: its environment and its rights.

use core::ffi::{CStr, c_char, c_ulong};
use core::marker::PhantomData;

/// An array of C strings that ends with a null: `argv`, `envp`.
pub(crate) type Strings = *const *const c_char;

// SAFETY: libc's own, with the types that their manual pages give them.
unsafe extern "C" {
    /// environ(7). Null in a process whose libc is not up yet.
    static environ: Strings;
    /// getauxval(3); glibc 2.16, musl 1.1.0. Declared here because the libc crate has no musl one.
    fn getauxval(kind: c_ulong) -> c_ulong;
}

/// `AT_SECURE` of getauxval(3): a setuid, setgid or capability-gaining program.
pub(crate) fn is_secure() -> bool {
    const AT_SECURE: c_ulong = 23;
    // SAFETY: getauxval(3) only looks the number up in the vector that the kernel passed.
    unsafe { getauxval(AT_SECURE) != 0 }
}

/// The environment of this process.
pub(crate) fn environment() -> Strings {
    // SAFETY: libc's own pointer, set before any constructor runs.
    unsafe { environ }
}

/// The value of the first entry of `environ` that starts with `prefix` (a name and its `=`).
///
/// Not getenv(3): a program may bring a `getenv` of its own (bash does) that is not ready yet.
pub(crate) fn variable(prefix: &[u8]) -> Option<&'static [u8]> {
    // We ask before main, while an interpreter starts, and where libc itself reads it (execvp(3)).
    // SAFETY: the program keeps `environ` still then.
    unsafe { Entries::of(environment()) }.find_map(|text| text.to_bytes().strip_prefix(prefix))
}

/// The strings of an array, one after the other.
pub(crate) struct Entries<'a> {
    at: Strings,
    lifetime: PhantomData<&'a CStr>,
}

impl Entries<'_> {
    /// The strings of `array`; a null pointer is an empty array, as for the kernel.
    ///
    /// # Safety
    ///
    /// A null pointer, or an array of C strings that ends with a null. It stays for the lifetime.
    pub(crate) unsafe fn of(array: Strings) -> Self {
        Self { at: array, lifetime: PhantomData }
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = &'a CStr;

    fn next(&mut self) -> Option<&'a CStr> {
        if self.at.is_null() {
            return None;
        }
        // SAFETY: as promised to `of`; we have not passed the terminator, and stay on it.
        unsafe {
            let text = *self.at;
            if text.is_null() {
                return None;
            }
            self.at = self.at.add(1);
            Some(CStr::from_ptr(text))
        }
    }
}
