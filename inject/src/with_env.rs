//! Makes a call with the environment that the new program should get.
//!
//! This code runs in children of vfork(2), which share their parent's memory, in children of a fork
//! in a threaded program, and in signal handlers. So it uses only the stack.

use core::ffi::{CStr, c_char, c_int};
use core::ptr::null;

use crate::context::{Context, context};
use crate::environment::{EnvChange, EnvEntry, EnvPlan, EnvSummary, PreloadChange, plan};
use crate::exec_call::ExecCall;
use crate::exec_target;
use crate::kernel;
use crate::preload_list;
use crate::process::{EnvEntries, EnvItem, Strings};
use crate::real_functions::RealFunctions;
use crate::text_buffer::TextBuffer;

/// An environment with more entries is not changed.
const ENTRIES: usize = 512;

/// A list in `LD_PRELOAD` with more bytes is not changed either.
const LIST: usize = 1024;

/// An environment with fewer entries needs little stack: a crash handler starts its reporter on a
/// few kilobytes, most of which hold the registers (sigaltstack(2)).
const FEW: usize = 64;

/// Makes a call, with a changed environment if that is planned.
///
/// # Safety
///
/// The caller keeps the promises of the function's manual; `environment` is the one that was
/// passed, or `environ` if none was.
pub(crate) unsafe fn start_program(call: &ExecCall, environment: Strings) -> c_int {
    let context = context();
    context.with_real_functions(|real| {
        // The frames of `planned` are gone when the call is made, and the large frame of
        // `with_changed_env` exists only if something changes.
        // SAFETY: as our caller promises.
        unsafe {
            match planned(context, call, environment) {
                EnvPlan::Change(change) if call.can_change_environment(real, environment) => {
                    // Two separate calls, because the first one needs little stack.
                    with_changed_env::<FEW, 0>(context, call, real, environment, change)
                        .or_else(|| {
                            with_changed_env::<ENTRIES, LIST>(
                                context,
                                call,
                                real,
                                environment,
                                change,
                            )
                        })
                        .unwrap_or_else(|| call.pass(real, environment))
                }
                _ => call.pass(real, environment),
            }
        }
    })
}

/// Plans the change.
///
/// # Safety
///
/// As for `start_program`.
#[inline(never)]
unsafe fn planned(context: &Context, call: &ExecCall, environment: Strings) -> EnvPlan {
    let look = || {
        // SAFETY: as our caller promises.
        let entries = unsafe { EnvEntries::of(environment) }.map(EnvItem::entry);
        EnvSummary::of(entries, context.library())
    };
    plan(context.inherit, look, || {
        let start = context.start_file();
        start.is_some_and(|start| kernel::readable(start.as_ptr()))
            // SAFETY: as our caller promises, a name to search for is a C string.
            && unsafe { exec_target::fits(call.target()) }
    })
}

/// Makes a call with a changed environment of at most `ENTRIES` entries, and a list in `LD_PRELOAD`
/// of at most `LIST` bytes. Returns `None` if that does not fit.
///
/// # Safety
///
/// As for `start_program`.
#[inline(never)]
unsafe fn with_changed_env<const ENTRIES: usize, const LIST: usize>(
    context: &Context,
    call: &ExecCall,
    real: &RealFunctions,
    environment: Strings,
    change: EnvChange,
) -> Option<c_int> {
    let mut list = [0; LIST];
    let mut array = EnvArray { entries: [null(); ENTRIES], length: 0 };
    // SAFETY: as our caller promises. The new array and list live until the call returns, if it does.
    unsafe {
        array.build(context, environment, change, &mut list)?;
        Some(call.with(real, array.entries.as_ptr()))
    }
}

/// A new environment. It points to the old strings.
struct EnvArray<const ENTRIES: usize> {
    entries: [*const c_char; ENTRIES],
    length: usize,
}

impl<const ENTRIES: usize> EnvArray<ENTRIES> {
    /// Adds an entry, if there is room for it and the null at the end.
    fn push(&mut self, entry: *const c_char) -> Option<()> {
        if self.length + 1 >= ENTRIES {
            return None;
        }
        *self.entries.get_mut(self.length)? = entry;
        self.length += 1;
        Some(())
    }

    /// # Safety
    ///
    /// `environment` is null or an array of C strings that ends with a null.
    unsafe fn build(
        &mut self,
        context: &Context,
        environment: Strings,
        change: EnvChange,
        list: &mut [u8],
    ) -> Option<()> {
        // SAFETY: as our caller promises.
        for (index, entry) in unsafe { EnvEntries::of(environment) }.enumerate() {
            let entry = match change.preload {
                PreloadChange::Append(at) | PreloadChange::Remove(at) if at == index => {
                    if list.is_empty() {
                        return None;
                    }
                    listed(entry.text(), change.preload, context.library(), list)
                }
                _ => Some(entry.as_ptr()),
            };
            if let Some(entry) = entry {
                self.push(entry)?;
            }
        }
        if change.preload == PreloadChange::New {
            self.push(context.entry())?;
        }
        for setting in context.settings() {
            let is_channel = matches!(EnvEntry::of(setting.to_bytes()), EnvEntry::Channel(_));
            if if is_channel { change.channel } else { change.settings } {
                self.push(setting.as_ptr())?;
            }
        }
        Some(())
    }
}

/// The entry `LD_PRELOAD` with our path added or removed; `None` if the list is empty then.
fn listed(
    entry: &CStr,
    change: PreloadChange,
    library: &[u8],
    buffer: &mut [u8],
) -> Option<*const c_char> {
    let EnvEntry::Preload(list) = EnvEntry::of(entry.to_bytes()) else {
        return Some(entry.as_ptr());
    };
    let start = buffer.as_ptr();
    let mut text = TextBuffer::new(buffer);
    let written = match change {
        PreloadChange::Remove(_) => preload_list::remove(list, library, &mut text),
        _ => preload_list::append(list, library, &mut text).map(|()| true),
    };
    match written {
        Some(true) => Some(start.cast()),
        Some(false) => None,
        None => Some(entry.as_ptr()),
    }
}
