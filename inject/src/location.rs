//! Where this library was loaded from: the payload's folder.

use core::ffi::{CStr, c_int, c_void};

/// The path that ld.so loaded this library by, as in `LD_PRELOAD`.
///
/// By dl_iterate_phdr(3), which every glibc and musl has; `dladdr` lives in libdl before glibc 2.34.
pub(crate) fn library() -> Option<&'static CStr> {
    let mut found: Option<&'static CStr> = None;
    // SAFETY: `look` is handed `found`, which outlives the call.
    unsafe { libc::dl_iterate_phdr(Some(look), (&raw mut found).cast()) };
    found
}

/// Stops at the object one of whose segments holds this very function.
unsafe extern "C" fn look(
    info: *mut libc::dl_phdr_info,
    _size: libc::size_t,
    found: *mut c_void,
) -> c_int {
    // SAFETY: libc hands a valid record to the callback.
    let info = unsafe { &*info };
    let own = look as *const () as usize;
    for index in 0..usize::from(info.dlpi_phnum) {
        // SAFETY: `dlpi_phdr` points to `dlpi_phnum` program headers.
        let header = unsafe { &*info.dlpi_phdr.add(index) };
        let start = (info.dlpi_addr as usize).wrapping_add(header.p_vaddr as usize);
        let inside = own.wrapping_sub(start) < header.p_memsz as usize;
        if header.p_type == libc::PT_LOAD && inside && !info.dlpi_name.is_null() {
            // SAFETY: `found` is the Option that `library` passed, and the name of a loaded
            // object lives for as long as the object, which a preload does to the end.
            unsafe {
                *found.cast::<Option<&'static CStr>>() = Some(CStr::from_ptr(info.dlpi_name))
            };
            return 1;
        }
    }
    0
}
