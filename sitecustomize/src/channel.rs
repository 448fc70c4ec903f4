//! The channel: descriptor 3 of this process, while it is the file that the harness opened;
//! otherwise the descriptor of another process, which is found for each message.

mod channel_name;
mod descriptor;
mod identity;
mod open_line;
mod record_lock;
mod search;

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use nix::errno::Errno;

use crate::message;
use crate::sigpipe::without_sigpipe;
use crate::writable::wait_writable;

use self::channel_name::ChannelName;
pub use self::channel_name::name;
use self::descriptor::{Descriptor, NONE, close_noted};
use self::open_line::OpenLine;
use self::record_lock::RecordLock;
use self::search::Location;
pub use self::search::Missing;

/// The descriptor number of the channel.
pub const NUMBER: i32 = 3;

/// The variable that tells children about the channel. docs/PROTOCOL.md has its form.
pub const VARIABLE: &str = "CG_PLOT_CHANNEL";

/// How long we wait for another process's line: longer than any takes, but not as long as a hang.
const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

/// How long we wait after a first wait failed, because the holder was stopped or is hostile.
const SHORT_LOCK_TIMEOUT: Duration = Duration::from_millis(500);

/// How often signals are checked while others write. Each check takes the GIL from other threads.
const SIGNAL_INTERVAL: Duration = Duration::from_millis(20);

/// A function that is called during a wait, so that the program's signal handlers run. Its error
/// ends the wait and the line.
pub type SignalCheck<'a> = &'a mut dyn FnMut() -> io::Result<()>;

/// How long the result of a failed search is kept, so that not every figure asks every ancestor
/// again.
const SEARCH_INTERVAL: Duration = Duration::from_secs(1);

/// The channel to the harness; it may be absent.
#[derive(Debug)]
pub struct Channel {
    /// (st_dev, st_ino) of descriptor 3, if it was the channel before the program ran.
    inherited: Option<(u64, u64)>,
    /// The name by which a process finds the channel if it is not at descriptor 3.
    named: Option<ChannelName>,
    search: Mutex<Search>,
    /// The number of a found descriptor while a message is written to it.
    found: AtomicI32,
    /// Whether the reader has gone (`EPIPE`).
    gone: AtomicBool,
    /// Whether the last wait for the lock failed.
    locked_out: AtomicBool,
}

/// The results of earlier searches.
#[derive(Debug, Default, Clone, Copy)]
struct Search {
    /// The process where the channel was found last.
    place: Option<Location>,
    /// Why it was not found, and when that was.
    missing: Option<(Missing, Instant)>,
}

/// Why a figure would have no reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// There is no channel.
    None,
    /// The reader has gone, or the program has closed or replaced descriptor 3.
    Ended,
    /// No descriptor of this process is the channel, and it can't be taken from another one.
    Missing(Missing),
}

impl Channel {
    /// `inherited` is (st_dev, st_ino) of the channel at descriptor 3, if it is there; `named` is
    /// the channel's name in our variable, which may be empty.
    pub fn new(inherited: Option<(u64, u64)>, named: &str) -> Self {
        Self::with(inherited, ChannelName::parse(named), false)
    }

    /// The channel for a child process that was forked. Closes a descriptor that another thread of
    /// the parent had found at that moment.
    pub fn forked(&self) -> Self {
        close_noted(&self.found);
        // The child has its own search, because a thread that is not in the child may hold the
        // parent's lock.
        Self::with(self.inherited, self.named, self.gone.load(Ordering::Relaxed))
    }

    fn with(inherited: Option<(u64, u64)>, named: Option<ChannelName>, gone: bool) -> Self {
        Self {
            inherited,
            named,
            search: Mutex::default(),
            found: AtomicI32::new(NONE),
            gone: AtomicBool::new(gone),
            locked_out: AtomicBool::new(false),
        }
    }

    /// Checks that a message would have a reader.
    ///
    /// # Errors
    ///
    /// Why it would not have one.
    pub fn check(&self) -> Result<(), Closed> {
        if self.inherited.is_none() && self.named.is_none() {
            return Err(Closed::None);
        }
        if self.gone.load(Ordering::Relaxed) {
            return Err(Closed::Ended);
        }
        // If it was found before, the message searches again.
        let was_found = self.search().place.is_some();
        if was_found { Ok(()) } else { self.descriptor().map(drop) }
    }

