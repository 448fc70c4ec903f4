//! The tests come to the same whoever starts them: `nohup`, a background job, a CI's agent.

use std::os::unix::process::CommandExt as _;

use cg_plot_capture_tests::prelude::*;

/// The test that is run again.
pub(crate) const STATE: &str =
    "a test's programs start with default signals, no descriptors and no settings";

/// Leaves as much behind as a process can, and starts what its arguments say.
const CARELESS: &str = "import os, signal, sys\n\
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:\n\
    \x20   signal.signal(number, signal.SIG_IGN)\n\
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())\n\
    os.umask(0o077)\n\
    os.dup2(os.pipe()[1], 3)\n\
    os.close(0)\n\
    os.execv(sys.argv[1], sys.argv[1:])";

/// Settings and habits of somebody's shell.
const SET: [(&str, &str); 7] = [
    ("BASH_ENV", "/nonexistent"),
    ("CG_PLOT_MODE", "save"),
    ("MAKEFLAGS", "-j --jobserver-auth=3,4"),
    ("MPLBACKEND", "pdf"),
    ("PYTHONHOME", "/nonexistent"),
    ("PYTHONWARNINGS", "error"),
    ("SOURCE_DATE_EPOCH", "0"),
];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.test(STATE, || {
        let of_thread = fs_err::read_to_string("/proc/thread-self/status").unwrap();
        assert!(of_thread.contains("\nSigBlk:\t0000000000000000\n"), "{of_thread}");
        // The shell's own variables are not exported; `read` meets the end of an empty stdin.
        let script = "umask; ls /proc/$$/fd; read line || echo end; env; cat /proc/self/status";
        let output = run(Command::new("sh").args(["-c", script]));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        let said = String::from_utf8(output.stdout).unwrap();
        let ignored = said.lines().find_map(|line| line.strip_prefix("SigIgn:\t")).unwrap();
        let ignored = u64::from_str_radix(ignored, 16).unwrap();
        // Bit 0 is signal 1; libc keeps 32 and 33 to itself and lets nobody change them.
        assert_eq!(ignored & !(0b11 << 31), 0, "{ignored:x}");
        let (found, variables) = said.split_once("end\n").unwrap_or_else(|| panic!("{said}"));
        assert_eq!(found, "0022\n0\n1\n2\n");
        for (name, _) in SET.into_iter().chain([("CG_PLOT_CAPTURE", ""), ("LD_PRELOAD", "")]) {
            let set = |line: &str| line.split('=').next() == Some(name);
            assert!(!variables.lines().any(set), "{name} is set");
        }
    });
    suite.seldom().test("a program that a test makes starts while other tests fork", || {
        // Every child here holds what was open at its fork for as long as a busy machine lets it.
        let folder = tempfile::tempdir().unwrap();
        // Long, so that it is open for a while.
        let text = format!("#!/bin/sh\necho started\nexit\n{}", "#\n".repeat(2_000_000));
        let forks = || {
            let mut command = Command::new("true");
            let wait = || {
                std::thread::sleep(std::time::Duration::from_millis(5));
                Ok(())
            };
            // SAFETY: the child sleeps (nanosleep(2)) and nothing else: it allocates nothing and takes
            // no lock.
            unsafe { command.pre_exec(wait) };
            succeed(&mut command);
        };
        std::thread::scope(|scope| {
            let others: Vec<_> =
                (0..3).map(|_| scope.spawn(|| (0..40).for_each(|_| forks()))).collect();
            while !others.iter().all(std::thread::ScopedJoinHandle::is_finished) {
                let [script, copy] = ["script", "copy"].map(|name| folder.path().join(name));
                program::write(&script, &text);
                program::copy(&script, &copy);
                for program in [script, copy] {
                    assert_eq!(succeed(&mut Command::new(program)), "started\n");
                }
            }
        });
    });
    let name = "the tests set their own state, whatever they are started with";
    suite.on_newest(name, |python| {
        let installation = Installation::shared(python, &[]);
        let preload = installation.preload();
        for (name, value) in
            [("CG_PLOT_CAPTURE", "off".as_ref()), ("LD_PRELOAD", preload.as_os_str())]
        {
            let mut command = Command::new(&python.program);
            command.args(["-I", "-c", CARELESS]).arg(std::env::current_exe().unwrap());
            command.args(["--exact", STATE]).envs(SET).env(name, value);
            let said = succeed(&mut command);
            assert!(said.contains("test result: ok. 1 passed"), "{said}");
        }
    });
}
