//! Lets programs built with `-fsanitize=address` start under a preload.

use core::ffi::{CStr, c_char};

/// Options for AddressSanitizer's runtime, which calls this function where a process has one.
///
/// Its shared runtime refuses to start behind any preloaded library ("ASan runtime does not come
/// first in initial library list"), harmless or not. This switches that check off. It is the
/// runtime's own public hook (sanitizer/asan_interface.h); a program's own definition comes first
/// in symbol order and wins, as does what the user says in `ASAN_OPTIONS`.
// SAFETY: the runtime's own name and signature.
#[unsafe(no_mangle)]
extern "C" fn __asan_default_options() -> *const c_char {
    const OPTIONS: &CStr = c"verify_asan_link_order=0";
    OPTIONS.as_ptr()
}
