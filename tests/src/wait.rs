//! Waiting for what other processes do.

use std::time::{Duration, Instant};

/// Waits until `done`, and no longer than a busy machine may take; `what` is what did not happen.
#[track_caller]
pub fn until(what: &str, done: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !done() {
        assert!(Instant::now() < end, "it did not happen that {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
