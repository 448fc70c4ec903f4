//! Sends a call on, with the environment that the new program is to get.
//!
//! This runs in children of vfork(2), whose memory is their parent's, in children of a fork in a
//! threaded program, and in signal handlers: it keeps to the stack.

use core::ffi::{CStr, c_char, c_int};
use core::ptr::null;

use crate::call::Call;
use crate::environment::{Change, Entry, Plan, Preload, Seen, plan};
use crate::kernel;
use crate::list;
use crate::next::Next;
use crate::origin::{Origin, origin};
use crate::process::{Entries, Item, Strings};
use crate::target;
use crate::text::Text;

/// An environment with more entries goes on as it is.
const ENTRIES: usize = 512;

/// So does a list in `LD_PRELOAD` that is longer.
const LIST: usize = 1024;

/// One with fewer needs little stack: a crash handler starts its reporter on a few kilobytes, most of
/// which the kernel has taken for the registers (sigaltstack(2)).
const FEW: usize = 64;

/// Sends a call on.
///
/// # Safety
///
/// What the function's manual asks of its caller; `environment` is the one that was passed, or
/// `environ` where none is passed.
pub(crate) unsafe fn send(call: &Call, environment: Strings) -> c_int {
    let origin = origin();
    origin.next(|next| {
        // The plan's own frames are gone when the call goes on, and the large one of an amended call
        // is only there where something changes.
        // SAFETY: as our caller promises.
        unsafe {
            match planned(origin, call, environment) {
                Plan::Amend(change) if call.can_be_amended(next, environment) => {
                    // One after the other and not one in the other: the first needs little stack.
                    amended::<FEW, 0>(origin, call, next, environment, change)
                        .or_else(|| {
                            amended::<ENTRIES, LIST>(origin, call, next, environment, change)
                        })
                        .unwrap_or_else(|| call.pass(next, environment))
                }
                _ => call.pass(next, environment),
            }
        }
    })
}

/// What is to change.
///
/// # Safety
///
/// As for `send`.
#[inline(never)]
unsafe fn planned(origin: &Origin, call: &Call, environment: Strings) -> Plan {
    let look = || {
        // SAFETY: as our caller promises.
        let entries = unsafe { Entries::of(environment) }.map(Item::entry);
        Seen::of(entries, origin.library())
    };
    plan(origin.heritage, look, || {
        let start = origin.start_file();
        start.is_some_and(|start| kernel::readable(start.as_ptr()))
            // SAFETY: as our caller promises, a name to search for is a C string.
            && unsafe { target::fits(call.target()) }
    })
}

/// Sends a call on with a changed environment of at most `ENTRIES`, and a list in `LD_PRELOAD` of at
/// most `LIST` bytes. `None`: that does not fit.
///
/// # Safety
///
/// As for `send`.
#[inline(never)]
unsafe fn amended<const ENTRIES: usize, const LIST: usize>(
    origin: &Origin,
    call: &Call,
    next: &Next,
    environment: Strings,
    change: Change,
) -> Option<c_int> {
    let mut list = [0; LIST];
    let mut array = Array { entries: [null(); ENTRIES], length: 0 };
    // SAFETY: as our caller promises. The new array and list live until the call returns, if it does.
    unsafe {
        array.build(origin, environment, change, &mut list)?;
        Some(call.with(next, array.entries.as_ptr()))
    }
}

/// A new environment. The strings stay where they are.
struct Array<const ENTRIES: usize> {
    entries: [*const c_char; ENTRIES],
    length: usize,
}

impl<const ENTRIES: usize> Array<ENTRIES> {
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
        origin: &Origin,
        environment: Strings,
        change: Change,
        list: &mut [u8],
    ) -> Option<()> {
        // SAFETY: as our caller promises.
        for (index, entry) in unsafe { Entries::of(environment) }.enumerate() {
            let entry = match change.preload {
                Preload::Append(at) | Preload::Remove(at) if at == index => {
                    if list.is_empty() {
                        return None;
                    }
                    listed(entry.text(), change.preload, origin.library(), list)
                }
                _ => Some(entry.as_ptr()),
            };
            if let Some(entry) = entry {
                self.push(entry)?;
            }
        }
        if change.preload == Preload::New {
            self.push(origin.entry())?;
        }
        for setting in origin.settings() {
            let is_channel = matches!(Entry::of(setting.to_bytes()), Entry::Channel(_));
            if if is_channel { change.channel } else { change.settings } {
                self.push(setting.as_ptr())?;
            }
        }
        Some(())
    }
}

/// The entry `LD_PRELOAD` with us in it or without us; `None` where nothing is left of it.
fn listed(
    entry: &CStr,
    change: Preload,
    library: &[u8],
    buffer: &mut [u8],
) -> Option<*const c_char> {
    let Entry::Preload(list) = Entry::of(entry.to_bytes()) else {
        return Some(entry.as_ptr());
    };
    let start = buffer.as_ptr();
    let mut text = Text::new(buffer);
    let written = match change {
        Preload::Remove(_) => list::remove(list, library, &mut text),
        _ => list::append(list, library, &mut text).map(|()| true),
    };
    match written {
        Some(true) => Some(start.cast()),
        Some(false) => None,
        None => Some(entry.as_ptr()),
    }
}
