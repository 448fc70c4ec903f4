//! The data that the constructor stores for the exec hooks: our paths, and what children inherit.
//!
//! It is written once, before `main`, and later only read, also from vfork children and signal
//! handlers.

use core::ffi::{CStr, c_char};
use core::ops::Range;

use crate::constructor_cell::ConstructorCell;
use crate::environment::{EnvEntry, Inherit, is_off};
use crate::fd3;
use crate::loaded_objects::{self, LoadedObjects};
use crate::preload_list::{self, PRELOAD};
use crate::process::{self, EnvEntries};
use crate::real_functions::RealFunctions;
use crate::text_buffer::TextBuffer;

/// The path of `_start.py`, from the folder of this library.
const START: &[u8] = b"/cg_plot_capture/_start.py\0";

/// The size in bytes of the memory for our paths.
const PATHS: usize = 2 * libc::PATH_MAX as usize + PRELOAD.len() + START.len();

/// The size in bytes of the memory for settings; a setting that does not fit is not passed on.
const SETTINGS: usize = 4096;

pub(crate) struct Context {
    real_functions: Option<RealFunctions>,
    /// What children inherit.
    pub(crate) inherit: Inherit,
    library: Range<usize>,
    start: Range<usize>,
    settings: Range<usize>,
    /// `LD_PRELOAD=` with our path, the path of `_start.py`, and the settings, each with its NUL.
    memory: [u8; PATHS + SETTINGS],
}

/// All zero, so that it is in memory that costs nothing until it is written.
static CONTEXT: ConstructorCell<Context> = ConstructorCell::new(Context {
    real_functions: None,
    inherit: Inherit { active: false, by_variable: false, settings: false, channel: false },
    library: 0..0,
    start: 0..0,
    settings: 0..0,
    memory: [0; PATHS + SETTINGS],
});

/// The stored data. It is still empty if another library's constructor, which runs before ours,
/// makes the call.
pub(crate) fn context() -> &'static Context {
    // SAFETY: nobody writes but the constructor, which hands out no reference while it does.
    unsafe { &*CONTEXT.get() }
}

/// Stores the data; returns the value of `CG_PLOT_CAPTURE`.
///
/// # Safety
///
/// Called once, by the constructor.
pub(crate) unsafe fn store(loaded: &LoadedObjects, secure: bool) -> Option<&'static [u8]> {
    // SAFETY: as our caller promises, nobody else looks.
    let context = unsafe { &mut *CONTEXT.get() };
    context.real_functions = Some(loaded.real_functions);
    if secure {
        return None;
    }
    context.keep_paths(loaded.path.map_or(b"", CStr::to_bytes));
    // A Python checks its descriptor 3 itself.
    let capture = context.keep_environment(loaded.python.is_none());
    context.inherit.active = !capture.is_some_and(is_off);
    capture
}

impl Context {
    fn keep_paths(&mut self, library: &[u8]) -> Option<()> {
        let folder = library.get(..library.iter().rposition(|byte| *byte == b'/')?)?;
        let mut text = TextBuffer::new(&mut self.memory);
        text.push(PRELOAD)?;
        text.push(library)?;
        let end = text.length();
        text.push(b"\0")?;
        text.push(folder)?;
        text.push(START)?;
        self.start = end + 1..text.length();
        // A relative path would not lead to us in children with other working folders.
        if library.starts_with(b"/") {
            self.library = PRELOAD.len()..end;
        }
        Some(())
    }

    fn keep_environment(&mut self, names_fd3: bool) -> Option<&'static [u8]> {
        let mut capture = None;
        let free = self.start.end;
        let library = self.library.clone();
        let (paths, rest) = self.memory.split_at_mut_checked(free)?;
        let library = paths.get(library).unwrap_or_default();
        let mut text = TextBuffer::new(rest.get_mut(..SETTINGS)?);
        // SAFETY: before main, libc's own array.
        for (index, item) in unsafe { EnvEntries::of(process::environment()) }.enumerate() {
            let kind = item.entry();
            let entry = match kind {
                EnvEntry::Foreign => continue,
                EnvEntry::Preload(list) => {
                    self.inherit.by_variable |= preload_list::holds(list, library);
                    continue;
                }
                // SAFETY: before main, and the index is that of the entry.
                EnvEntry::Channel(value) if names_fd3 => unsafe { fd3::name(index, value) },
                EnvEntry::Capture(value) => {
                    capture = capture.or(Some(value));
                    None
                }
                EnvEntry::Channel(_) | EnvEntry::Setting => None,
            };
            let entry = entry.unwrap_or_else(|| item.text());
            if text.push(entry.to_bytes_with_nul()).is_some() {
                let is_channel = matches!(kind, EnvEntry::Channel(_));
                self.inherit.channel |= is_channel;
                self.inherit.settings |= !is_channel;
            }
        }
        self.settings = free..free + text.length();
        capture
    }

    /// Our own absolute path; empty if we don't know it.
    pub(crate) fn library(&self) -> &[u8] {
        self.memory.get(self.library.clone()).unwrap_or_default()
    }

    /// The `LD_PRELOAD` entry with our path, for a program that has none.
    pub(crate) fn entry(&self) -> *const c_char {
        self.memory.as_ptr().cast()
    }

    /// The path of `_start.py`, if we know it. If the file is gone, the library is useless: after a
    /// `disable` it may stay alone, because processes still name it.
    pub(crate) fn start_file(&self) -> Option<&CStr> {
        CStr::from_bytes_until_nul(self.memory.get(self.start.clone())?).ok()
    }

    /// The settings of this process, including `CG_PLOT_CHANNEL`.
    pub(crate) fn settings(&self) -> impl Iterator<Item = &CStr> {
        let mut rest = self.memory.get(self.settings.clone()).unwrap_or_default();
        core::iter::from_fn(move || {
            let entry = CStr::from_bytes_until_nul(rest).ok()?;
            rest = rest.get(entry.to_bytes_with_nul().len()..)?;
            Some(entry)
        })
    }

    /// Calls `with` with the real functions. Before our constructor has run, it searches for them.
    pub(crate) fn with_real_functions<R>(&self, with: impl FnOnce(&RealFunctions) -> R) -> R {
        match &self.real_functions {
            Some(real) => with(real),
            None => with(&loaded_objects::find().real_functions),
        }
    }
}
