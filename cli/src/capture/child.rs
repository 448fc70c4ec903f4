//! The command as our child: started with its channel, told the signals that we are told, awaited.

use std::io::ErrorKind;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, ExitCode, ExitStatus};

use cg_plot_capture::inherited;
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, getpgid, getpgrp, tcgetpgrp};
use signal_hook::consts::{SIGCHLD, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};

use crate::capture::signals::{self, Signals};
use crate::error::{Error, Result};

/// Those that would end us while the command goes on.
const PASSED: [i32; 6] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2];

/// A running command.
pub(crate) struct Child {
    process: std::process::Child,
    signals: Signals,
    ended: Option<ExitStatus>,
}

/// How far a command is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It has not ended.
    Running,
    /// It has.
    Ended,
    /// It has, and a signal since then asks us to end as well.
    Hurried,
}

/// Why a command could not be started, in a shell's terms.
pub(crate) enum NotStarted {
    /// Something of ours failed.
    Error(Error),
    /// The command can't be executed: what a shell would say and its exit code.
    Command(Error, u8),
}

impl Child {
    /// Starts `command`.
    pub(crate) fn spawn(mut command: Command) -> Result<Self, NotStarted> {
        let watched = PASSED.into_iter().chain([SIGCHLD]);
        let signals = signals::watch(watched).map_err(|error| NotStarted::Error(error.into()))?;
        // Handlers, unlike "ignore", do not outlive exec: the command starts with the defaults.
        inherited::pass_on_signals(&mut command);
        let process = command.spawn().map_err(|error| {
            let message = format!("cannot run {}: {error}", command.get_program().display());
            let code = if error.kind() == ErrorKind::NotFound { 127 } else { 126 };
            NotStarted::Command(Error::new(message), code)
        })?;
        Ok(Self { process, signals, ended: None })
    }

    /// Deals with the signals that have arrived.
    pub(crate) fn attend(&mut self) -> Result<State> {
        if self.ended.is_some() {
            // The command's number may be another process's by now. Whoever wants an end gets it.
            let hurried = self.signals.pending().any(|signal| signal != SIGCHLD);
            return Ok(if hurried { State::Hurried } else { State::Ended });
        }
        let process = Pid::from_raw(self.process.id().cast_signed());
        for signal in self.signals.pending() {
            let Ok(signal) = Signal::try_from(signal) else { continue };
            let typed = matches!(signal, Signal::SIGINT | Signal::SIGQUIT) && is_typed_to(process);
            if signal != Signal::SIGCHLD && !typed {
                let _ = kill(process, signal);
            }
        }
        self.ended = self.process.try_wait()?;
        Ok(if self.ended.is_some() { State::Ended } else { State::Running })
    }

    /// How it ended; waits for that if need be.
    pub(crate) fn status(mut self) -> Result<ExitStatus> {
        Ok(match self.ended {
            Some(status) => status,
            None => self.process.wait()?,
        })
    }
}

/// Readable when [`Child::attend`] has something to do.
impl AsFd for Child {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.signals.get_read().as_fd()
    }
}

/// Whether a terminal's Ctrl-C goes to us and to `process` as well: then it has it already, and a
/// second one from us would interrupt its clean-up. One in a group of its own, as timeout(1) makes
/// it, hears of it only from us.
fn is_typed_to(process: Pid) -> bool {
    let group = getpgrp();
    let terminal = std::fs::File::open("/dev/tty");
    getpgid(Some(process)) == Ok(group)
        && terminal.is_ok_and(|terminal| tcgetpgrp(&terminal) == Ok(group))
}

/// Ends as the command has ended: with its exit code, or by the signal that killed it. For the very
/// last, when everything is cleaned up.
pub(crate) fn end_like(status: ExitStatus) -> ExitCode {
    match status.signal() {
        Some(signal) => end_by(signal),
        None => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
    }
}

/// Ends by `signal`, as if we had never caught it. For the very last as well.
pub(crate) fn end_by(signal: i32) -> ExitCode {
    // The core worth keeping is the command's.
    let _ = setrlimit(Resource::RLIMIT_CORE, 0, 0);
    // Comes back only where it knows of no such signal (the real-time ones).
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    ExitCode::from(u8::try_from(128 + signal).unwrap_or(u8::MAX))
}
