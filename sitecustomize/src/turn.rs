//! Turns: the threads of one process deliver one figure after the other, numbered from 1.

use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crate::channel::Pulse;

/// How long a thread waits before it looks for signals.
const BEAT: Duration = Duration::from_millis(50);

/// Who delivers, and what waits. `T` is a figure.
pub struct Turns<T> {
    state: Mutex<State<T>>,
    over: Condvar,
}

struct State<T> {
    /// The thread whose turn it is.
    owner: Option<ThreadId>,
    /// The number of the last delivered figure.
    last: u64,
    /// What signal handlers showed while their own thread had the turn.
    left: Vec<T>,
}

impl<T> Default for Turns<T> {
    fn default() -> Self {
        let state = State { owner: None, last: 0, left: Vec::new() };
        Self { state: Mutex::new(state), over: Condvar::new() }
    }
}

impl<T> Turns<T> {
    /// The number of the last delivered figure.
    pub fn last(&self) -> u64 {
        self.state().last
    }

    /// Delivers `figure` when it is this thread's turn: `deliver` is handed it and its number, and
    /// answers whether that was used. A figure shown by a signal handler that interrupted its own
    /// thread's turn is left to that turn, which delivers it at its end.
    ///
    /// # Errors
    ///
    /// What `pulse` or `deliver` fails with.
    pub fn take(
        &self,
        figure: T,
        pulse: Pulse<'_>,
        mut deliver: impl FnMut(&T, u64, Pulse<'_>) -> io::Result<bool>,
    ) -> io::Result<bool> {
        let this = thread::current().id();
        let mut state = self.state();
        while let Some(owner) = state.owner {
            if owner == this {
                state.left.push(figure);
                return Ok(true);
            }
            state = self.over.wait_timeout(state, BEAT).unwrap_or_else(PoisonError::into_inner).0;
            if state.owner.is_some() {
                drop(state);
                pulse()?;
                state = self.state();
            }
        }
        state.owner = Some(this);
        drop(state);
        let _turn = Turn(self);
        let delivered = self.number(&figure, pulse, &mut deliver)?;
        while let Some(figure) = self.next() {
            self.number(&figure, pulse, &mut deliver)?;
        }
        Ok(delivered)
    }

    fn number(
        &self,
        figure: &T,
        pulse: Pulse<'_>,
        deliver: &mut impl FnMut(&T, u64, Pulse<'_>) -> io::Result<bool>,
    ) -> io::Result<bool> {
        let number = self.last() + 1;
        let delivered = deliver(figure, number, pulse)?;
        if delivered {
            self.state().last = number;
        }
        Ok(delivered)
    }

    fn next(&self) -> Option<T> {
        let mut state = self.state();
        (!state.left.is_empty()).then(|| state.left.remove(0))
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A turn; over at the end of its scope.
struct Turn<'a, T>(&'a Turns<T>);

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        self.0.state().owner = None;
        self.0.over.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_delivered_uses_a_number() {
        let turns = Turns::default();
        let mut given = Vec::new();
        for figure in [true, false, true] {
            let took = turns.take(figure, &mut || Ok(()), |figure, number, _| {
                given.push(number);
                Ok(*figure)
            });
            assert_eq!(took.ok(), Some(figure));
        }
        assert_eq!((given, turns.last()), (vec![1, 2, 2], 2));
    }

    #[test]
    fn threads_take_turns_and_share_no_number() {
        let turns = Turns::default();
        let given = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..100 {
                        let deliver = |(): &(), number, _: Pulse<'_>| {
                            given.try_lock().expect("its turn").push(number);
                            Ok(true)
                        };
                        turns.take((), &mut || Ok(()), deliver).expect("delivered");
                    }
                });
            }
        });
        assert_eq!(given.into_inner().expect("whole"), (1..=800).collect::<Vec<_>>());
    }

    #[test]
    fn a_figure_shown_within_a_turn_is_delivered_after_it() {
        let turns = Turns::default();
        let mut given = Vec::new();
        let took = turns.take("outer", &mut || Ok(()), |figure, number, _| {
            if *figure == "outer" {
                let inner = turns.take("inner", &mut || Ok(()), |_, _, _| unreachable!());
                assert_eq!(inner.ok(), Some(true));
            }
            given.push((*figure, number));
            Ok(true)
        });
        assert!(took.is_ok());
        assert_eq!(given, [("outer", 1), ("inner", 2)]);
    }

    #[test]
    fn a_turn_that_fails_is_over_as_well() {
        let turns = Turns::default();
        let failed = turns.take((), &mut || Ok(()), |(), _, _| Err(io::Error::other("Ctrl-C")));
        assert!(failed.is_err());
        assert_eq!(turns.take((), &mut || Ok(()), |(), _, _| Ok(true)).ok(), Some(true));
    }
}
