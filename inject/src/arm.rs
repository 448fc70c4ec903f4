//! Arming an interpreter: `_start.py`, beside this library, is loaded and told who it was.
//!
//! By the C-API and not by a few lines of Python, because compiling those costs each start of an
//! interpreter more than all that they do.

use core::ffi::{CStr, c_int};

use crate::context::context;
use crate::inherited_fd3;
use crate::process;
use crate::python::{Api, Owned};
use crate::site_hook;

/// The module's name; whoever arms first enters it in `sys.modules`.
const NAME: &CStr = c"cg_plot_capture._start";

/// Arms, if nobody has. False: an exception is set that is not ours to swallow (Ctrl-C, say).
///
/// # Safety
///
/// The GIL is held and no exception is set.
pub(crate) unsafe fn arm(api: &Api) -> bool {
    let Some(path) = context().start_file() else {
        return true;
    };
    // Where `load` answers nothing, it has set an exception, which is looked at here.
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

/// Loads the module at `path` and calls its `arm`; `None` with an exception set.
///
/// # Safety
///
/// The GIL is held and no exception is set.
unsafe fn load(api: &Api, path: &CStr) -> Option<()> {
    // Every answer is checked for null by `Owned::new` before it is used.
    // SAFETY: every pointer is a C string or a live reference, every format fits what follows it.
    unsafe {
        let owned = |object| Owned::new(api, object);
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
        // "y" of a null is None.
        let done = (api.PyObject_CallMethod)(
            module.object,
            c"arm".as_ptr(),
            c"siy".as_ptr(),
            c"preload".as_ptr(),
            c_int::from(inherited_fd3::is_inherited()),
            inherited_fd3::told(),
        );
        owned(done).map(drop)
    }
}
