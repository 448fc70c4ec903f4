//! The queue in which the threads of one process deliver one figure after the other, numbered from 1.

use std::collections::VecDeque;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crate::channel::SignalCheck;

/// How long a thread waits before it looks for signals.
const SIGNAL_INTERVAL: Duration = Duration::from_millis(50);

/// Who delivers, and what waits. `T` is a figure.
pub struct DeliveryQueue<T> {
    state: Mutex<State<T>>,
    over: Condvar,
}

struct State<T> {
    /// The thread whose turn it is.
    owner: Option<ThreadId>,
    /// The number of the last delivered figure.
    last: u64,
    /// What signal handlers showed while their own thread had the turn. Their shows have returned,
    /// so that nobody else will deliver it.
    left: VecDeque<T>,
}

/// How a turn ended.
#[derive(Debug)]
pub struct Delivered<T> {
    /// The thread's own figure was delivered, or is left to the turn that its show interrupted.
    pub delivered: bool,
    /// What `check_signals` or `send` failed with. The figure may have been delivered before.
    pub result: io::Result<()>,
    /// The figures that are done with. They are the caller's to drop, because Python's objects are
    /// dropped with the GIL: without it, PyO3 takes a lock that a child forked meanwhile finds held.
    pub spent: Vec<T>,
}

impl<T> Default for DeliveryQueue<T> {
    fn default() -> Self {
        let state = State { owner: None, last: 0, left: VecDeque::new() };
        Self { state: Mutex::new(state), over: Condvar::new() }
    }
}

impl<T> DeliveryQueue<T> {
    /// The number of the last delivered figure.
    pub fn last(&self) -> u64 {
        self.state().last
    }

    /// Whether an interrupted turn has left a figure.
    pub fn has_left(&self) -> bool {
        !self.state().left.is_empty()
    }

    /// Delivers `figure` when it is this thread's turn: `send` is handed it and its number, and
    /// answers whether that was used. A figure shown by a signal handler that interrupted its own
    /// thread's turn is left to that turn, which delivers it at its end. Where that turn fails
    /// before, or with that figure, the next one begins with it; without a figure of its own a turn
    /// does only that.
    pub fn deliver(
        &self,
        figure: Option<T>,
        check_signals: SignalCheck<'_>,
        mut send: impl FnMut(&T, u64, SignalCheck<'_>) -> io::Result<bool>,
    ) -> Delivered<T> {
        let mut own = figure;
        let mut ended = Delivered { delivered: false, result: Ok(()), spent: Vec::new() };
        let turn = match self.wait(&mut own, check_signals) {
            Ok(Some(turn)) => turn,
            Ok(None) => return Delivered { delivered: true, ..ended },
            Err(error) => {
                return Delivered { result: Err(error), spent: own.into_iter().collect(), ..ended };
            }
        };
        while let Some((figure, left)) = self.next(&mut own) {
            match self.number(&figure, check_signals, &mut send) {
                Ok(delivered) => ended.delivered |= delivered && !left,
                Err(error) => {
                    ended.result = Err(error);
                    if left && !turn.is_forked() {
                        self.state().left.push_front(figure);
                    } else {
                        ended.spent.push(figure);
                    }
                    break;
                }
            }
            ended.spent.push(figure);
        }
        ended.spent.extend(own);
        ended
    }

    /// Waits for this thread's turn; `None`: it has it already, and the figure is left to it.
    fn wait(
        &self,
        figure: &mut Option<T>,
        check_signals: SignalCheck<'_>,
    ) -> io::Result<Option<DeliveryTurn<'_, T>>> {
        let this = thread::current().id();
        let mut state = self.state();
        while let Some(owner) = state.owner {
            if owner == this {
                state.left.extend(figure.take());
                return Ok(None);
            }
            state = self
                .over
                .wait_timeout(state, SIGNAL_INTERVAL)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
            if state.owner.is_some() {
                drop(state);
                check_signals()?;
                state = self.state();
            }
        }
        state.owner = Some(this);
        Ok(Some(DeliveryTurn { queue: self, process: std::process::id() }))
    }

    /// What is to be delivered next, and whether that was left by an earlier show.
    fn next(&self, own: &mut Option<T>) -> Option<(T, bool)> {
        let left = self.state().left.pop_front();
        left.map(|figure| (figure, true)).or_else(|| Some((own.take()?, false)))
    }

    fn number(
        &self,
        figure: &T,
        check_signals: SignalCheck<'_>,
        send: &mut impl FnMut(&T, u64, SignalCheck<'_>) -> io::Result<bool>,
    ) -> io::Result<bool> {
        let number = self.last() + 1;
        let delivered = send(figure, number, check_signals)?;
        if delivered {
            self.state().last = number;
        }
        Ok(delivered)
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A turn; over at the end of its scope.
struct DeliveryTurn<'a, T> {
    queue: &'a DeliveryQueue<T>,
    process: u32,
}

impl<T> DeliveryTurn<'_, T> {
    /// Whether a signal handler forked, and this is the child. It has turns of its own; in these,
    /// another thread of its parent may hold the lock for ever.
    fn is_forked(&self) -> bool {
        std::process::id() != self.process
    }
}

impl<T> Drop for DeliveryTurn<'_, T> {
    fn drop(&mut self) {
        if !self.is_forked() {
            self.queue.state().owner = None;
            self.queue.over.notify_one();
        }
    }
}

#[cfg(test)]
mod tests;
