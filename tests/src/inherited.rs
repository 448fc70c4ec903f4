//! What the test program inherits from whoever starts it, a terminal, `nohup` or a CI's agent, and what
//! every test expects instead.

use std::ffi::{OsStr, OsString};
use std::os::fd::RawFd;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use nix::libc;
use nix::sys::signal::{SigSet, SigmaskHow, sigprocmask};
use nix::sys::stat::{Mode, umask};

/// Variables that change how a compiler, a shell, a Python or what we test behaves.
const DISTURBING: [&str; 11] = [
    "ENV",
    "LD_AUDIT",
    PRELOAD,
    "MAKEFLAGS",
    "MAKELEVEL",
    "MATPLOTLIBRC",
    "MFLAGS",
    "NODE_CHANNEL_FD",
    "NODE_OPTIONS",
    "SOURCE_DATE_EPOCH",
    "VIRTUAL_ENV",
];

/// How the names of others begin.
const BEGINNINGS: [&str; 6] = ["BASH_", "BATS_", "CG_PLOT_", "LISTEN_", "MPL", "PYTHON"];

/// What the tests themselves are told.
const OWN: &str = "CG_PLOT_TESTS";

const PRELOAD: &str = "LD_PRELOAD";

/// Gives signals, descriptors, the mask of new files and the environment the state that tests expect.
/// The first thing in `main`: there must be no other thread.
pub fn reset() {
    // A shell's `&` and `nohup` ignore some, and a program may have blocked any before it started us.
    for number in 1..=libc::SIGRTMAX() {
        stop_ignoring(number);
    }
    sigprocmask(SigmaskHow::SIG_SETMASK, Some(&SigSet::empty()), None).unwrap();
    umask(Mode::S_IWGRP | Mode::S_IWOTH);
    // A terminal, the unreadable file that `nohup` leaves, and an agent's socket behave in three ways.
    let null = fs_err::File::open("/dev/null").unwrap();
    nix::unistd::dup2_stdin(&null).unwrap();
    drop(null);
    keep_to_ourselves();
    clear_environment();
}

/// A signal's default, if it is ignored; not of `SIGPIPE`, which Rust's own start-up ignores, and
/// `Command` puts back.
fn stop_ignoring(number: i32) {
    let mut action = std::mem::MaybeUninit::<libc::sigaction>::uninit();
    // SAFETY: without a new action it only writes the present one to where the pointer leads.
    let asked = unsafe { libc::sigaction(number, std::ptr::null(), action.as_mut_ptr()) } == 0;
    if asked
        && number != libc::SIGPIPE
        // SAFETY: the call has succeeded, and so has written it.
        && unsafe { action.assume_init() }.sa_sigaction == libc::SIG_IGN
    {
        // SAFETY: no function of ours becomes a handler.
        unsafe { libc::signal(number, libc::SIG_DFL) };
    }
}

/// Has no child inherit a descriptor that we inherited, such as a harness's pipe at 3.
fn keep_to_ourselves() {
    let open = fs_err::read_dir("/proc/self/fd").unwrap();
    let numbers = open.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<RawFd>().ok());
    for number in numbers.collect::<Vec<_>>().into_iter().filter(|number| *number > 2) {
        // SAFETY: it sets a flag of a descriptor, or fails where there is none any more.
        unsafe { libc::fcntl(number, libc::F_SETFD, libc::FD_CLOEXEC) };
    }
}

/// Removes the variables that disturb. A preload is in this process already, and ours would put itself
/// back into the environment of each child: then this program starts itself anew, without it.
fn clear_environment() {
    let names = std::env::vars_os().map(|(name, _)| name);
    let disturbing: Vec<OsString> = names.filter(|name| disturbs(name)).collect();
    let is_set = |name: &str| disturbing.iter().any(|one| one == name);
    if is_set(PRELOAD) && !is_set("CG_PLOT_CAPTURE") {
        let mut again = Command::new(std::env::current_exe().unwrap());
        again.args(std::env::args_os().skip(1)).env_remove(PRELOAD);
        // Then our preload leaves the environment as it is.
        panic!("{}", again.env("CG_PLOT_CAPTURE", "off").exec());
    }
    for name in disturbing {
        // SAFETY: our caller has no other thread, which could read the environment meanwhile.
        unsafe { std::env::remove_var(name) };
    }
    // Pythons leave nothing in the machine's own folders.
    // SAFETY: as above.
    unsafe { std::env::set_var("PYTHONDONTWRITEBYTECODE", "1") };
}

fn disturbs(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let begins = |beginning: &&str| name.starts_with(*beginning);
    name != OWN && (DISTURBING.contains(&&*name) || BEGINNINGS.iter().any(begins))
}
