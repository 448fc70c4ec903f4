//! Writes the messages of a process to stderr, each line at most once.

use std::collections::HashSet;
use std::io;
use std::sync::{Mutex, PoisonError};

use crate::channel::SignalCheck;
use crate::stderr::Stderr;

/// The most distinct warnings that a process writes.
const MOST: usize = 100;

/// The lines that were written, and stderr.
#[derive(Default)]
pub(super) struct WarnOnce {
    lines: Mutex<HashSet<String>>,
    stderr: Stderr,
}

/// The messages of a delivery. They are written after it, so that no figure of another thread waits
/// for a reader of stderr, and that an exception of a signal handler undoes no delivery.
pub(super) struct DeliveryMessages {
    /// Whether `CG_PLOT_LOG` is `debug`.
    detailed: bool,
    /// Each message, and whether it is written only once.
    lines: Vec<(String, bool)>,
}

impl WarnOnce {
    /// For a child process that was forked, which has written nothing yet.
    pub(super) fn forked(&self) -> Self {
        Self { lines: Mutex::default(), stderr: self.stderr.forked() }
    }

    /// Writes a line once. An error comes from `check_signals`, which is called while stderr is
    /// full.
    pub(super) fn warn(&self, text: String, check_signals: SignalCheck<'_>) -> io::Result<()> {
        // The line is not written under the lock, because a slow reader of stderr would hold it.
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

    /// Writes the messages of a delivery.
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
    /// An empty list; `detailed` if debug messages are wanted.
    pub(super) fn new(detailed: bool) -> Self {
        Self { detailed, lines: Vec::new() }
    }

    /// Adds a message that is written once.
    pub(super) fn warn(&mut self, text: String) {
        self.lines.push((text, true));
    }

    /// Adds a debug message.
    pub(super) fn debug(&mut self, text: impl FnOnce() -> String) {
        if self.detailed {
            self.lines.push((text(), false));
        }
    }
}
