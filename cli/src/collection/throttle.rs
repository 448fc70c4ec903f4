//! How often those who watch are shown what has arrived: soon, and yet seldom enough to cost nothing.

use std::time::{Duration, Instant};

/// Between two showings.
const INTERVAL: Duration = Duration::from_secs(1);

/// The page of thousands of figures takes a while to write: this is how much longer it then rests.
const REST: u32 = 20;

/// Where a busy machine or disk held up one page for seconds, the next one is not held up for minutes.
const LONGEST: Duration = Duration::from_secs(10);

/// Remembers when it was last shown, and how much.
#[derive(Default)]
pub(crate) struct Throttle {
    count: Option<usize>,
    rests: Option<Instant>,
}

impl Throttle {
    /// Calls `show` if there are others than the `count` figures that it was last called for, and
    /// that was long enough ago; else answers how soon to ask again, if that makes sense.
    pub(crate) fn keep(&mut self, count: usize, show: impl FnOnce()) -> Option<Duration> {
        if self.count == Some(count) {
            return None;
        }
        let start = Instant::now();
        if let Some(left) = self.rests.and_then(|end| end.checked_duration_since(start)) {
            // Never zero: a poll(2) that rounds down would spin.
            return Some(left.max(Duration::from_millis(1)));
        }
        show();
        self.count = Some(count);
        self.rests = Some(start + rest(start.elapsed()));
        None
    }
}

/// From the beginning of a showing that took so long to that of the next one.
fn rest(took: Duration) -> Duration {
    took.checked_mul(REST).unwrap_or(LONGEST).clamp(INTERVAL, LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_shown_at_once_and_the_next_one_a_little_later() {
        let mut throttle = Throttle::default();
        assert_eq!(throttle.keep(0, || {}), None);
        assert_eq!(throttle.keep(0, || panic!("nothing is new")), None);
        // Not by the clock, which does not wait for a busy machine.
        let hour = Duration::from_secs(3600);
        throttle.rests = Some(Instant::now() + hour);
        let left = throttle.keep(1, || panic!("too soon")).expect("a time to come back");
        assert!(left <= hour, "{left:?}");
        throttle.rests = Some(Instant::now());
        let mut shown = false;
        assert_eq!(throttle.keep(1, || shown = true), None);
        assert!(shown);
    }

    #[test]
    fn what_takes_long_to_show_is_shown_less_often_but_not_too_seldom() {
        assert_eq!(rest(Duration::from_millis(2)), INTERVAL);
        assert_eq!(rest(Duration::from_millis(200)), Duration::from_secs(4));
        assert_eq!(rest(Duration::from_secs(2)), LONGEST);
        assert_eq!(rest(Duration::MAX), LONGEST);
    }
}
