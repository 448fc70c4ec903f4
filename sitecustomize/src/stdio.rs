//! Whether the command was given a stdout. By the time that `main` runs, Rust has opened /dev/null where
//! there was none (`library/std/src/sys/pal/unix/mod.rs`), and nothing tells that from a real one.

use std::sync::atomic::{AtomicBool, Ordering};

use nix::sys::stat::lstat;

static STDOUT_WAS_OPEN: AtomicBool = AtomicBool::new(true);

// SAFETY: it runs before `std` is ready and uses none of it: two system calls, and one store.
#[ctor::ctor(unsafe)]
fn look() {
    let closed = lstat("/proc/self/fd/1").is_err() && lstat("/proc/self/fd").is_ok();
    STDOUT_WAS_OPEN.store(!closed, Ordering::Relaxed);
}

/// Whether descriptor 1 was open when this process started.
pub fn stdout_was_open() -> bool {
    STDOUT_WAS_OPEN.load(Ordering::Relaxed)
}
