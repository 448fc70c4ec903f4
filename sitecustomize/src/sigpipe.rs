//! Writing to a reader that may have gone, in a program whose `SIGPIPE` is its own affair.

use std::mem::MaybeUninit;

use nix::libc;
use nix::sys::signal::{SigSet, SigmaskHow, Signal};

/// Runs `write` so that a broken pipe is an error and never a signal, whatever the program does
/// with `SIGPIPE`. The signal is blocked for this thread, and one that our write raised is taken
/// back: it is directed at the thread that wrote (signal(7)), so that nobody else sees it.
pub fn without_sigpipe<T, E>(write: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let mut pipe = SigSet::empty();
    pipe.add(Signal::SIGPIPE);
    let Ok(old) = pipe.thread_swap_mask(SigmaskHow::SIG_BLOCK) else {
        return write();
    };
    // One that waits already is the program's; without its own block none waits.
    let theirs = old.contains(Signal::SIGPIPE) && pending();
    let result = write();
    if result.is_err() && !theirs && pending() {
        let now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: sigtimedwait(2) reads a valid set and a valid timeout; no information is asked for.
        unsafe { libc::sigtimedwait(pipe.as_ref(), std::ptr::null_mut(), &raw const now) };
    }
    // It was set a moment ago; there is nothing to do should that fail.
    let _ = old.thread_set_mask();
    result
}

/// Whether a `SIGPIPE` waits for this thread or process already: that one is the program's.
fn pending() -> bool {
    let mut set = MaybeUninit::<libc::sigset_t>::zeroed();
    // SAFETY: sigpending(2) fills the set, which all-zero bytes are a valid value of as well.
    unsafe {
        libc::sigpending(set.as_mut_ptr()) == 0
            && libc::sigismember(set.as_ptr(), libc::SIGPIPE) == 1
    }
}
