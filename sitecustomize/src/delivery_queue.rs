//! The queue in which the threads of one process deliver one figure at a time, numbered from 1.

use std::collections::VecDeque;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crate::channel::SignalCheck;

/// The longest wait between two checks for signals.
const SIGNAL_INTERVAL: Duration = Duration::from_millis(50);

/// The thread that delivers, and figures that wait. `T` is a figure.
pub struct DeliveryQueue<T> {
    state: Mutex<QueueState<T>>,
    over: Condvar,
}

struct QueueState<T> {
    /// The thread that delivers now.
    owner: Option<ThreadId>,
    /// The number of the last delivered figure.
    last: u64,
    /// Figures that signal handlers showed while their own thread was delivering. Their shows have
    /// returned, so that no other code delivers them.
    left: VecDeque<T>,
}

/// The result of a delivery.
#[derive(Debug)]
pub struct DeliveryResult<T> {
    /// Whether the thread's own figure was delivered, or was left to the delivery that its show
    /// interrupted.
    pub delivered: bool,
    /// The error of `check_signals` or `send`. The figure may have been delivered before it.
    pub result: io::Result<()>,
    /// Figures that are done. The caller drops them with the GIL: if a Python object is dropped
    /// without it, PyO3 takes a lock, which a child that is forked meanwhile would find held.
    pub spent: Vec<T>,
}

impl<T> Default for DeliveryQueue<T> {
    fn default() -> Self {
        let state = QueueState { owner: None, last: 0, left: VecDeque::new() };
        Self { state: Mutex::new(state), over: Condvar::new() }
    }
}

impl<T> DeliveryQueue<T> {
    /// The number of the last delivered figure.
    pub fn last(&self) -> u64 {
        self.state().last
    }

    /// Whether a failed delivery has left a figure.
    pub fn has_leftover(&self) -> bool {
        !self.state().left.is_empty()
    }

    /// Delivers `figure` when it is this thread's turn: calls `send` with the figure and its
    /// number; `send` returns whether it used the number. If a signal handler shows a figure during
    /// its own thread's delivery, that delivery sends it at its end. If it fails before, or with
    /// that figure, the next delivery starts with it. Without a figure of its own, a delivery only
    /// sends such leftovers.
    pub fn deliver(
        &self,
        figure: Option<T>,
        check_signals: SignalCheck<'_>,
        mut send: impl FnMut(&T, u64, SignalCheck<'_>) -> io::Result<bool>,
    ) -> DeliveryResult<T> {
        let mut own = figure;
        let mut ended = DeliveryResult { delivered: false, result: Ok(()), spent: Vec::new() };
        let turn = match self.wait(&mut own, check_signals) {
            Ok(Some(turn)) => turn,
            Ok(None) => return DeliveryResult { delivered: true, ..ended },
            Err(error) => {
                return DeliveryResult {
                    result: Err(error),
                    spent: own.into_iter().collect(),
                    ..ended
                };
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

    /// Waits until this thread may deliver; `None` if it already does, and then the figure is left
    /// to that delivery.
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

    /// The next figure to deliver, and whether it is a leftover.
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

    fn state(&self) -> MutexGuard<'_, QueueState<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// This thread's turn to deliver; it ends with its scope.
struct DeliveryTurn<'a, T> {
    queue: &'a DeliveryQueue<T>,
    process: u32,
}

impl<T> DeliveryTurn<'_, T> {
    /// Whether a signal handler has forked, and this is the child. It has turns of its own. It must
    /// not use this one, because another thread of the parent may hold the lock forever.
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
