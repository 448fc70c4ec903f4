//! Shows at a terminal how many figures have arrived while the command runs.
//!
//! The terminal belongs to the command, which may have asked a question and wait behind it. So we
//! write the count at the right end of the cursor's line and put the cursor back: the command's
//! next output follows its last. To clear the count we erase what is right of the cursor, where the
//! command can have written nothing.

use std::io::{IsTerminal as _, Write as _};
use std::os::fd::AsFd as _;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::unistd::{getpgrp, tcgetpgrp};

/// Whether the count is on the screen.
#[derive(Default)]
pub(crate) struct FigureCounter {
    shown: bool,
}

impl FigureCounter {
    /// Shows the count, if there is a terminal that can show it.
    pub(crate) fn show(&mut self, count: usize) {
        if count > 0 && is_ours() {
            self.shown = true;
            write(&text(count));
        }
    }

    /// Removes the count from the screen.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.shown) && is_ours() {
            write("\x1b[K");
        }
    }
}

/// The escape sequence: save the cursor, `\r`, go to the last column, back by the text's length,
/// write, restore.
fn text(count: usize) -> String {
    let text = format!("[{count} figure{}]", if count == 1 { "" } else { "s" });
    format!("\x1b7\r\x1b[999C\x1b[{}D{text}\x1b8", text.len() - 1)
}

/// Whether stderr is a terminal that understands escape sequences, has us in the foreground, and
/// does not hold its output (Ctrl-S): the command must never wait for us.
fn is_ours() -> bool {
    let stderr = std::io::stderr();
    let simple = std::env::var("TERM").map_or(true, |name| name.is_empty() || name == "dumb");
    let mut ready = [PollFd::new(stderr.as_fd(), PollFlags::POLLOUT)];
    !simple
        && stderr.is_terminal()
        && tcgetpgrp(&stderr) == Ok(getpgrp())
        && poll(&mut ready, PollTimeout::ZERO) == Ok(1)
}

fn write(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_ends_in_the_last_column_and_the_cursor_is_put_back() {
        assert_eq!(text(1), "\x1b7\r\x1b[999C\x1b[9D[1 figure]\x1b8");
        assert_eq!(text(12), "\x1b7\r\x1b[999C\x1b[11D[12 figures]\x1b8");
    }
}
