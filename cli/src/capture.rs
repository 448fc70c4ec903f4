//! Runs one command under capture: unpacks the payload, opens the channel and reads what arrives
//! there.

pub(crate) mod channel_reader;
pub(crate) mod child;
pub(crate) mod figure_counter;
pub(crate) mod leftover;
pub(crate) mod signals;
pub(crate) mod temporary;

use std::ffi::OsString;
use std::os::fd::AsFd as _;
use std::path::PathBuf;
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use tempfile::TempDir;

use crate::capture::channel_reader::ChannelReader;
use crate::capture::child::{Child, ChildState, NotStarted};
use crate::capture::leftover::InUseLock;
use crate::error::{Error, Result};
use crate::install::live_processes;
use crate::payload;

/// The file name template under which figures of several processes keep apart.
/// [`crate::collection::gallery`] parses these names.
pub(crate) const FILENAME: &str = "{script}-{pid}-{i}.png";

/// How long the channel may be silent after the command has ended. Children of the command may
/// still write, or keep the channel open without ever writing.
const SILENCE: Duration = Duration::from_millis(500);

/// How long children may go on writing after the command has ended.
const LATE: Duration = Duration::from_secs(5);

/// The payload of one command, in a temporary folder that is removed on drop.
pub(crate) struct CommandCapture {
    folder: Option<TempDir>,
    payload: PathBuf,
    _in_use: InUseLock,
}

impl CommandCapture {
    /// Writes the payload, and removes payloads of earlier captures that no process needs any more.
    pub(crate) fn new() -> Result<Self> {
        let folder = temporary::folder()?;
        let in_use = InUseLock::new(folder.path());
        folder.path().parent().into_iter().for_each(leftover::remove);
        let payload = folder.path().join(payload::folder_name());
        payload::unpack(&payload)
            .map_err(|error| Error::new(format!("cannot unpack the payload: {error}")))?;
        Ok(Self { folder: Some(folder), payload, _in_use: in_use })
    }

    /// Runs `command` and passes each piece that arrives on its channel to `take`, which returns
    /// how soon it wants to be called again if nothing arrives. The first piece is empty: it means
    /// that the command has started.
    pub(crate) fn run(
        &self,
        mut command: Command,
        mut take: impl FnMut(&[u8]) -> Option<Duration>,
    ) -> Result<ExitStatus, NotStarted> {
        let channel = ChannelReader::open(&mut command).map_err(NotStarted::Error)?;
        command.env("LD_PRELOAD", self.preload());
        let mut child = Child::spawn(command)?;
        let drained = read_channel(&mut child, channel, &mut take);
        // The command still runs if reading has failed, and our caller needs its status.
        let status = child.status().map_err(NotStarted::Error)?;
        drained.map(|()| status).map_err(NotStarted::Error)
    }

    /// The value of `LD_PRELOAD` with our preload appended, so that an entry of the user's still
    /// comes first.
    fn preload(&self) -> OsString {
        let mut list = std::env::var_os("LD_PRELOAD").unwrap_or_default();
        if !list.is_empty() {
            list.push(":");
        }
        list.push(payload::preload(&self.payload));
        list
    }
}

impl Drop for CommandCapture {
    /// Removes the folder. An inert preload stays if a process that outlives the command names it,
    /// because otherwise ld.so would complain to each program that this process starts.
    fn drop(&mut self) {
        let Some(folder) = self.folder.take() else { return };
        let payload = std::slice::from_ref(&self.payload);
        if !live_processes::named_by_processes(payload).is_empty()
            && payload::remove(&self.payload, true).is_ok_and(|stub| stub.is_some())
        {
            let _ = folder.keep();
        }
    }
}

/// Reads the channel without pause, so that no writer ever waits for us, until the command has
/// ended and the channel is drained.
fn read_channel(
    child: &mut Child,
    mut channel: ChannelReader,
    take: &mut impl FnMut(&[u8]) -> Option<Duration>,
) -> Result<()> {
    let mut call = take(&[]).map(|soon| Instant::now() + soon);
    let mut open = true;
    let mut grace: Option<DrainTimeout> = None;
    loop {
        let patience = match &grace {
            None => None,
            Some(grace) => match grace.left() {
                Some(left) if open => Some(left),
                _ => return Ok(()),
            },
        };
        let due = call.map(|time| time.saturating_duration_since(Instant::now()));
        let timeout = patience.into_iter().chain(due).min();
        let mut watched = [
            PollFd::new(child.as_fd(), PollFlags::POLLIN),
            PollFd::new(channel.as_fd(), PollFlags::POLLIN),
        ];
        // After its last writer has closed it, the channel is always ready: polling it would spin.
        let count = if open { 2 } else { 1 };
        match poll(&mut watched[..count], rounded(timeout)) {
            Ok(_) => {}
            // poll has filled in nothing; the next round reads the signal.
            Err(Errno::EINTR) => continue,
            Err(error) => return Err(Error::new(format!("poll: {error}"))),
        }
        let [signalled, arrived] = watched.map(|end| end.any().unwrap_or(false));
        if arrived {
            let bytes = channel.read()?;
            open = !bytes.is_empty();
            call = take(bytes).map(|soon| Instant::now() + soon);
            if let Some(grace) = &mut grace {
                grace.restart();
            }
        } else if call.is_some_and(|time| time <= Instant::now()) {
            call = take(&[]).map(|soon| Instant::now() + soon);
        }
        if signalled {
            match child.handle_signals()? {
                ChildState::Running => {}
                ChildState::Ended => {
                    channel.release();
                    grace.get_or_insert_with(DrainTimeout::new);
                }
                ChildState::Interrupted => return Ok(()),
            }
        }
    }
}

/// `timeout` for poll(2), rounded up to the next millisecond: a wait that ends too early would
/// spin.
pub(crate) fn rounded(timeout: Option<Duration>) -> PollTimeout {
    let up = |time: Duration| PollTimeout::try_from(time + Duration::from_millis(1));
    timeout.map_or(PollTimeout::NONE, |time| up(time).unwrap_or(PollTimeout::MAX))
}

/// How long we still read after the command has ended, while other processes hold the channel.
struct DrainTimeout {
    heard: Instant,
    end: Instant,
}

impl DrainTimeout {
    fn new() -> Self {
        let now = Instant::now();
        Self { heard: now, end: now + LATE }
    }

    fn restart(&mut self) {
        self.heard = Instant::now();
    }

    /// The time that is left; `None` if it is over.
    fn left(&self) -> Option<Duration> {
        let end = self.end.min(self.heard + SILENCE);
        end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_ends_after_a_silence_and_at_the_latest_after_a_limit() {
        let now = Instant::now();
        let left = |heard, end| DrainTimeout { heard, end }.left();
        assert!(left(now, now + LATE).is_some_and(|left| left <= SILENCE));
        assert_eq!(left(now - SILENCE, now + LATE), None);
        assert_eq!(left(now, now), None);
    }
}
