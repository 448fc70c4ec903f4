//! The `sitecustomize` that the path holds, which takes the place of our built-in one.

use core::ffi::{CStr, c_int};
use core::ptr::null_mut;

use crate::python::{Api, Owned, PyObject};

/// The module's name.
const NAME: &CStr = c"sitecustomize";

/// Lets it take the place of `module`: 0, or -1 with an exception set that is its own.
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

/// Whether it is an import that executes the module, and not the loader of a program that has found it
/// before `site` imported it, or under -S. `None` with an exception set.
///
/// # Safety
///
/// The GIL is held and no exception is set.
unsafe fn is_import(api: &Api) -> Option<bool> {
    // Below us are `_call_with_frames_removed`, `exec_module`, `_load_unlocked`, and this
    // (Lib/importlib/_bootstrap.py).
    const IMPORTER: (c_int, &CStr) = (3, c"_find_and_load_unlocked");
    // SAFETY: every pointer is a C string or a live reference; `Owned` holds those while they are used.
    unsafe {
        let sys = Owned::new(api, (api.PyImport_ImportModule)(c"sys".as_ptr()))?;
        let frame =
            (api.PyObject_CallMethod)(sys.object, c"_getframe".as_ptr(), c"i".as_ptr(), IMPORTER.0);
        let frame = Owned::new(api, frame)?;
        let code = Owned::attribute(api, frame.object, c"f_code")?;
        let name = Owned::attribute(api, code.object, c"co_name")?;
        let text = (api.PyUnicode_AsUTF8AndSize)(name.object, null_mut());
        (!text.is_null()).then(|| CStr::from_ptr(text) == IMPORTER.1)
    }
}

/// Imports it by its name, which no longer is ours; `None` with an exception set.
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
        Owned::new(api, (api.PyImport_ImportModule)(NAME.as_ptr())).map(drop)
    }
}

/// Runs it, where there is one, in `module`, which then says to be it; `None` with an exception set.
///
/// # Safety
///
/// As above.
unsafe fn run_in(api: &Api, module: PyObject) -> Option<()> {
    // SAFETY: every pointer is a C string or a live reference, every format fits what follows it.
    unsafe {
        let external = (api.PyImport_ImportModule)(c"_frozen_importlib_external".as_ptr());
        let external = Owned::new(api, external)?;
        let finder = Owned::attribute(api, external.object, c"PathFinder")?;
        let find_spec = c"find_spec".as_ptr();
        let spec =
            (api.PyObject_CallMethod)(finder.object, find_spec, c"s".as_ptr(), NAME.as_ptr());
        let spec = Owned::new(api, spec)?;
        if spec.is_none() {
            return Some(());
        }
        let loader = Owned::attribute(api, spec.object, c"loader")?;
        if loader.is_none() {
            return Some(()); // A folder of that name, which is a namespace.
        }
        for (name, of_spec) in [(c"__file__", c"origin"), (c"__cached__", c"cached")] {
            let value = Owned::attribute(api, spec.object, of_spec)?;
            (api.PyObject_SetAttrString)(module, name.as_ptr(), value.object);
        }
        (api.PyObject_SetAttrString)(module, c"__loader__".as_ptr(), loader.object);
        (api.PyObject_SetAttrString)(module, c"__spec__".as_ptr(), spec.object);
        let exec_module = c"exec_module".as_ptr();
        let done = (api.PyObject_CallMethod)(loader.object, exec_module, c"O".as_ptr(), module);
        Owned::new(api, done).map(drop)
    }
}
