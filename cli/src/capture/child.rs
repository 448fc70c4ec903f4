//! The command as our child process: starts it, forwards our signals to it and waits for it.

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

/// The signals that we forward, because by default they would end us while the command goes on.
const PASSED: [i32; 6] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2];

pub(crate) struct Child {
    process: std::process::Child,
    signals: Signals,
    ended: Option<ExitStatus>,
}

/// Whether a command has ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChildState {
    Running,
    Ended,
    /// The command has ended, and a later signal asks us to end too.
    Interrupted,
}

/// Why a command could not be started, as a shell would tell it apart.
pub(crate) enum NotStarted {
    /// Our own preparation failed.
    Error(Error),
    /// The command can't be executed: the message and the exit code that a shell would give.
    Command(Error, u8),
}

impl Child {
    /// Starts `command` with the default signal handlers, and watches for its end and for our
    /// signals.
    pub(crate) fn spawn(mut command: Command) -> Result<Self, NotStarted> {
        let watched = PASSED.into_iter().chain([SIGCHLD]);
        let signals = signals::watch(watched).map_err(|error| NotStarted::Error(error.into()))?;
        // exec resets a handler to the default, but it would keep a signal ignored.
        inherited::pass_on_signals(&mut command);
        let process = command.spawn().map_err(|error| {
            let message = format!("cannot run {}: {error}", command.get_program().display());
            let code = if error.kind() == ErrorKind::NotFound { 127 } else { 126 };
            NotStarted::Command(Error::new(message), code)
        })?;
        Ok(Self { process, signals, ended: None })
    }

    /// Forwards the signals that have arrived to the command, and tells whether the command has
    /// ended.
    pub(crate) fn handle_signals(&mut self) -> Result<ChildState> {
        if self.ended.is_some() {
            // The process number may belong to another process by now, so that we forward nothing.
            // A signal ends us instead.
            let interrupted = self.signals.pending().any(|signal| signal != SIGCHLD);
            return Ok(if interrupted { ChildState::Interrupted } else { ChildState::Ended });
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
        Ok(if self.ended.is_some() { ChildState::Ended } else { ChildState::Running })
    }

    /// The command's exit status; waits for its end if need be.
    pub(crate) fn status(mut self) -> Result<ExitStatus> {
        Ok(match self.ended {
            Some(status) => status,
            None => self.process.wait()?,
        })
    }
}

/// Readable when [`Child::handle_signals`] has something to do.
impl AsFd for Child {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.signals.get_read().as_fd()
    }
}

/// Whether a terminal's Ctrl-C reaches both us and `process`. The process has the signal already
/// then, and a second one from us would interrupt its clean-up. A process in its own group, as
/// timeout(1) makes one, gets the signal only from us.
fn is_typed_to(process: Pid) -> bool {
    let group = getpgrp();
    let terminal = std::fs::File::open("/dev/tty");
    getpgid(Some(process)) == Ok(group)
        && terminal.is_ok_and(|terminal| tcgetpgrp(&terminal) == Ok(group))
}

/// Ends this process as the command has ended: with its exit code, or by the signal that killed it.
/// Call it last, after all clean-up.
pub(crate) fn end_like(status: ExitStatus) -> ExitCode {
    match status.signal() {
        Some(signal) => end_by(signal),
        None => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
    }
}

/// Ends this process by `signal`, as if we had never caught it. Call it last, after all clean-up.
pub(crate) fn end_by(signal: i32) -> ExitCode {
    // Our core dump would replace the command's, which is the useful one.
    let _ = setrlimit(Resource::RLIMIT_CORE, 0, 0);
    // It returns only for a signal that it does not know (the real-time ones).
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    ExitCode::from(u8::try_from(128 + signal).unwrap_or(u8::MAX))
}
