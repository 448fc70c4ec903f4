//! Waiting for what other processes do.

use std::time::{Duration, Instant};

/// Longer than a busy machine takes for anything.
pub const LONGEST: Duration = Duration::from_secs(120);

/// Waits until `done`, and no longer than a busy machine may take; `what` is what did not happen.
#[track_caller]
pub fn until(what: &str, mut done: impl FnMut() -> bool) {
    let end = Instant::now() + LONGEST;
    while !done() {
        assert!(Instant::now() < end, "it did not happen that {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
