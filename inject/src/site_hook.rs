//! Hides the site hook of an interpreter that the preload has armed, so that no program finds it.

use core::ffi::CStr;
use core::ptr::null_mut;

use crate::kernel::{HERE, OpenFile};
use crate::python::Api;
use crate::text_buffer::TextBuffer;

/// The first bytes of every hook.
const MARK: &[u8] = b"# cg-plot-capture hook";

/// The longest path in bytes that is checked.
const PATH: usize = 1024;

/// Caches for the hook's folder, which is at the path of an absent zip file, what Python caches for
/// an absent file.
///
/// # Safety
///
/// The GIL is held and no exception is set.
pub(crate) unsafe fn hide(api: &Api) {
    // SAFETY: what is borrowed from `sys` stays there, because nothing of Python runs meanwhile; each
    // answer is looked at for null.
    unsafe {
        let path = (api.PySys_GetObject)(c"path".as_ptr());
        let cache = (api.PySys_GetObject)(c"path_importer_cache".as_ptr());
        if path.is_null() || cache.is_null() {
            return;
        }
        for index in 0.. {
            let entry = (api.PyList_GetItem)(path, index);
            if entry.is_null() {
                break;
            }
            let text = (api.PyUnicode_AsUTF8AndSize)(entry, null_mut());
            if text.is_null() {
                (api.PyErr_Clear)();
                continue;
            }
            let folder = CStr::from_ptr(text).to_bytes();
            if is_zip(folder) {
                if holds_hook(folder) == Some(true) {
                    (api.PyDict_SetItem)(cache, entry, api._Py_NoneStruct.as_ptr());
                }
                break;
            }
        }
        (api.PyErr_Clear)();
    }
}

/// Whether a path is the zip file that each interpreter searches first.
fn is_zip(path: &[u8]) -> bool {
    let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    name.starts_with(b"python3") && name.ends_with(b".zip")
}

fn holds_hook(folder: &[u8]) -> Option<bool> {
    let mut path = [0; PATH];
    let mut text = TextBuffer::new(&mut path);
    text.push(folder)?;
    text.push(b"/sitecustomize.py\0")?;
    let mut head = [0; MARK.len()];
    let length = OpenFile::open(HERE, path.as_ptr().cast())?.head(&mut head)?;
    Some(head.get(..length) == Some(MARK))
}
