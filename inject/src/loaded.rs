//! What is loaded beside us: our own path, and the functions that come after ours.
//!
//! One walk by dl_iterate_phdr(3), which every glibc and musl has; `dladdr` and `dlsym` live in libdl
//! before glibc 2.34.

use core::ffi::{CStr, c_int, c_void};

use crate::next::Next;
use crate::symbols::Object;

/// What a walk found.
#[derive(Default)]
pub(crate) struct Loaded {
    /// We are past our own object. Those before it come before us in symbol order, too.
    past_us: bool,
    /// The path that ld.so loaded us by, as in `LD_PRELOAD`.
    pub(crate) path: Option<&'static CStr>,
    /// The next definitions of what we hook.
    pub(crate) next: Next,
}

/// Walks through all loaded objects.
pub(crate) fn look() -> Loaded {
    let mut loaded = Loaded::default();
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
    let (info, loaded) = unsafe { (&*info, &mut *loaded.cast::<Loaded>()) };
    let base = info.dlpi_addr as usize;
    for index in 0..usize::from(info.dlpi_phnum) {
        // SAFETY: `dlpi_phdr` points to `dlpi_phnum` program headers.
        let header = unsafe { &*info.dlpi_phdr.add(index) };
        let start = base.wrapping_add(header.p_vaddr as usize);
        if !loaded.past_us {
            let inside = (visit as *const () as usize).wrapping_sub(start);
            if header.p_type == libc::PT_LOAD && inside < header.p_memsz as usize {
                loaded.past_us = true;
                if !info.dlpi_name.is_null() {
                    // SAFETY: it lives as long as the object, which a preload does to the end.
                    loaded.path = Some(unsafe { CStr::from_ptr(info.dlpi_name) });
                }
                return 0;
            }
        } else if header.p_type == libc::PT_DYNAMIC {
            // It may be unloaded later, but not before the program runs, and what ld.so loads at
            // its start stays.
            // SAFETY: the dynamic section of an object that is loaded, as its record says.
            unsafe {
                if let Some(object) = Object::new(base, start as *const _) {
                    loaded.next.fill(&object);
                }
            }
            return c_int::from(loaded.next.is_complete());
        }
    }
    0
}
