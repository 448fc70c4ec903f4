//! Lets programs built with `-fsanitize=address` start under a preload.

use core::ffi::{CStr, c_char};

/// Returns options for AddressSanitizer's runtime, which calls this function if a process has one.
///
/// Its shared runtime refuses to start after any preloaded library ("ASan runtime does not come
/// first in initial library list"). This option turns that check off. The function is the runtime's
/// public hook (sanitizer/asan_interface.h). A program's own definition comes first in symbol order
/// and wins; so does the user's `ASAN_OPTIONS`.
// SAFETY: the runtime's own name and signature.
#[unsafe(no_mangle)]
extern "C" fn __asan_default_options() -> *const c_char {
    const OPTIONS: &CStr = c"verify_asan_link_order=0";
    OPTIONS.as_ptr()
}
