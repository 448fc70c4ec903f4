//! Records the descriptors and signals with which the command was started, before they are changed.
//! Rust's start-up (`library/std/src/sys/pal/unix/mod.rs`, `init`) opens /dev/null at closed
//! standard descriptors and ignores `SIGPIPE`; we set `SIGXFSZ` and `SIGCHLD` ourselves. Only a
//! constructor runs before that. It changes nothing, because it runs in every program that this
//! crate is linked into.

use std::mem::MaybeUninit;
use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use nix::libc;
use nix::sys::signal::{SigHandler, Signal, signal};

/// The signals that this program sets for itself. Without the first two, a write to a closed pipe
/// or past the file limit (setrlimit(2), `RLIMIT_FSIZE`) returns an error, which costs a figure and
/// not the command. If the third were ignored, we would lose the exit codes of children (wait(2)).
const SIGNALS: [Signal; 3] = [Signal::SIGPIPE, Signal::SIGXFSZ, Signal::SIGCHLD];

static WAS_IGNORED: [AtomicBool; SIGNALS.len()] = [const { AtomicBool::new(false) }; SIGNALS.len()];

/// For stdin, stdout and stderr, by number.
static WAS_OPEN: [AtomicBool; 3] = [const { AtomicBool::new(true) }; 3];

// SAFETY: it runs before `std` is ready and uses none of it: system calls that only ask, and stores.
#[ctor::ctor(unsafe)]
fn record() {
    for (number, was_open) in (0..).zip(&WAS_OPEN) {
        // SAFETY: F_GETFD takes any number and only answers whether it is open.
        was_open.store(unsafe { libc::fcntl(number, libc::F_GETFD) } >= 0, Relaxed);
    }
    for (number, was_ignored) in SIGNALS.into_iter().zip(&WAS_IGNORED) {
        was_ignored.store(is_ignored(number), Relaxed);
    }
}

fn is_ignored(number: Signal) -> bool {
    let mut action = MaybeUninit::<libc::sigaction>::uninit();
    // SAFETY: without a new action it writes the present one to where the pointer leads, no more.
    let asked = unsafe { libc::sigaction(number as i32, std::ptr::null(), action.as_mut_ptr()) };
    // SAFETY: it has succeeded and so was written.
    asked == 0 && unsafe { action.assume_init() }.sa_sigaction == libc::SIG_IGN
}

/// Makes a write past the file size limit fail, instead of ending this process.
pub fn ignore_sigxfsz() {
    let _ = handle(Signal::SIGXFSZ, SigHandler::SigIgn);
}

/// Makes this process able to wait for its children, even if its parent ignored `SIGCHLD`.
pub fn reset_sigchld() {
    let _ = handle(Signal::SIGCHLD, SigHandler::SigDfl);
}

fn handle(number: Signal, handler: SigHandler) -> nix::Result<SigHandler> {
    // SAFETY: only "ignore" and "default" come here, no function that could be called wrongly.
    unsafe { signal(number, handler) }
}

/// Whether descriptor 0 was open when this process started.
pub fn stdin_was_open() -> bool {
    WAS_OPEN[0].load(Relaxed)
}

/// Whether descriptor 1 was open when this process started.
pub fn stdout_was_open() -> bool {
    WAS_OPEN[1].load(Relaxed)
}

/// Makes `command` start with the signal handlers with which this process was started: a writer
/// whose reader has gone ends differently if `SIGPIPE` is ignored.
pub fn pass_on_signals(command: &mut Command) {
    // SAFETY: signal(2) may be called between fork and exec (signal-safety(7)); nothing allocates.
    unsafe {
        command.pre_exec(|| {
            for (number, was_ignored) in SIGNALS.into_iter().zip(&WAS_IGNORED) {
                let ignored = was_ignored.load(Relaxed);
                handle(number, if ignored { SigHandler::SigIgn } else { SigHandler::SigDfl })?;
            }
            Ok(())
        });
    }
}

/// Makes `command`, which inherits our stdin, stdout and stderr, start without those that were
/// closed when this process was started.
pub fn pass_on_closed(command: &mut Command) {
    // SAFETY: close(2) may be called between fork and exec (signal-safety(7)); what is closed is the
    // /dev/null that std has put there, in the child only, which uses it for nothing.
    unsafe {
        command.pre_exec(|| {
            for (number, was_open) in (0..).zip(&WAS_OPEN) {
                if !was_open.load(Relaxed) {
                    libc::close(number);
                }
            }
            Ok(())
        });
    }
}
