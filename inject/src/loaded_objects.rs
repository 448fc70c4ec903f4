//! Finds our own path, the real functions after ours and a Python among the loaded objects.
//!
//! It uses dl_iterate_phdr(3), which every glibc and musl has; `dladdr` and `dlsym` are in libdl
//! before glibc 2.34.

use core::ffi::{CStr, c_int, c_void};
use core::{ptr, slice};

use crate::elf_symbols::LoadedObject;
use crate::python::Api;
use crate::real_functions::RealFunctions;

#[derive(Default)]
pub(crate) struct LoadedObjects {
    /// Whether our own object was passed. Objects before it also come before us in symbol order.
    past_us: bool,
    /// The path by which ld.so loaded us, as in `LD_PRELOAD`.
    pub(crate) path: Option<&'static CStr>,
    /// The functions that our hooks call.
    pub(crate) real_functions: RealFunctions,
    /// The C-API of a Python, before us or after us.
    pub(crate) python: Option<Api>,
}

// SAFETY: the linker's name for the dynamic section of the library that it links.
unsafe extern "C" {
    static _DYNAMIC: c_void;
}

/// Searches all loaded objects.
pub(crate) fn find() -> LoadedObjects {
    let mut loaded = LoadedObjects::default();
    // SAFETY: `visit` is handed `loaded`, which outlives the call.
    unsafe { libc::dl_iterate_phdr(Some(visit), (&raw mut loaded).cast()) };
    loaded
}

/// Called for each object, in symbol order, until it returns 1.
// SAFETY: by dl_iterate_phdr(3), which hands on what `find` gave it.
unsafe extern "C" fn visit(
    info: *mut libc::dl_phdr_info,
    _size: libc::size_t,
    loaded: *mut c_void,
) -> c_int {
    // SAFETY: libc hands a valid record to the callback, and `loaded` is the one of `find`.
    let (info, loaded) = unsafe { (&*info, &mut *loaded.cast::<LoadedObjects>()) };
    let base = info.dlpi_addr as usize;
    if info.dlpi_phdr.is_null() {
        return 0;
    }
    // SAFETY: `dlpi_phdr` points to `dlpi_phnum` program headers.
    let headers = unsafe { slice::from_raw_parts(info.dlpi_phdr, info.dlpi_phnum.into()) };
    let Some(header) = headers.iter().find(|header| header.p_type == libc::PT_DYNAMIC) else {
        return 0;
    };
    let dynamic = ptr::with_exposed_provenance(base.wrapping_add(header.p_vaddr as usize));
    if ptr::eq(dynamic, &raw const _DYNAMIC) {
        loaded.past_us = true;
        if !info.dlpi_name.is_null() {
            // SAFETY: it lives as long as the object, which a preload does to the end.
            loaded.path = Some(unsafe { CStr::from_ptr(info.dlpi_name) });
        }
        return 0;
    }
    // The object may be unloaded later, but not before the program runs, and an object that ld.so
    // loads at the start stays.
    // SAFETY: the dynamic section of an object that is loaded, as its record says.
    unsafe {
        if let Some(object) = LoadedObject::new(base, dynamic.cast()) {
            loaded.python = loaded.python.or_else(|| Api::of(&object));
            if loaded.past_us && !loaded.real_functions.is_complete() {
                loaded.real_functions.fill(&object);
            }
        }
    }
    c_int::from(loaded.python.is_some() && loaded.real_functions.is_complete())
}
