//! Imports the next `sitecustomize` on the path in the place of our built-in one.

use core::ffi::{CStr, c_int};
use core::ptr::null_mut;

use crate::python::{Api, OwnedRef, PyObject};

const NAME: &CStr = c"sitecustomize";

/// Imports the next `sitecustomize` in the place of `module`. Returns 0, or -1 with an exception of
/// that module set.
///
/// # Safety
///
/// The GIL is held, no exception is set, and `module` is ours, which is being executed.
pub(crate) unsafe fn take_place(api: &Api, module: PyObject) -> c_int {
    // SAFETY: as our caller promises.
    let done = unsafe {
        let is_import = is_import(api).unwrap_or_else(|| {
            (api.PyErr_Clear)();
            false
        });
        if is_import { import(api) } else { run_in(api, module) }
    };
    if done.is_some() { 0 } else { -1 }
}

/// Whether an import executes the module. Otherwise a program calls the loader that it has found,
/// before `site` has imported the module, or under -S. Returns `None` with an exception set.
///
/// # Safety
///
/// The GIL is held and no exception is set.
unsafe fn is_import(api: &Api) -> Option<bool> {
    // The frames below us: `_call_with_frames_removed`, `exec_module`, `_load_unlocked`, and this
    // one (Lib/importlib/_bootstrap.py).
    const IMPORTER: (c_int, &CStr) = (3, c"_find_and_load_unlocked");
    // SAFETY: every pointer is a C string or a live reference; `OwnedRef` holds those while they are used.
    unsafe {
        let sys = OwnedRef::new(api, (api.PyImport_ImportModule)(c"sys".as_ptr()))?;
        let frame =
            (api.PyObject_CallMethod)(sys.object, c"_getframe".as_ptr(), c"i".as_ptr(), IMPORTER.0);
        let frame = OwnedRef::new(api, frame)?;
        let code = OwnedRef::attribute(api, frame.object, c"f_code")?;
        let name = OwnedRef::attribute(api, code.object, c"co_name")?;
        let text = (api.PyUnicode_AsUTF8AndSize)(name.object, null_mut());
        (!text.is_null()).then(|| CStr::from_ptr(text) == IMPORTER.1)
    }
}

/// Imports it by its name, which is no longer ours; returns `None` with an exception set.
///
/// # Safety
///
/// As above.
unsafe fn import(api: &Api) -> Option<()> {
    // SAFETY: the dictionary is borrowed from the interpreter, whose `sys.modules` it is.
    unsafe {
        if (api.PyDict_DelItemString)((api.PyImport_GetModuleDict)(), NAME.as_ptr()) < 0 {
            (api.PyErr_Clear)();
        }
        OwnedRef::new(api, (api.PyImport_ImportModule)(NAME.as_ptr())).map(drop)
    }
}

/// If there is a next `sitecustomize`, runs it in `module`, whose attributes are set to its own.
/// Returns `None` with an exception set.
///
/// # Safety
///
/// As above.
unsafe fn run_in(api: &Api, module: PyObject) -> Option<()> {
    // SAFETY: every pointer is a C string or a live reference, every format fits what follows it.
    unsafe {
        let external = (api.PyImport_ImportModule)(c"_frozen_importlib_external".as_ptr());
        let external = OwnedRef::new(api, external)?;
        let finder = OwnedRef::attribute(api, external.object, c"PathFinder")?;
        let find_spec = c"find_spec".as_ptr();
        let spec =
            (api.PyObject_CallMethod)(finder.object, find_spec, c"s".as_ptr(), NAME.as_ptr());
        let spec = OwnedRef::new(api, spec)?;
        if spec.is_none() {
            return Some(());
        }
        let loader = OwnedRef::attribute(api, spec.object, c"loader")?;
        if loader.is_none() {
            return Some(()); // A folder of that name, which is a namespace.
        }
        for (name, of_spec) in [(c"__file__", c"origin"), (c"__cached__", c"cached")] {
            let value = OwnedRef::attribute(api, spec.object, of_spec)?;
            (api.PyObject_SetAttrString)(module, name.as_ptr(), value.object);
        }
        (api.PyObject_SetAttrString)(module, c"__loader__".as_ptr(), loader.object);
        (api.PyObject_SetAttrString)(module, c"__spec__".as_ptr(), spec.object);
        let exec_module = c"exec_module".as_ptr();
        let done = (api.PyObject_CallMethod)(loader.object, exec_module, c"O".as_ptr(), module);
        OwnedRef::new(api, done).map(drop)
    }
}
