//! The parts of the C-API that we use, if one object of this process defines them all: an
//! interpreter or its library. All are in the stable ABI (Misc/stable_abi.toml).

use core::ffi::{CStr, c_char, c_int, c_void};
use core::mem::transmute_copy;
use core::ptr::NonNull;

use crate::constructor_cell::ConstructorCell;
use crate::elf_symbols::{LoadedObject, SymbolName};

/// A `PyObject *`; owned or borrowed as the function's documentation says.
pub(crate) type PyObject = *mut c_void;

/// A module's init function.
// SAFETY: called by CPython alone, under the GIL.
pub(crate) type Init = unsafe extern "C" fn() -> PyObject;

/// Declares the struct with a field for each function or variable, and the function that fills it.
macro_rules! api {
    (@type fn $parameters:tt $(-> $answer:ty)?) => {
        // SAFETY: called as c-api documents each, under the GIL where it asks for that.
        unsafe extern "C" fn $parameters $(-> $answer)?
    };
    (@type static $type:ty) => { NonNull<$type> };
    ($($name:ident: $kind:tt ($($type:tt)*),)*) => {
        /// The functions and variables of the C-API that we use.
        #[derive(Clone, Copy)]
        #[allow(non_snake_case, reason = "the names are CPython's")]
        pub(crate) struct Api { $(pub(crate) $name: api!(@type $kind $($type)*),)* }

        impl Api {
            /// Returns all of them, if `object` defines all. The first name is one that other
            /// objects lack.
            ///
            /// # Safety
            ///
            /// The object is loaded and stays so.
            pub(crate) unsafe fn of(object: &LoadedObject) -> Option<Self> {
                Some(Self { $($name: {
                    static NAME: SymbolName = SymbolName::new(stringify!($name));
                    // SAFETY: as our caller promises.
                    let address = unsafe { object.find(&NAME)? };
                    // SAFETY: the address of what CPython defines under this name.
                    unsafe { transmute_copy::<usize, api!(@type $kind $($type)*)>(&address) }
                },)* })
            }
        }
    };
}

api! {
    PyImport_AppendInittab: fn((*const c_char, Init) -> c_int),
    Py_GetVersion: fn(() -> *const c_char),
    PyModuleDef_Init: fn((*mut ModuleDef) -> PyObject),
    PyImport_ImportModule: fn((*const c_char) -> PyObject),
    PyImport_GetModuleDict: fn(() -> PyObject),
    PyDict_GetItemString: fn((PyObject, *const c_char) -> PyObject),
    PyDict_DelItemString: fn((PyObject, *const c_char) -> c_int),
    PyDict_SetItem: fn((PyObject, PyObject, PyObject) -> c_int),
    PyList_GetItem: fn((PyObject, isize) -> PyObject),
    PySys_GetObject: fn((*const c_char) -> PyObject),
    PyUnicode_AsUTF8AndSize: fn((PyObject, *mut isize) -> *const c_char),
    PyUnicode_DecodeFSDefault: fn((*const c_char) -> PyObject),
    PyObject_CallMethod: fn((PyObject, *const c_char, *const c_char, ...) -> PyObject),
    PyObject_GetAttrString: fn((PyObject, *const c_char) -> PyObject),
    PyObject_SetAttrString: fn((PyObject, *const c_char, PyObject) -> c_int),
    PyErr_ExceptionMatches: fn((PyObject) -> c_int),
    PyErr_Clear: fn(()),
    PyErr_Print: fn(()),
    Py_DecRef: fn((PyObject)),
    PyExc_Exception: static(PyObject),
    _Py_NoneStruct: static(c_void),
}

/// An owned reference, which is released at the end of its scope.
pub(crate) struct OwnedRef<'a> {
    api: &'a Api,
    pub(crate) object: PyObject,
}

impl<'a> OwnedRef<'a> {
    /// # Safety
    ///
    /// `object` is null or a reference that is ours, and the GIL is held for as long as this lives.
    pub(crate) unsafe fn new(api: &'a Api, object: PyObject) -> Option<Self> {
        (!object.is_null()).then_some(Self { api, object })
    }

    /// An attribute of `object`; `None` with an exception set.
    ///
    /// # Safety
    ///
    /// `object` is a live reference, and the GIL is held for as long as this lives.
    pub(crate) unsafe fn attribute(api: &'a Api, object: PyObject, name: &CStr) -> Option<Self> {
        // SAFETY: as our caller promises; the answer is a new reference or null.
        unsafe { Self::new(api, (api.PyObject_GetAttrString)(object, name.as_ptr())) }
    }

    /// Whether the object is Python's `None`.
    pub(crate) fn is_none(&self) -> bool {
        self.object == self.api._Py_NoneStruct.as_ptr()
    }
}

impl Drop for OwnedRef<'_> {
    fn drop(&mut self) {
        // SAFETY: as promised to `new`.
        unsafe { (self.api.Py_DecRef)(self.object) };
    }
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
    pub(crate) slots: *mut ModuleSlot,
    pub(crate) traverse: *mut c_void,
    pub(crate) clear: *mut c_void,
    pub(crate) free: *mut c_void,
}

/// `PyModuleDef_Slot`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct ModuleSlot {
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

static API: ConstructorCell<Option<Api>> = ConstructorCell::new(None);

/// Stores the C-API; returns the result of `Py_GetVersion`.
///
/// # Safety
///
/// Called once, by the constructor.
pub(crate) unsafe fn store(found: Api) -> &'static [u8] {
    // SAFETY: as our caller promises, nobody else looks.
    unsafe { *API.get() = Some(found) };
    version(&found)
}

/// The stored C-API; `None` if the process has none.
pub(crate) fn api() -> Option<&'static Api> {
    // SAFETY: nobody writes after the constructor.
    unsafe { (*API.get()).as_ref() }
}

/// The result of `Py_GetVersion`.
pub(crate) fn version(api: &Api) -> &'static [u8] {
    // `Py_GetVersion` may be called before Py_Initialize (c-api/init).
    // SAFETY: it answers a pointer to a static string.
    unsafe { CStr::from_ptr((api.Py_GetVersion)()) }.to_bytes()
}
