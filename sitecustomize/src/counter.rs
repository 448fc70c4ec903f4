//! The number of a figure: from 1 in every process, forked ones included.

use std::sync::Mutex;

/// Counts delivered figures for one process at a time.
#[derive(Debug, Default)]
pub struct Counter {
    /// The process that counts, and its last number.
    last: Mutex<(u32, u64)>,
}

impl Counter {
    /// The next number for process `pid`; a process that was forked since starts at 1 again.
    pub fn take(&self, pid: u32) -> u64 {
        // A panic elsewhere can't have left the pair half written.
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let count = if last.0 == pid { last.1 + 1 } else { 1 };
        *last = (pid, count);
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forked_process_starts_at_one() {
        let counter = Counter::default();
        assert_eq!(
            [counter.take(10), counter.take(10), counter.take(11), counter.take(11)],
            [1, 2, 1, 2]
        );
    }

    #[test]
    fn no_number_is_used_twice_by_threads() {
        let counter = Counter::default();
        let take = || (0..500).map(|_| counter.take(1)).collect::<Vec<_>>();
        let mut numbers = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(take)).collect();
            threads
                .into_iter()
                .flat_map(|thread| thread.join().expect("no panic"))
                .collect::<Vec<_>>()
        });
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=2000).collect::<Vec<_>>());
    }
}
