//! Arming an interpreter: `_start.py`, beside this library, is loaded and told who it was.
//!
//! By the C-API and not by a few lines of Python, because compiling those costs each start of an
//! interpreter more than all that they do.

use core::ffi::CStr;

use crate::location;
use crate::process;
use crate::python::{Api, Object};

/// The module's name; whoever arms first enters it in `sys.modules`.
const NAME: &CStr = c"cg_plot_capture._start";

/// Its file, from the folder that this library is in.
const FILE: &[u8] = b"/cg_plot_capture/_start.py\0";

/// Room for the path of any file.
const PATH: usize = libc::PATH_MAX as usize + FILE.len();

/// Arms, if nobody has. False: an exception is set that is not ours to swallow (Ctrl-C, say).
///
/// # Safety
///
/// The GIL is held and no exception is set.
pub(crate) unsafe fn arm(api: &Api) -> bool {
    let mut path = [0; PATH];
    if start_file(&mut path).is_none() {
        return true;
    }
    // SAFETY: as our caller promises; the path is a C string. Where `load` answers nothing, it has
    // set an exception, which is looked at here.
    unsafe {
        let modules = (api.PyImport_GetModuleDict)();
        if !(api.PyDict_GetItemString)(modules, NAME.as_ptr()).is_null()
            || load(api, &path).is_some()
        {
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
/// The GIL is held, no exception is set, and `path` ends with a NUL.
unsafe fn load(api: &Api, path: &[u8; PATH]) -> Option<()> {
    // SAFETY: every pointer is a C string or a live reference, every format fits what follows it,
    // and every answer is checked for null by `Owned::new` before it is used.
    unsafe {
        let owned = |object| Owned::new(api, object);
        let file = owned((api.PyUnicode_DecodeFSDefault)(path.as_ptr().cast()))?;
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
        let by = c"preload".as_ptr();
        let done = (api.PyObject_CallMethod)(module.object, c"arm".as_ptr(), c"s".as_ptr(), by);
        owned(done).map(drop)
    }
}

/// Writes the path of the module's file; `None` if we don't know where we are.
fn start_file(path: &mut [u8]) -> Option<()> {
    let library = location::library()?.to_bytes();
    let folder = library.get(..library.iter().rposition(|byte| *byte == b'/')?)?;
    path.get_mut(..folder.len())?.copy_from_slice(folder);
    path.get_mut(folder.len()..folder.len() + FILE.len())?.copy_from_slice(FILE);
    Some(())
}

/// A reference that is given back at the end of its scope.
struct Owned<'a> {
    api: &'a Api,
    object: Object,
}

impl<'a> Owned<'a> {
    /// # Safety
    ///
    /// `object` is null or a reference that is ours, and the GIL is held for as long as this lives.
    unsafe fn new(api: &'a Api, object: Object) -> Option<Self> {
        (!object.is_null()).then_some(Self { api, object })
    }
}

impl Drop for Owned<'_> {
    fn drop(&mut self) {
        // SAFETY: as promised to `new`.
        unsafe { (self.api.Py_DecRef)(self.object) };
    }
}
