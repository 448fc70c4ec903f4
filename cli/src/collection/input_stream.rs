//! Reads a stream of messages that another program writes: a file, a FIFO or stdin.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::os::fd::AsFd as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cg_plot_capture::inherited;
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::capture::rounded;
use crate::capture::signals::{self, Signals};
use crate::error::{Error, Result};

/// The signals with which people end a live stream: we catch them to write the final page.
const ENDS: [i32; 3] = [SIGHUP, SIGINT, SIGTERM];

/// An open stream.
pub(crate) struct InputStream {
    path: PathBuf,
    file: File,
    signals: Option<Signals>,
    buffer: Vec<u8>,
}

/// Why reading has ended.
pub(crate) enum StreamEnd {
    /// The stream has ended.
    Stream,
    /// A signal asked us to end.
    Signal(i32),
}

impl InputStream {
    /// Opens `path`, which is stdin if it is `-`.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = match path.as_os_str() == "-" {
            true if !inherited::stdin_was_open() => return Err(Error::new("stdin is closed")),
            true => std::io::stdin().as_fd().try_clone_to_owned()?.into(),
            // Opening a FIFO waits for its writer, as `cat` does; a signal still ends us meanwhile.
            false => fs_err::File::open(path)?.into_parts().0,
        };
        Ok(Self { path: path.to_owned(), file, signals: None, buffer: vec![0; 1 << 16] })
    }

    /// Passes each piece to `take`, which returns how soon it wants to be called again if nothing
    /// arrives.
    pub(crate) fn read(
        &mut self,
        mut take: impl FnMut(&[u8]) -> Option<Duration>,
    ) -> Result<StreamEnd> {
        let signals = self.signals.insert(signals::watch(ENDS)?);
        let mut due = take(&[]).map(|soon| Instant::now() + soon);
        loop {
            let timeout = due.map(|time| time.saturating_duration_since(Instant::now()));
            let mut watched = [
                PollFd::new(signals.get_read().as_fd(), PollFlags::POLLIN),
                PollFd::new(self.file.as_fd(), PollFlags::POLLIN),
            ];
            match poll(&mut watched, rounded(timeout)) {
                Ok(_) => {}
                Err(Errno::EINTR) => continue,
                Err(error) => return Err(Error::new(format!("poll: {error}"))),
            }
            let [signalled, arrived] = watched.map(|end| end.any().unwrap_or(false));
            if signalled && let Some(signal) = signals.pending().next() {
                return Ok(StreamEnd::Signal(signal));
            }
            let length = match arrived.then(|| self.file.read(&mut self.buffer)) {
                // A Ctrl-C ends the writer as well, and we may see the writer's end before our
                // signal.
                Some(Ok(0)) => {
                    return Ok(signals
                        .pending()
                        .next()
                        .map_or(StreamEnd::Stream, StreamEnd::Signal));
                }
                Some(Ok(length)) => length,
                Some(Err(error)) if is_temporary(error.kind()) => continue,
                Some(Err(error)) => {
                    return Err(Error::new(format!(
                        "cannot read {}: {error}",
                        self.path.display()
                    )));
                }
                None => 0,
            };
            due = take(&self.buffer[..length]).map(|soon| Instant::now() + soon);
        }
    }
}

fn is_temporary(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::Interrupted | ErrorKind::WouldBlock)
}
