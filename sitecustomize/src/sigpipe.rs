//! Writes to a reader that may have gone, without changing the program's `SIGPIPE`.

use std::mem::MaybeUninit;

use nix::libc;
use nix::sys::signal::{SigSet, SigmaskHow, Signal};

/// Runs `write` so that a broken pipe is an error and never a signal, whatever the program does
/// with `SIGPIPE`. The signal is blocked for this thread, and one that our write has raised is
/// consumed: it goes to the thread that wrote (signal(7)), so that no other thread sees it.
pub fn without_sigpipe<T, E>(write: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let mut pipe = SigSet::empty();
    pipe.add(Signal::SIGPIPE);
    let Ok(old) = pipe.thread_swap_mask(SigmaskHow::SIG_BLOCK) else {
        return write();
    };
    // A signal that is already pending is the program's. Without a block by the program, none is
    // pending.
    let was_pending = old.contains(Signal::SIGPIPE) && pending();
    let result = write();
    if result.is_err() && !was_pending && pending() {
        let now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: sigtimedwait(2) reads a valid set and a valid timeout; no information is asked for.
        unsafe { libc::sigtimedwait(pipe.as_ref(), std::ptr::null_mut(), &raw const now) };
    }
    // An error is ignored, because the mask was valid a moment ago.
    let _ = old.thread_set_mask();
    result
}

/// Whether a `SIGPIPE` is pending for this thread or process.
fn pending() -> bool {
    let mut set = MaybeUninit::<libc::sigset_t>::zeroed();
    // SAFETY: sigpending(2) fills the set, which all-zero bytes are a valid value of as well.
    unsafe {
        libc::sigpending(set.as_mut_ptr()) == 0
            && libc::sigismember(set.as_ptr(), libc::SIGPIPE) == 1
    }
}
