//! What a process says on stderr: no line twice, however often it is true.

use std::collections::HashSet;
use std::io;
use std::sync::{Mutex, PoisonError};

use crate::channel::Pulse;
use crate::stderr::Stderr;

/// How many different lines a process says: who has read these knows.
const MOST: usize = 100;

/// What has been said, and where.
#[derive(Default)]
pub(super) struct Said {
    lines: Mutex<HashSet<String>>,
    stderr: Stderr,
}

/// What a delivery has to say. It is said when the turn is over, so that no other thread's figure
/// waits for a reader of stderr, and that what a signal handler raises meanwhile undoes no delivery.
pub(super) struct Lines {
    /// Whether somebody asked for detail.
    detailed: bool,
    /// Each, and whether it is said only once.
    lines: Vec<(String, bool)>,
}

impl Said {
    /// The same for a child process that was forked: it has said nothing yet.
    pub(super) fn forked(&self) -> Self {
        Self { lines: Mutex::default(), stderr: self.stderr.forked() }
    }

    /// One line, once. An error is what `pulse` failed with, which is called while stderr is full.
    pub(super) fn once(&self, text: String, pulse: Pulse<'_>) -> io::Result<()> {
        // Not written under the lock, which a reader of stderr could make a long one.
        let count = {
            let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            if lines.len() > MOST || !lines.insert(text.clone()) {
                return Ok(());
            }
            lines.len()
        };
        match count {
            ..=MOST => self.warn(&text, pulse),
            _ => self.warn("there is more like this, which is not said", pulse),
        }
    }

    /// One line.
    pub(super) fn warn(&self, text: &str, pulse: Pulse<'_>) -> io::Result<()> {
        self.stderr.line(text, pulse)
    }

    /// All that a delivery has to say.
    pub(super) fn all(&self, lines: Lines, pulse: Pulse<'_>) -> io::Result<()> {
        lines.lines.into_iter().try_for_each(|(line, once)| match once {
            true => self.once(line, pulse),
            false => self.warn(&line, pulse),
        })
    }
}

impl Lines {
    /// None yet. `detailed`: for somebody who asked for detail.
    pub(super) fn new(detailed: bool) -> Self {
        Self { detailed, lines: Vec::new() }
    }

    /// A line that is said only once.
    pub(super) fn once(&mut self, text: String) {
        self.lines.push((text, true));
    }

    /// A line for whoever asked for detail.
    pub(super) fn debug(&mut self, text: impl FnOnce() -> String) {
        if self.detailed {
            self.lines.push((text(), false));
        }
    }
}
