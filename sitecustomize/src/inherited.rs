//! What the command was started with and Rust's own start-up hides (`library/std/src/sys/pal/unix/mod.rs`,
//! `init`): it opens /dev/null where there was no stdout, and ignores `SIGPIPE`, which it resets in
//! whoever we start. Only a constructor sees what was there.

use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use nix::sys::signal::{SigHandler, Signal, signal};
use nix::sys::stat::lstat;

static STDOUT_WAS_OPEN: AtomicBool = AtomicBool::new(true);
static SIGPIPE_WAS_IGNORED: AtomicBool = AtomicBool::new(false);

// SAFETY: it runs before `std` is ready and uses none of it: three system calls, and two stores.
#[ctor::ctor(unsafe)]
fn look() {
    let closed = lstat("/proc/self/fd/1").is_err() && lstat("/proc/self/fd").is_ok();
    STDOUT_WAS_OPEN.store(!closed, Relaxed);
    SIGPIPE_WAS_IGNORED.store(matches!(ignore_sigpipe(), Ok(SigHandler::SigIgn)), Relaxed);
}

fn ignore_sigpipe() -> nix::Result<SigHandler> {
    // SAFETY: SIG_IGN is no function of ours that could be called wrongly.
    unsafe { signal(Signal::SIGPIPE, SigHandler::SigIgn) }
}

/// Whether descriptor 1 was open when this process started.
pub fn stdout_was_open() -> bool {
    STDOUT_WAS_OPEN.load(Relaxed)
}

/// Lets `command` start with the `SIGPIPE` that this process was started with: a writer whose reader
/// has gone ends in another way where it is ignored.
pub fn pass_on_sigpipe(command: &mut Command) {
    if SIGPIPE_WAS_IGNORED.load(Relaxed) {
        // SAFETY: signal(2) may be called between fork and exec (signal-safety(7)); nothing allocates.
        unsafe { command.pre_exec(|| ignore_sigpipe().map(drop).map_err(Into::into)) };
    }
}
