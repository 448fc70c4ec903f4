//! One command under capture: the payload beside it, the channel below it, and all that it delivers.

pub(crate) mod channel;
pub(crate) mod child;
pub(crate) mod leftover;
pub(crate) mod signals;
pub(crate) mod status;
pub(crate) mod temporary;

use std::ffi::OsString;
use std::os::fd::AsFd as _;
use std::path::PathBuf;
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use tempfile::TempDir;

use crate::capture::channel::Channel;
use crate::capture::child::{Child, NotStarted, State};
use crate::capture::leftover::InUse;
use crate::error::{Error, Result};
use crate::install::live_processes;
use crate::payload;

/// The names that tell the figures of several processes apart; [`crate::collection::gallery`] reads them back.
pub(crate) const FILENAME: &str = "{script}-{pid}-{i}.png";

/// How long the channel may be silent, once the command has ended, before it counts as drained: its
/// children may still be writing, or hold it without ever writing.
const SILENCE: Duration = Duration::from_millis(500);

/// How long children may go on writing after the command has ended.
const LATE: Duration = Duration::from_secs(5);

/// The payload in a temporary folder of its own, gone with it.
pub(crate) struct Capture {
    folder: Option<TempDir>,
    payload: PathBuf,
    _in_use: InUse,
}

impl Capture {
    /// Writes the payload, and removes those of earlier captures that nobody needs any more.
    pub(crate) fn new() -> Result<Self> {
        let folder = temporary::folder()?;
        let in_use = InUse::new(folder.path());
        folder.path().parent().into_iter().for_each(leftover::remove);
        let payload = folder.path().join(payload::folder_name());
        payload::unpack(&payload)
            .map_err(|error| Error::new(format!("cannot unpack what is to capture: {error}")))?;
        Ok(Self { folder: Some(folder), payload, _in_use: in_use })
    }

    /// Runs `command`; each piece that arrives on its channel is handed to `take`, which answers how
    /// soon it wants to be called again even if nothing arrives. The first piece is empty: the
    /// command has started.
    pub(crate) fn run(
        &self,
        mut command: Command,
        mut take: impl FnMut(&[u8]) -> Option<Duration>,
    ) -> Result<ExitStatus, NotStarted> {
        let channel = Channel::open(&mut command).map_err(NotStarted::Error)?;
        command.env("LD_PRELOAD", self.preload());
        let mut child = Child::spawn(command)?;
        let attended = attend(&mut child, channel, &mut take);
        // Even where that failed the command runs, and its end is our caller's.
        let status = child.status().map_err(NotStarted::Error)?;
        attended.map(|()| status).map_err(NotStarted::Error)
    }

    /// `LD_PRELOAD` with ours behind what is there: who wanted to come first still does.
    fn preload(&self) -> OsString {
        let mut list = std::env::var_os("LD_PRELOAD").unwrap_or_default();
        if !list.is_empty() {
            list.push(":");
        }
        list.push(payload::preload(&self.payload));
        list
    }
}

impl Drop for Capture {
    /// Removes it all, but for the preload, inert by then, if a process that outlives the command
    /// names it: ld.so would complain to each program that such a one starts.
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

/// Reads the channel at all times, so that no writer ever waits for us, until command and channel are
/// done.
fn attend(
    child: &mut Child,
    mut channel: Channel,
    take: &mut impl FnMut(&[u8]) -> Option<Duration>,
) -> Result<()> {
    let mut call = take(&[]).map(|soon| Instant::now() + soon);
    let mut open = true;
    let mut grace: Option<Grace> = None;
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
        // A channel that its last writer has closed would be ready for ever.
        let count = if open { 2 } else { 1 };
        match poll(&mut watched[..count], rounded(timeout)) {
            Ok(_) => {}
            // Nothing was filled in; the signal is waiting for the next round.
            Err(Errno::EINTR) => continue,
            Err(error) => return Err(Error::new(format!("poll: {error}"))),
        }
        let [signalled, arrived] = watched.map(|end| end.any().unwrap_or(false));
        if arrived {
            let bytes = channel.read()?;
            open = !bytes.is_empty();
            call = take(bytes).map(|soon| Instant::now() + soon);
            if let Some(grace) = &mut grace {
                grace.heard();
            }
        } else if call.is_some_and(|time| time <= Instant::now()) {
            call = take(&[]).map(|soon| Instant::now() + soon);
        }
        if signalled {
            match child.attend()? {
                State::Running => {}
                State::Ended => {
                    channel.release();
                    grace.get_or_insert_with(Grace::new);
                }
                State::Hurried => return Ok(()),
            }
        }
    }
}

/// As poll(2) takes it; up to the next millisecond, or it would come back too early and spin.
pub(crate) fn rounded(timeout: Option<Duration>) -> PollTimeout {
    let up = |time: Duration| PollTimeout::try_from(time + Duration::from_millis(1));
    timeout.map_or(PollTimeout::NONE, |time| up(time).unwrap_or(PollTimeout::MAX))
}

/// The patience with whoever still holds the channel after the command has ended.
struct Grace {
    heard: Instant,
    end: Instant,
}

impl Grace {
    fn new() -> Self {
        let now = Instant::now();
        Self { heard: now, end: now + LATE }
    }

    fn heard(&mut self) {
        self.heard = Instant::now();
    }

    /// How much longer to wait; `None` when it is over.
    fn left(&self) -> Option<Duration> {
        let end = self.end.min(self.heard + SILENCE);
        end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_ends_with_silence_and_at_the_latest_some_seconds_after_the_end() {
        let now = Instant::now();
        let left = |heard, end| Grace { heard, end }.left();
        assert!(left(now, now + LATE).is_some_and(|left| left <= SILENCE));
        assert_eq!(left(now - SILENCE, now + LATE), None);
        assert_eq!(left(now, now), None);
    }
}
