//! Arms an interpreter: loads `_start.py`, which is beside this library, and passes it what was
//! inherited.
//!
//! It uses the C-API instead of a few lines of Python, because compiling them at each start of an
//! interpreter costs more than running them.

use core::ffi::{CStr, c_int};

use crate::context::context;
use crate::inherited_fd3;
use crate::process;
use crate::python::{Api, OwnedRef};
use crate::site_hook;

/// The module's name; the layer that arms first puts it into `sys.modules`.
const NAME: &CStr = c"cg_plot_capture._start";

/// Arms, unless another layer has. Returns false if an exception is set that we must not swallow
/// (such as Ctrl-C).
///
/// # Safety
///
/// The GIL is held and no exception is set.
pub(crate) unsafe fn arm(api: &Api) -> bool {
    let Some(path) = context().start_file() else {
        return true;
    };
    // If `load` returns `None`, it has set an exception.
    // SAFETY: as our caller promises.
    unsafe {
        let modules = (api.PyImport_GetModuleDict)();
        if !(api.PyDict_GetItemString)(modules, NAME.as_ptr()).is_null() {
            return true;
        }
        if load(api, path).is_some() {
            site_hook::hide(api);
            return true;
        }
        if (api.PyErr_ExceptionMatches)(*api.PyExc_Exception.as_ref()) == 0 {
            return false;
        }
        let wants_detail = process::variable(b"CG_PLOT_LOG=")
            .is_some_and(|level| level.eq_ignore_ascii_case(b"debug"));
        if wants_detail { (api.PyErr_Print)() } else { (api.PyErr_Clear)() }
    }
    true
}

/// Loads the module at `path` and calls its `arm`; returns `None` with an exception set.
///
/// # Safety
///
/// The GIL is held and no exception is set.
unsafe fn load(api: &Api, path: &CStr) -> Option<()> {
    // `OwnedRef::new` checks each result for null before it is used.
    // SAFETY: every pointer is a C string or a live reference, every format fits what follows it.
    unsafe {
        let owned = |object| OwnedRef::new(api, object);
        let file = owned((api.PyUnicode_DecodeFSDefault)(path.as_ptr()))?;
        let external = owned((api.PyImport_ImportModule)(c"_frozen_importlib_external".as_ptr()))?;
        let call = c"spec_from_file_location".as_ptr();
        let spec = (api.PyObject_CallMethod)(
            external.object,
            call,
            c"sO".as_ptr(),
            NAME.as_ptr(),
            file.object,
        );
        let spec = owned(spec)?;
        let importlib = owned((api.PyImport_ImportModule)(c"_frozen_importlib".as_ptr()))?;
        let load = c"_load".as_ptr();
        let module = (api.PyObject_CallMethod)(importlib.object, load, c"O".as_ptr(), spec.object);
        let module = owned(module)?;
        // The format "y" turns a null into None.
        let done = (api.PyObject_CallMethod)(
            module.object,
            c"arm".as_ptr(),
            c"siy".as_ptr(),
            c"preload".as_ptr(),
            c_int::from(inherited_fd3::is_inherited()),
            inherited_fd3::channel_value(),
        );
        owned(done).map(drop)
    }
}
