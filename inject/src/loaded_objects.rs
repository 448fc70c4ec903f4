//! What is loaded beside us: our own path, the functions that come after ours, and a Python.
//!
//! One walk by dl_iterate_phdr(3), which every glibc and musl has; `dladdr` and `dlsym` live in libdl
//! before glibc 2.34.

use core::ffi::{CStr, c_int, c_void};
use core::{ptr, slice};

use crate::elf_symbols::LoadedObject;
use crate::python::Api;
use crate::real_functions::RealFunctions;

/// What a walk found.
#[derive(Default)]
pub(crate) struct LoadedObjects {
    /// We are past our own object. Those before it come before us in symbol order, too.
    past_us: bool,
    /// The path that ld.so loaded us by, as in `LD_PRELOAD`.
    pub(crate) path: Option<&'static CStr>,
    /// The next definitions of what we hook.
    pub(crate) real_functions: RealFunctions,
    /// A Python, before us or after.
    pub(crate) python: Option<Api>,
}

// SAFETY: the linker's name for the dynamic section of the library that it links.
unsafe extern "C" {
    static _DYNAMIC: c_void;
}

/// Walks through all loaded objects.
pub(crate) fn look() -> LoadedObjects {
    let mut loaded = LoadedObjects::default();
    // SAFETY: `visit` is handed `loaded`, which outlives the call.
    unsafe { libc::dl_iterate_phdr(Some(visit), (&raw mut loaded).cast()) };
    loaded
}

/// Called with one object after the other, in symbol order, until it answers 1.
// SAFETY: by dl_iterate_phdr(3), which hands on what `look` gave it.
unsafe extern "C" fn visit(
    info: *mut libc::dl_phdr_info,
    _size: libc::size_t,
    loaded: *mut c_void,
) -> c_int {
    // SAFETY: libc hands a valid record to the callback, and `loaded` is the one of `look`.
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
    // It may be unloaded later, but not before the program runs, and what ld.so loads at its start
    // stays.
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
