//! The parts of the C-API that we use, each bound weakly: a process without Python has none of them.
//!
//! Weak references need neither `dlsym` (in libdl before glibc 2.34) nor a `NEEDED` entry: ld.so
//! leaves a null where no object of the process defines the name. All are in the stable ABI
//! (Misc/stable_abi.toml).

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ptr::NonNull;

/// A `PyObject *`; owned or borrowed as the function's documentation says.
pub(crate) type Object = *mut c_void;

/// A module's init function.
// SAFETY: called by CPython alone, under the GIL.
pub(crate) type Init = unsafe extern "C" fn() -> Object;

/// Declares the struct, a field a function or variable, and the table of weak references that fills it.
macro_rules! weak_api {
    (@type fn $parameters:tt $(-> $answer:ty)?) => {
        // SAFETY: called as c-api documents each, under the GIL where it asks for that.
        unsafe extern "C" fn $parameters $(-> $answer)?
    };
    (@type static $type:ty) => { NonNull<$type> };
    ($($name:ident: $kind:tt ($($type:tt)*),)*) => {
        /// Everything that we use, or null.
        #[repr(C)]
        #[allow(non_snake_case, reason = "the names are CPython's")]
        struct Weak { $($name: Option<weak_api!(@type $kind $($type)*)>,)* }

        /// The same, once all are known to be there.
        #[derive(Clone, Copy)]
        #[allow(non_snake_case, reason = "the names are CPython's")]
        pub(crate) struct Api { $(pub(crate) $name: weak_api!(@type $kind $($type)*),)* }

        core::arch::global_asm!(
            // Relocated once by ld.so, then read-only.
            ".pushsection .data.rel.ro.cg_python,\"aw\",@progbits",
            ".balign 8",
            ".globl cg_python_weak",
            ".hidden cg_python_weak",
            "cg_python_weak:",
            $(concat!(".weak ", stringify!($name)), concat!(".quad ", stringify!($name)),)*
            ".popsection",
        );

        /// All of them, if this process has them all.
        pub(crate) fn api() -> Option<Api> {
            // The table above: as many pointers as the struct has fields, in its order.
            // SAFETY: each is null or the address of the function or variable of that name.
            let weak = unsafe { &cg_python_weak };
            Some(Api { $($name: weak.$name?,)* })
        }
    };
}

// SAFETY: defined by `weak_api`, as many pointers as the struct has fields.
unsafe extern "C" {
    static cg_python_weak: Weak;
}

weak_api! {
    PyImport_AppendInittab: fn((*const c_char, Init) -> c_int),
    Py_GetVersion: fn(() -> *const c_char),
    PyModuleDef_Init: fn((*mut ModuleDef) -> Object),
    PyImport_ImportModule: fn((*const c_char) -> Object),
    PyImport_GetModuleDict: fn(() -> Object),
    PyDict_GetItemString: fn((Object, *const c_char) -> Object),
    PyDict_DelItemString: fn((Object, *const c_char) -> c_int),
    PyUnicode_DecodeFSDefault: fn((*const c_char) -> Object),
    PyObject_CallMethod: fn((Object, *const c_char, *const c_char, ...) -> Object),
    PyErr_ExceptionMatches: fn((Object) -> c_int),
    PyErr_Clear: fn(()),
    PyErr_Print: fn(()),
    Py_DecRef: fn((Object)),
    PyExc_Exception: static(Object),
}

/// `PyModuleDef` (Include/moduleobject.h) of every build with a GIL, 3.5 and later.
#[repr(C)]
pub(crate) struct ModuleDef {
    pub(crate) refcount: isize,
    pub(crate) kind: *mut c_void,
    pub(crate) init: *mut c_void,
    pub(crate) index: isize,
    pub(crate) copy: *mut c_void,
    pub(crate) name: *const c_char,
    pub(crate) doc: *const c_char,
    pub(crate) size: isize,
    pub(crate) methods: *mut c_void,
    pub(crate) slots: *mut Slot,
    pub(crate) traverse: *mut c_void,
    pub(crate) clear: *mut c_void,
    pub(crate) free: *mut c_void,
}

/// `PyModuleDef_Slot`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) kind: c_int,
    pub(crate) value: *mut c_void,
}

/// `Py_mod_exec`.
pub(crate) const MOD_EXEC: c_int = 2;
/// `Py_mod_multiple_interpreters`, 3.12.
pub(crate) const MOD_MULTIPLE_INTERPRETERS: c_int = 3;
/// `Py_MOD_PER_INTERPRETER_GIL_SUPPORTED`.
pub(crate) const PER_INTERPRETER_GIL_SUPPORTED: usize = 2;
/// `Py_mod_gil`, 3.13.
pub(crate) const MOD_GIL: c_int = 4;
/// `Py_MOD_GIL_NOT_USED`.
pub(crate) const GIL_NOT_USED: usize = 1;

/// What `Py_GetVersion` answers, where the process has a whole CPython.
pub(crate) fn version() -> Option<&'static [u8]> {
    let api = api()?;
    // It may be called before Py_Initialize (c-api/init).
    // SAFETY: it answers a pointer to a static string.
    Some(unsafe { CStr::from_ptr((api.Py_GetVersion)()) }.to_bytes())
}
