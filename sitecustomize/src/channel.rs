//! The channel: descriptor 3 of this process, as long as it is the one that the harness opened; else
//! that of another process, found for each message.

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
use self::record_lock::Lock;
use self::search::Location;
pub use self::search::Missing;

/// The number at which a harness gives a process its channel.
pub const NUMBER: i32 = 3;

/// Our one variable: what is known of the channel, for children. docs/PROTOCOL.md has its form.
pub const VARIABLE: &str = "CG_PLOT_CHANNEL";

/// How long another process's line is waited for: longer than any lives, short of a hang.
const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

/// The same where it was waited for in vain already: the holder was stopped, or is hostile.
const SHORT_LOCK_TIMEOUT: Duration = Duration::from_millis(500);

/// How often signals are looked for while others write: it takes the GIL from other threads.
const SIGNAL_INTERVAL: Duration = Duration::from_millis(20);

/// Called now and then while waiting, so that the signal handlers of the program run. Its error
/// ends the wait, and the line with it.
pub type SignalCheck<'a> = &'a mut dyn FnMut() -> io::Result<()>;

/// How long a search that found nothing stands: not every figure asks every ancestor again.
const SEARCH_INTERVAL: Duration = Duration::from_secs(1);

/// The harness's end, or its absence.
#[derive(Debug)]
pub struct Channel {
    /// (st_dev, st_ino) of descriptor 3, if that was the channel before the program ran.
    inherited: Option<(u64, u64)>,
    /// Where it can be found by a process that does not have it at 3, or no longer.
    named: Option<ChannelName>,
    search: Mutex<Search>,
    /// The number of a descriptor that was found, while a message is written to it.
    found: AtomicI32,
    /// The reader has gone (`EPIPE`).
    gone: AtomicBool,
    /// The lock could not be had.
    locked_out: AtomicBool,
}

/// What is remembered of searches.
#[derive(Debug, Default, Clone, Copy)]
struct Search {
    /// Where it was found last.
    place: Option<Location>,
    /// Why it was not, and when.
    missing: Option<(Missing, Instant)>,
}

/// Why a figure would have no reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// There is no channel.
    None,
    /// The reader has gone, or the program has closed or replaced descriptor 3.
    Delivered,
    /// It stands at no descriptor of this process, and can't be had from another one.
    Missing(Missing),
}

impl Channel {
    /// `inherited`: (st_dev, st_ino) of the channel at descriptor 3, if it stands there; `named`: what
    /// our variable says of it, empty where it says nothing.
    pub fn new(inherited: Option<(u64, u64)>, named: &str) -> Self {
        Self::with(inherited, ChannelName::parse(named), false)
    }

    /// The same for a child process that was forked; closes what another thread of the parent had found
    /// at that moment.
    pub fn forked(&self) -> Self {
        close_noted(&self.found);
        // Its own search: the memory of the parent's may be locked by a thread that is not here.
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

    /// Whether a message would have a reader.
    ///
    /// # Errors
    ///
    /// Why it would not.
    pub fn check(&self) -> Result<(), Closed> {
        if self.inherited.is_none() && self.named.is_none() {
            return Err(Closed::None);
        }
        if self.gone.load(Ordering::Relaxed) {
            return Err(Closed::Delivered);
        }
        // Where it was found before, the message itself looks again.
        let was_found = self.search().place.is_some();
        if was_found { Ok(()) } else { self.descriptor().map(drop) }
    }

    /// The channel, for one message.
    fn descriptor(&self) -> Result<Descriptor<'_>, Closed> {
        let inherited = self.inherited.and_then(|identity| Descriptor::inherited(NUMBER, identity));
        if let Some(inherited) = inherited {
            return Ok(inherited);
        }
        let Some(named) = &self.named else { return Err(Closed::Delivered) };
        let Search { place, missing } = *self.search();
        if let Some((why, when)) = missing
            && when.elapsed() < SEARCH_INTERVAL
        {
            return Err(Closed::Missing(why));
        }
        let found = search::find(named, place);
        let mut search = self.search();
        match found {
            Ok((descriptor, status, way, place)) => {
                *search = Search { place: Some(place), missing: None };
                Ok(Descriptor::found(descriptor, status, way, &self.found))
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

    /// Sends one message as one line, whoever else writes. A line that a killed writer left open
    /// is ended first.
    ///
    /// # Errors
    ///
    /// The reader has gone (`BrokenPipe`, from then on for every message), the channel stands at no
    /// descriptor and can't be found, or the program has put something else there meanwhile (`NotFound`),
    /// the write failed as write(2) says, or `check_signals` did; then the next writer ends what was written of
    /// the line.
    pub fn send(
        &self,
        filename: &str,
        svg: &[u8],
        check_signals: SignalCheck<'_>,
    ) -> io::Result<()> {
        let process = std::process::id();
        let descriptor = self.descriptor().map_err(|closed| match closed {
            Closed::Missing(missing) => io::Error::new(io::ErrorKind::NotFound, missing),
            Closed::None | Closed::Delivered => replaced(),
        })?;
        let mut line = OpenLine::new(&descriptor);
        let patience =
            if self.locked_out.load(Ordering::Relaxed) { SHORT_LOCK_TIMEOUT } else { LOCK_TIMEOUT };
        let mut beat = Instant::now();
        let mut lock = Lock::take(descriptor.borrow(), patience, &mut || {
            if beat.elapsed() >= SIGNAL_INTERVAL {
                check_signals()?;
                beat = Instant::now();
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
            // What was written of it is a line of its own now.
            if !sent.as_ref().is_err_and(is_overtaken) {
                break (sent, !writer.begun && !torn);
            }
        };
        if !descriptor.is_channel() || std::process::id() != process {
            // Neither mark nor lock are those of what stands there now. In a child that a signal
            // handler forked, the lock is not its own, and the line and its mark are its parent's.
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

/// Another process has ended our line and written its own: ours begins anew.
#[derive(Debug, thiserror::Error)]
#[error("another process has ended the line")]
struct Overtaken;

fn is_overtaken(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Overtaken>())
}

/// write(2) until all is written. While it waits, the program's signal handlers run.
struct Writer<'a, 'b> {
    descriptor: &'a Descriptor<'a>,
    line: &'a OpenLine,
    check_signals: SignalCheck<'b>,
    /// Some of the line is written.
    begun: bool,
    /// The last try wrote less than it was asked to, perhaps because of a signal.
    short: bool,
}

impl Write for Writer<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            if std::mem::take(&mut self.short) {
                (self.check_signals)()?;
            }
            // Also where a write would wait by itself: a signal that comes right before it does, or
            // whose handler restarts it (siginterrupt(3)), would not be seen until somebody reads.
            if !wait_writable(self.descriptor.borrow(), 100_u8)? {
                self.short = true;
                continue;
            }
            // Last, because the program may have used the time (a handler, a thread).
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
