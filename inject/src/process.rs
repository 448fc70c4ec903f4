//! This process: its environment and its rights.

use core::ffi::{CStr, c_char, c_ulong};
use core::marker::PhantomData;

use crate::environment::EnvEntry;
use crate::real_functions::{Function, RealFunctions};

/// An array of C strings that ends with a null: `argv`, `envp`.
pub(crate) type Strings = *const *const c_char;

// SAFETY: libc's own, with the types that their manual pages give them.
unsafe extern "C" {
    /// environ(7). It is null while libc is not initialised.
    static environ: Strings;
}

/// Whether `AT_SECURE` of getauxval(3) is set: a setuid, setgid or capability-gaining program. True
/// too if libc can't tell (before glibc 2.16 and musl 1.1.0).
pub(crate) fn is_secure(real: &RealFunctions) -> bool {
    const AT_SECURE: c_ulong = 23;
    // SAFETY: as getauxval(3) says.
    type Getauxval = unsafe extern "C" fn(c_ulong) -> c_ulong;
    // SAFETY: getauxval(3) only looks the number up in the vector that the kernel passed.
    unsafe { real.get::<Getauxval>(Function::Getauxval).is_none_or(|look| look(AT_SECURE) != 0) }
}

pub(crate) fn environment() -> Strings {
    // SAFETY: libc's own pointer, set before any constructor runs.
    unsafe { environ }
}

/// The value of the first entry of `environ` that starts with `prefix` (a name and its `=`).
///
/// It does not call getenv(3), because a program may define its own `getenv`, as bash does, which
/// may not be ready yet.
pub(crate) fn variable(prefix: &[u8]) -> Option<&'static [u8]> {
    // We call it before main, while an interpreter starts, and where libc itself reads `environ`
    // (execvp(3)).
    // SAFETY: the program keeps `environ` still then.
    unsafe { EnvEntries::of(environment()) }
        .find_map(|item| item.text().to_bytes().strip_prefix(prefix))
}

/// An iterator over the strings of an array.
pub(crate) struct EnvEntries<'a> {
    at: Strings,
    lifetime: PhantomData<&'a CStr>,
}

impl EnvEntries<'_> {
    /// The strings of `array`; a null pointer counts as an empty array, as in the kernel.
    ///
    /// # Safety
    ///
    /// `array` is null, or an array of C strings that ends with a null and stays for the lifetime.
    pub(crate) unsafe fn of(array: Strings) -> Self {
        Self { at: array, lifetime: PhantomData }
    }
}

impl<'a> Iterator for EnvEntries<'a> {
    type Item = EnvItem<'a>;

    fn next(&mut self) -> Option<EnvItem<'a>> {
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
            Some(EnvItem { text, lifetime: PhantomData })
        }
    }
}

/// One string. Its length is computed only when it is needed.
#[derive(Clone, Copy)]
pub(crate) struct EnvItem<'a> {
    text: *const c_char,
    lifetime: PhantomData<&'a CStr>,
}

impl<'a> EnvItem<'a> {
    pub(crate) fn as_ptr(self) -> *const c_char {
        self.text
    }

    pub(crate) fn text(self) -> &'a CStr {
        // SAFETY: as promised to `EnvEntries::of`.
        unsafe { CStr::from_ptr(self.text) }
    }

    /// Its kind as an entry of an environment. For most, the first two bytes tell.
    pub(crate) fn entry(self) -> EnvEntry<'a> {
        let text = self.text.cast::<u8>();
        // SAFETY: as promised to `EnvEntries::of`; the second byte is there where the first is no NUL.
        let known = unsafe {
            matches!((*text, *text.add(usize::from(*text != 0))), (b'L', b'D') | (b'C', b'G'))
        };
        if known { EnvEntry::of(self.text().to_bytes()) } else { EnvEntry::Foreign }
    }
}
