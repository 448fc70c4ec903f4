//! `SIGPIPE` as our caller has set it: Rust ignores it in us and resets it in whoever we start.
//!
//! `python3 -c 'import os; print("x")' | head` and the like end differently under an ignored one,
//! and a command is to run under us as it runs without. The only unsafe code of the command: nothing
//! safe looks before `main`, or sets a signal between fork and exec.
#![expect(unsafe_code, reason = "there is no safe way to either half")]

use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use nix::sys::signal::{SigHandler, Signal, signal};

/// Whether it was ignored when we were started.
static IGNORED: AtomicBool = AtomicBool::new(false);

/// Looks before Rust's own start-up sets it (`library/std/src/sys/pal/unix/mod.rs`, `init`).
// SAFETY: no code of std's that needs its start-up runs here, but one system call and an atomic.
#[ctor::ctor(unsafe)]
fn look() {
    // SAFETY: SIG_DFL and SIG_IGN are no functions of ours that could be called wrongly.
    let found = unsafe { signal(Signal::SIGPIPE, SigHandler::SigIgn) };
    IGNORED.store(matches!(found, Ok(SigHandler::SigIgn)), Relaxed);
}

/// Lets `command` start with what we were started with.
pub(crate) fn pass_on(command: &mut Command) {
    if !IGNORED.load(Relaxed) {
        return;
    }
    let ignore = || {
        // SAFETY: as above; signal(2) may be called between fork and exec (signal-safety(7)).
        unsafe { signal(Signal::SIGPIPE, SigHandler::SigIgn) }?;
        Ok(())
    };
    // SAFETY: the closure does nothing but that one call, and allocates nothing.
    unsafe { command.pre_exec(ignore) };
}
