//! Processes that may or can do less than others.

use std::ffi::OsStr;

use nix::sys::statvfs::{FsFlags, statvfs};

use cg_plot_capture_tests::prelude::*;

use super::Setup;

/// A limit, and the line of shell that brings it about.
const LIMITS: [(&str, &str); 6] = [
    ("few descriptors", "ulimit -n 8; exec \"$@\""),
    ("little memory", "ulimit -v 600000; exec \"$@\""),
    ("a small stack", "ulimit -s 256; exec \"$@\""),
    ("no right to more processes", "ulimit -u 1; exec \"$@\""),
    ("no network", "exec unshare -n \"$@\""),
    ("fixed addresses", "exec setarch -R \"$@\""),
];

/// What is missing in a mount namespace.
const MISSING: [(&str, &str); 3] = [
    ("/proc", "umount -l /proc"),
    ("/proc and /dev", "umount -l /proc; mount -t tmpfs none /dev"),
    (
        "room on its disk",
        "mount -t tmpfs -o size=64k none /mnt; cd /mnt; cat /dev/zero >full 2>&-; export TMPDIR=/mnt HOME=/mnt",
    ),
];

/// Adds the tests.
pub(super) fn add(suite: &mut Suite, setup: &Shared<Setup>) {
    let both = |suite: &mut Suite, name: &str, need, line: String| {
        setup.needing(suite, &format!("a process with {name} is as without us"), need, {
            let name = name.replace([' ', '/'], "-");
            move |setup, _| {
                let program = setup.foreign(&format!("with-{name}"));
                setup.same(&line, &[program.as_os_str()]);
                let needs = ["memory", "stack", "disk"].iter().any(|need| name.contains(need));
                let outcome = if needs { setup.draws(&line) } else { setup.shows(&line, 1) };
                assert_eq!(outcome.0.code(), Some(7));
            }
        });
    };
    for (name, line) in LIMITS {
        let program = if line.contains("unshare") { unshared(&["-n", "true"]) } else { Ok(()) };
        both(suite, name, program.and_then(|()| tool("gcc")), line.to_owned());
    }
    for (name, line) in MISSING {
        let line = format!("exec unshare -m sh -c '{line}; exec \"$@\"' sh \"$@\"");
        both(
            suite,
            &format!("no {name}"),
            unshared(&["-m", "true"]).and_then(|()| tool("gcc")),
            line,
        );
    }
    let name = "a program under a list of permitted system calls starts others as without us";
    setup.needing(suite, name, tool("gcc"), |setup, gcc| {
        let confine = setup.compile(&gcc, "confine", "confine", &[]);
        let program = setup.foreign("listed");
        let line = format!("exec {} \"$@\"", confine.display());
        let (status, ..) = setup.same(&line, &[program.as_os_str()]);
        assert_eq!(status.code(), Some(7));
        setup.same(&line, &[OsStr::new("/usr/bin/env"), program.as_os_str()]);
    });
    for (name, error) in [("EPERM", 1), ("EINVAL", 22), ("ENOSYS", 38)] {
        let name = format!("a Python whose sandbox answers {name} to rare system calls delivers");
        setup.needing(suite, &name, tool("gcc"), move |setup, gcc| {
            let refuse =
                setup.compile(&gcc, "refuse", &format!("refuse-{error}"), &["-D_GNU_SOURCE"]);
            let line = format!("exec {} {error} \"$@\"", refuse.display());
            assert_eq!(setup.shows(&line, 1).0.code(), Some(7));
        });
    }
    setuid(suite, setup);
}

/// A program with its owner's rights, under `/etc/ld.so.preload`, which alone gets us into one.
fn setuid(suite: &mut Suite, setup: &Shared<Setup>) {
    let flags = statvfs(&std::env::temp_dir()).unwrap().flags();
    let allowed =
        if flags.contains(FsFlags::ST_NOSUID) { Err("nosuid".to_owned()) } else { Ok(()) };
    let need = allowed.and_then(|()| unshared(&["-m", "true"])).and_then(|()| tool("gcc"));
    let name =
        "a setuid program under /etc/ld.so.preload is as without us, and so are its children";
    setup.needing(suite, name, need, |setup, gcc| {
        let program = setup.compile(&gcc, "exec", "setuid", &["-pthread"]);
        let own = |words: &[&str]| succeed(Command::new(words[0]).args(&words[1..]).arg(&program));
        own(&["chown", "65534"]);
        own(&["chmod", "4755"]);
        let home = setup.installation.home.path();
        let list = home.join("ld.so.preload");
        fs_err::write(&list, setup.installation.preload().as_os_str().as_encoded_bytes()).unwrap();
        let mut said = Vec::new();
        for list in [list.as_path(), Path::new("/dev/null")] {
            let bind = "rm -rf etc; cp -a /etc etc; cp \"$1\" etc/ld.so.preload && mount --bind etc /etc && shift && \
                CG_PLOT_MODE=both exec \"$@\"";
            let mut command = setup.installation.home.command("unshare");
            command.args(["-m", "sh", "-c", bind, "sh"]).arg(list).arg(&program);
            let output = run(command.args(["plain", "execve", "1", "/usr/bin/env", "A=b"]));
            said.push((output.status, output.stdout, output.stderr));
        }
        assert_eq!(said[0], said[1]);
        assert_eq!(said[0].1, b"A=b\n");
    });
}
