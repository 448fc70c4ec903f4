//! What a process says on stderr: no line twice, however often it is true.

use std::collections::HashSet;
use std::io;
use std::sync::{Mutex, PoisonError};

use crate::channel::SignalCheck;
use crate::stderr::Stderr;

/// The most distinct warnings that a process writes.
const MOST: usize = 100;

/// What has been said, and where.
#[derive(Default)]
pub(super) struct WarnOnce {
    lines: Mutex<HashSet<String>>,
    stderr: Stderr,
}

/// What a delivery has to say. It is said when the turn is over, so that no other thread's figure
/// waits for a reader of stderr, and that what a signal handler raises meanwhile undoes no delivery.
pub(super) struct DeliveryMessages {
    /// Whether somebody asked for detail.
    detailed: bool,
    /// Each, and whether it is said only once.
    lines: Vec<(String, bool)>,
}

impl WarnOnce {
    /// The same for a child process that was forked: it has said nothing yet.
    pub(super) fn forked(&self) -> Self {
        Self { lines: Mutex::default(), stderr: self.stderr.forked() }
    }

    /// One line, once. An error is what `check_signals` failed with, which is called while stderr is full.
    pub(super) fn warn(&self, text: String, check_signals: SignalCheck<'_>) -> io::Result<()> {
        // Not written under the lock, which a reader of stderr could make a long one.
        let count = {
            let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            if lines.len() > MOST || !lines.insert(text.clone()) {
                return Ok(());
            }
            lines.len()
        };
        match count {
            ..=MOST => self.write(&text, check_signals),
            _ => self.write("more such messages are not shown", check_signals),
        }
    }

    /// One line.
    pub(super) fn write(&self, text: &str, check_signals: SignalCheck<'_>) -> io::Result<()> {
        self.stderr.line(text, check_signals)
    }

    /// All that a delivery has to say.
    pub(super) fn all(
        &self,
        lines: DeliveryMessages,
        check_signals: SignalCheck<'_>,
    ) -> io::Result<()> {
        lines.lines.into_iter().try_for_each(|(line, once)| match once {
            true => self.warn(line, check_signals),
            false => self.write(&line, check_signals),
        })
    }
}

impl DeliveryMessages {
    /// None yet. `detailed`: for somebody who asked for detail.
    pub(super) fn new(detailed: bool) -> Self {
        Self { detailed, lines: Vec::new() }
    }

    /// A line that is said only once.
    pub(super) fn warn(&mut self, text: String) {
        self.lines.push((text, true));
    }

    /// A line for whoever asked for detail.
    pub(super) fn debug(&mut self, text: impl FnOnce() -> String) {
        if self.detailed {
            self.lines.push((text(), false));
        }
    }
}
