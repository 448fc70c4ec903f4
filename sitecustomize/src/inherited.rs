//! What the command was started with and what hides it: Rust's own start-up
//! (`library/std/src/sys/pal/unix/mod.rs`, `init`) opens /dev/null where a standard descriptor was
//! closed and ignores `SIGPIPE`; `SIGXFSZ` and `SIGCHLD` we set ourselves. Only a constructor sees what
//! was there.
//! It changes nothing, because it runs in whatever program this crate is linked into.

use std::mem::MaybeUninit;
use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use nix::libc;
use nix::sys::signal::{SigHandler, Signal, signal};

/// The signals that this program sets for itself. An error code does the work of the first two: a reader
/// that has gone, a file that has grown to the limit (setrlimit(2), `RLIMIT_FSIZE`) costs a figure, not
/// the command's exit code. Where the third is ignored, the exit codes of children are lost (wait(2)).
const SIGNALS: [Signal; 3] = [Signal::SIGPIPE, Signal::SIGXFSZ, Signal::SIGCHLD];

static WAS_IGNORED: [AtomicBool; SIGNALS.len()] = [const { AtomicBool::new(false) }; SIGNALS.len()];

/// By number: stdin, stdout, stderr.
static WAS_OPEN: [AtomicBool; 3] = [const { AtomicBool::new(true) }; 3];

// SAFETY: it runs before `std` is ready and uses none of it: system calls that only ask, and stores.
#[ctor::ctor(unsafe)]
fn look() {
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

/// Lets a write past the limit for files fail, rather than end this process.
pub fn outlive_file_limit() {
    let _ = handle(Signal::SIGXFSZ, SigHandler::SigIgn);
}

/// Lets this process hear of its children, whoever started it.
pub fn hear_of_children() {
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

/// Lets `command` start with the signals that this process was started with: a writer whose reader
/// has gone ends in another way where `SIGPIPE` is ignored.
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

/// Lets `command`, which inherits our stdin, stdout and stderr, start without those that this process
/// was started without.
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
