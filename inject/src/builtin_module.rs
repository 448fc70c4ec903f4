//! The built-in module `sitecustomize`, which CPython's `site` imports at start-up and finds before
//! any file.
//!
//! It arms the capture and then makes way: its name is removed from the table of built-in modules,
//! and the next `sitecustomize` on the path is imported in its place. If there is none, the import
//! fails as it does without us.

use core::cell::UnsafeCell;
use core::ffi::{c_char, c_int, c_void};
use core::ptr::null_mut;

use crate::arm;
use crate::decide::minor;
use crate::next_sitecustomize;
use crate::python::{self, ModuleDef, ModuleSlot, PyObject};

/// Static memory to which CPython and we write under the GIL.
struct GilCell<T>(UnsafeCell<T>);

// The constructor writes it before there is a second thread, and then the module's functions.
// SAFETY: CPython calls those under the GIL.
unsafe impl<T> Sync for GilCell<T> {}

/// The name in the table of built-in modules, which stores our pointer (Python/import.c).
static NAME: GilCell<[u8; 14]> = GilCell(UnsafeCell::new(*b"sitecustomize\0"));

/// The module's slots: exec, two for newer versions, and the terminator.
static SLOTS: GilCell<[ModuleSlot; 4]> =
    GilCell(UnsafeCell::new([ModuleSlot { kind: 0, value: null_mut() }; 4]));

static DEFINITION: GilCell<ModuleDef> = GilCell(UnsafeCell::new(ModuleDef {
    refcount: 1,
    kind: null_mut(),
    init: null_mut(),
    index: 0,
    copy: null_mut(),
    name: c"sitecustomize".as_ptr(),
    doc: null_mut::<c_char>().cast_const(),
    size: 0,
    methods: null_mut(),
    slots: SLOTS.0.get().cast(),
    traverse: null_mut(),
    clear: null_mut(),
    free: null_mut(),
}));

/// Adds the module to the table of built-in modules.
pub(crate) fn register() {
    if let Some(api) = python::api() {
        // It returns -1 if there is no memory; then the process is not captured.
        // SAFETY: before main, and so before Py_Initialize, as it asks; the name lives for ever.
        unsafe { (api.PyImport_AppendInittab)(NAME.0.get().cast(), init) };
    }
}

/// The module's init function. It uses multi-phase initialisation (PEP 489), because 3.11 and later
/// print an error otherwise.
// SAFETY: called by CPython, under the GIL.
unsafe extern "C" fn init() -> PyObject {
    let Some(api) = python::api() else {
        return null_mut();
    };
    let minor = minor(python::version(api)).unwrap_or(0);
    let mut slots = [ModuleSlot { kind: 0, value: null_mut() }; 4];
    slots[0] = ModuleSlot { kind: python::MOD_EXEC, value: exec as *mut c_void };
    if minor >= 12 {
        let value = python::PER_INTERPRETER_GIL_SUPPORTED as *mut c_void;
        slots[1] = ModuleSlot { kind: python::MOD_MULTIPLE_INTERPRETERS, value };
    }
    if minor >= 13 {
        let value = python::GIL_NOT_USED as *mut c_void;
        slots[2] = ModuleSlot { kind: python::MOD_GIL, value };
    }
    // SAFETY: under the GIL; each call writes the same values.
    unsafe { *SLOTS.0.get() = slots };
    // SAFETY: the definition is static, as PyModuleDef_Init asks.
    unsafe { (api.PyModuleDef_Init)(DEFINITION.0.get()) }
}

/// The module's exec function: 0, or -1 with an exception set.
// SAFETY: called by CPython, under the GIL, with no exception set.
unsafe extern "C" fn exec(module: PyObject) -> c_int {
    let Some(api) = python::api() else {
        return 0;
    };
    // From here on, the name must be found on the path. The entry can't be removed (3.12 keeps a
    // private copy of the table), so that we rename it to "sys", which is never found after the
    // real one.
    // SAFETY: under the GIL, and each state in between is a C string too.
    unsafe { NAME.0.get().cast::<[u8; 4]>().write(*b"sys\0") };
    // SAFETY: called by CPython, under the GIL, with no exception set.
    unsafe {
        if !arm::arm(api) {
            return -1;
        }
        next_sitecustomize::take_place(api, module)
    }
}
