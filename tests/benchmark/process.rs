//! A process started with next to nothing of our own, and what the kernel says that it took.

use std::ffi::{CString, OsStr};
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd as _, BorrowedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::process::Command;
use std::time::Instant;

use nix::fcntl::OFlag;
use nix::libc;
use nix::spawn::{PosixSpawnAttr, PosixSpawnFileActions, posix_spawn};
use nix::sys::stat::Mode;

/// A program with its arguments and its whole environment, ready to be started many times.
pub(crate) struct Program {
    arguments: Vec<CString>,
    environment: Vec<CString>,
}

/// What a process took, together with those of its children that it waited for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    /// From before its start to its end.
    pub(crate) seconds: f64,
    /// Of processors, its own code and the kernel's for it.
    pub(crate) cpu: f64,
    /// Of memory, the most that one of these processes had.
    pub(crate) megabytes: f64,
    /// Whether it ended well.
    pub(crate) success: bool,
}

impl Program {
    /// What `command` would start, which names its program by a path and its environment in full.
    ///
    /// The standard library spawns without a copy of ourselves too, but not where a descriptor
    /// has to become number 3, and it tells nobody what a child took.
    pub(crate) fn of(command: &Command) -> Self {
        let given = std::iter::once(command.get_program()).chain(command.get_args());
        let environment = command.get_envs().filter_map(|(name, value)| {
            let entry = [name.as_bytes(), b"=", value?.as_bytes()].concat();
            Some(CString::new(entry).unwrap())
        });
        Self { arguments: given.map(text).collect(), environment: environment.collect() }
    }

    /// Runs it to its end with `channel` as its number 3; nobody hears what it says.
    pub(crate) fn run(&self, channel: BorrowedFd<'_>) -> Cost {
        let mut actions = PosixSpawnFileActions::init().unwrap();
        actions.add_open(0, "/dev/null", OFlag::O_RDWR, Mode::empty()).unwrap();
        for (from, to) in [(0, 1), (0, 2), (channel.as_raw_fd(), 3)] {
            actions.add_dup2(from, to).unwrap();
        }
        let attributes = PosixSpawnAttr::init().unwrap();
        let start = Instant::now();
        let path = self.arguments[0].as_c_str();
        let child = posix_spawn(path, &actions, &attributes, &self.arguments, &self.environment);
        let child = child.unwrap_or_else(|error| panic!("{path:?}: {error}"));
        let (status, usage) = wait(child.as_raw());
        let seconds = start.elapsed().as_secs_f64();
        let cpu = [usage.ru_utime, usage.ru_stime]
            .map(|time| time.tv_sec as f64 + time.tv_usec as f64 / 1e6)
            .iter()
            .sum();
        let megabytes = usage.ru_maxrss as f64 * 1024.0 / 1e6;
        Cost { seconds, cpu, megabytes, success: status == 0 }
    }

    /// The same, and it must end well.
    pub(crate) fn succeed(&self, channel: BorrowedFd<'_>) -> Cost {
        let cost = self.run(channel);
        assert!(cost.success, "{:?} failed", self.arguments);
        cost
    }
}

fn text(given: &OsStr) -> CString {
    CString::new(given.as_bytes()).unwrap()
}

/// Waits for the child of that number; its status and what it took.
fn wait(child: libc::pid_t) -> (libc::c_int, libc::rusage) {
    let (mut status, mut usage) = (0, MaybeUninit::uninit());
    // SAFETY: both are places of the types that wait4(2) writes to.
    let waited = unsafe { libc::wait4(child, &raw mut status, 0, usage.as_mut_ptr()) };
    assert_eq!(waited, child, "{}", std::io::Error::last_os_error());
    // SAFETY: all of it is written where a child was waited for.
    (status, unsafe { usage.assume_init() })
}
