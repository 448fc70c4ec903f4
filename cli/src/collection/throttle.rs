//! Limits how often the page is written while figures arrive.

use std::time::{Duration, Instant};

/// The least time between two updates.
const INTERVAL: Duration = Duration::from_secs(1);

/// The pause after an update, in multiples of the time that the update took: a page of thousands of
/// figures takes a while to write.
const REST: u32 = 20;

/// The longest pause, so that one slow write does not stop the updates for minutes.
const LONGEST: Duration = Duration::from_secs(10);

/// When the last update was, and of how many figures.
#[derive(Default)]
pub(crate) struct Throttle {
    count: Option<usize>,
    next: Option<Instant>,
}

impl Throttle {
    /// Calls `show` if `count` has changed since the last call and the pause is over. Returns how
    /// soon to ask again if the pause is not over.
    pub(crate) fn update(&mut self, count: usize, show: impl FnOnce()) -> Option<Duration> {
        if self.count == Some(count) {
            return None;
        }
        let start = Instant::now();
        if let Some(left) = self.next.and_then(|end| end.checked_duration_since(start)) {
            // Never zero, because a poll(2) without a timeout would spin.
            return Some(left.max(Duration::from_millis(1)));
        }
        show();
        self.count = Some(count);
        self.next = Some(start + interval(start.elapsed()));
        None
    }
}

/// The time between the starts of two updates, if the first took `took`.
fn interval(took: Duration) -> Duration {
    took.checked_mul(REST).unwrap_or(LONGEST).clamp(INTERVAL, LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_update_is_at_once_and_the_next_one_after_a_pause() {
        let mut throttle = Throttle::default();
        assert_eq!(throttle.update(0, || {}), None);
        assert_eq!(throttle.update(0, || panic!("nothing is new")), None);
        // The test sets the time itself, because the clock does not wait for a busy machine.
        let hour = Duration::from_secs(3600);
        throttle.next = Some(Instant::now() + hour);
        let left = throttle.update(1, || panic!("too soon")).expect("a time to come back");
        assert!(left <= hour, "{left:?}");
        throttle.next = Some(Instant::now());
        let mut shown = false;
        assert_eq!(throttle.update(1, || shown = true), None);
        assert!(shown);
    }

    #[test]
    fn a_slow_update_makes_the_pause_longer_up_to_a_limit() {
        assert_eq!(interval(Duration::from_millis(2)), INTERVAL);
        assert_eq!(interval(Duration::from_millis(200)), Duration::from_secs(4));
        assert_eq!(interval(Duration::from_secs(2)), LONGEST);
        assert_eq!(interval(Duration::MAX), LONGEST);
    }
}