    /// The channel's descriptor, for one message.
    fn descriptor(&self) -> Result<Descriptor<'_>, Closed> {
        let inherited = self.inherited.and_then(|identity| Descriptor::inherited(NUMBER, identity));
        if let Some(inherited) = inherited {
            return Ok(inherited);
        }
        let Some(named) = &self.named else { return Err(Closed::Ended) };
        let Search { place, missing } = *self.search();
        if let Some((why, when)) = missing
            && when.elapsed() < SEARCH_INTERVAL
        {
            return Err(Closed::Missing(why));
        }
        let found = search::find(named, place);
        let mut search = self.search();
        match found {
            Ok((descriptor, status, access, place)) => {
                *search = Search { place: Some(place), missing: None };
                Ok(Descriptor::found(descriptor, status, access, &self.found))
            }
            Err(missing) => {
                *search = Search { place: None, missing: Some((missing, Instant::now())) };
                Err(Closed::Missing(missing))
            }
        }
    }

    fn search(&self) -> std::sync::MutexGuard<'_, Search> {
        self.search.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends one message as one line, even if other processes write. If a killed writer left an
    /// open line, that line is ended first.
    ///
    /// # Errors
    ///
    /// `BrokenPipe` if the reader has gone, then for every later message too. `NotFound` if no
    /// descriptor is the channel and none is found, or if the program has replaced it meanwhile.
    /// Otherwise the error of write(2), or of `check_signals`; then the next writer ends the
    /// partial line.
    pub fn send(
        &self,
        filename: &str,
        svg: &[u8],
        check_signals: SignalCheck<'_>,
    ) -> io::Result<()> {
        let process = std::process::id();
        let descriptor = self.descriptor().map_err(|closed| match closed {
            Closed::Missing(missing) => io::Error::new(io::ErrorKind::NotFound, missing),
            Closed::None | Closed::Ended => replaced(),
        })?;
        let mut line = OpenLine::new(&descriptor);
        let patience =
            if self.locked_out.load(Ordering::Relaxed) { SHORT_LOCK_TIMEOUT } else { LOCK_TIMEOUT };
        let mut last_check = Instant::now();
        let mut lock = RecordLock::take(descriptor.borrow(), patience, &mut || {
            if last_check.elapsed() >= SIGNAL_INTERVAL {
                check_signals()?;
                last_check = Instant::now();
            }
            // Last, because the program may have used the time.
            descriptor.is_channel().then_some(()).ok_or_else(replaced)
        })?;
        self.locked_out.store(!lock.held, Ordering::Relaxed);
        let (sent, untouched) = loop {
            let torn = line.open();
            let mut writer = Writer {
                descriptor: &descriptor,
                line: &line,
                check_signals: &mut *check_signals,
                begun: false,
                short: false,
            };
            let sent = if torn { writer.write_all(b"\n") } else { Ok(()) }
                .and_then(|()| message::write(&mut writer, filename, svg));
            // The other process has ended our partial line, so that we start again.
            if !sent.as_ref().is_err_and(is_overtaken) {
                break (sent, !writer.begun && !torn);
            }
        };
        if !descriptor.is_channel() || std::process::id() != process {
            // The mark and the lock are not on the file that is there now. In a child that a signal
            // handler forked, the lock is not its own, and the line and its mark are the parent's.
            lock.held = false;
        } else if sent.is_ok() || untouched {
            line.close();
        }
        if sent.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
            self.gone.store(true, Ordering::Relaxed);
        }
        sent
    }
}

fn replaced() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "its descriptor was closed or replaced")
}

/// Another process has ended our line and written its own, so that ours starts again.
#[derive(Debug, thiserror::Error)]
#[error("another process has ended the line")]
struct Overtaken;

fn is_overtaken(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Overtaken>())
}

/// Writes until all bytes are written. While it waits, the program's signal handlers run.
struct Writer<'a, 'b> {
    descriptor: &'a Descriptor<'a>,
    line: &'a OpenLine,
    check_signals: SignalCheck<'b>,
    /// Whether a part of the line is written.
    begun: bool,
    /// Whether the last write was partial, perhaps because of a signal.
    short: bool,
}

impl Write for Writer<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            if std::mem::take(&mut self.short) {
                (self.check_signals)()?;
            }
            // We wait here even if write(2) would wait, because a signal that comes right before
            // that write, or whose handler restarts it (siginterrupt(3)), would not be noticed
            // until somebody reads.
            if !wait_writable(self.descriptor.borrow(), 100_u8)? {
                self.short = true;
                continue;
            }
            // Checked last, because a handler or a thread of the program may have closed it
            // meanwhile.
            if !self.descriptor.is_channel() {
                return Err(replaced());
            }
            if self.line.is_overtaken() {
                return Err(io::Error::other(Overtaken));
            }
            match without_sigpipe(|| nix::unistd::write(self.descriptor.borrow(), bytes)) {
                Ok(written) => {
                    self.begun = true;
                    self.short = written < bytes.len();
                    return Ok(written);
                }
                Err(Errno::EAGAIN | Errno::EINTR) => self.short = true,
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
