//! How the command runs: as without us, whatever becomes of it.

use std::io::Write as _;
use std::time::{Duration, Instant};

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::wait::until;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::{figures, line, send, shell, started, stderr, stdout};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    suite.test("run: a command that can't be run has the exit code that a shell has", exit_codes);
    suite.test("run: stdin, stdout and stderr pass through byte for byte", stdio);
    suite.test("run: options behind the command are the command's", options);
    suite.test("run: a signal sent to it reaches the command", forwarded);
    suite.test("run: a signal that is ignored stays ignored", ignored);
    suite.test("run: it ends where it was started with SIGCHLD ignored", no_children);
    suite.on_newest("run: a Ctrl-C in a terminal reaches the command once", ctrl_c);
    suite.test("run: a daemon that holds the channel holds up nobody", daemon);
    suite.test("run: what outlives it starts programs without a word of ld.so's", outliving);
    suite.test("run: the next one removes what an earlier one had to leave", left_over);
    suite.test("run: a child that is a little late is still heard", late);
    let name = "run: a stderr that takes nothing or that nobody reads changes no exit code";
    suite.test(name, stderrs);
}

fn exit_codes() {
    let home = Home::new();
    fs_err::write(home.path().join("plain"), "text").unwrap();
    for (program, code) in [("no-such-program", 127), ("./plain", 126), ("/tmp", 126)] {
        let output = run(&mut home.cli(&["run", program]));
        assert_eq!(output.status.code(), Some(code), "{program}");
        assert!(stderr(&output).starts_with(&format!("error: cannot run {program}: ")));
    }
}

fn stdio() {
    let home = Home::new();
    let bytes: Vec<u8> =
        (0..1_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut command = shell(&home, "cat; printf 'said\\377' >&2", &[]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let sent = bytes.clone();
    let sending = std::thread::spawn(move || stdin.write_all(&sent).unwrap());
    let output = child.wait_with_output().unwrap();
    sending.join().unwrap();
    assert!(output.stdout == bytes, "stdout differs");
    assert_eq!(output.stderr, b"said\xffcg-plot-capture: no figure arrived\n");
}

fn options() {
    let home = Home::new();
    for before in [&["run"] as &[&str], &["run", "--"]] {
        let output = run(home.cli(before).args(["echo", "-o", "x", "--", "--mode", "y"]));
        assert_eq!(stdout(&output), "-o x -- --mode y\n");
    }
}

fn forwarded() {
    let home = Home::new();
    for signal in ["TERM", "HUP", "INT", "QUIT", "USR1"] {
        let script = "trap 'exit 7' $1; echo ready; while :; do sleep 0.05; done";
        // A terminal's Ctrl-C is not for us to pass on; in a group of its own none can come.
        let mut command = shell(&home, script, &[signal]);
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let (child, _) = started(&mut command);
        send(&child, format!("SIG{signal}").parse().unwrap());
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(7), "{signal}");
    }
}

fn ignored() {
    let home = Home::new();
    let inner = "kill -HUP $$; kill -INT $$; kill -PIPE $$; kill -XFSZ $$; echo alive";
    let script = r#"trap "" HUP INT PIPE XFSZ; exec "$1" run -- sh -c "$2""#;
    let mut command = home.command("sh");
    command.args(["-c", script, "sh"]);
    command.arg(cg_plot_capture()).arg(inner);
    assert_eq!(stdout(&run(&mut command)), "alive\n");
}

fn no_children() {
    let home = Home::new();
    let mut command = home.command("bash");
    // Not a shell, which sets this signal for itself; it ends with 2 for the file that is not there.
    let grep = ["grep", "-hs", "SigIgn", "/proc/self/status", "missing"];
    command.args(["-c", r#"trap "" CHLD; exec "$@""#, "bash"]).arg(cg_plot_capture());
    let output = run(command.args(["run", "--"]).args(grep));
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    // It is ignored for the command, as it would be without us.
    let said = stdout(&output);
    let ignored = u64::from_str_radix(said.trim().split_once('\t').unwrap().1, 16).unwrap();
    assert_eq!(ignored >> (Signal::SIGCHLD as i32 - 1) & 1, 1, "{said}");
}

fn ctrl_c(python: &Interpreter) {
    let typist = "import os, pty, sys\n\
        pid, terminal = pty.fork()\n\
        if pid == 0: os.execv(sys.argv[1], sys.argv[1:])\n\
        seen = b''\n\
        while b'ready' not in seen: seen += os.read(terminal, 100)\n\
        os.write(terminal, b'\\x03')\n\
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))";
    // The second, should there be one, has the time of the last sleep to come.
    let script = "trap 'echo once >>caught' INT; echo ready\n\
        while [ ! -e caught ]; do sleep 0.05; done; sleep 0.5; exit 4";
    // As timeout(1) does: into a group of its own, where no Ctrl-C comes from the terminal.
    let apart = "import os, sys; os.setpgid(0, 0); os.execvp(sys.argv[1], sys.argv[1:])";
    let program = python.program.to_str().unwrap();
    for before in [&[] as &[&str], &[program, "-c", apart]] {
        let home = Home::new();
        let mut command = home.command(program);
        command.args(["-c", typist]).arg(cg_plot_capture()).args(["run", "--"]);
        command.args(before).args(["sh", "-c", script]);
        let output = run(&mut command);
        assert_eq!(output.status.code(), Some(4), "{}", stderr(&output));
        assert_eq!(fs_err::read_to_string(home.path().join("caught")).unwrap(), "once\n");
    }
}

fn daemon() {
    let home = Home::new();
    let script = r#"sleep 300 </dev/null >/dev/null 2>&1 & echo $!; printf '%s\n' "$1" >&3"#;
    let start = Instant::now();
    let output = run(&mut shell(&home, script, &[&line("plot_1.svg", "<svg/>")]));
    let took = start.elapsed();
    kill(Pid::from_raw(stdout(&output).trim().parse().unwrap()), Signal::SIGKILL).unwrap();
    assert!(output.status.success() && took < Duration::from_secs(60), "{took:?}");
    assert_eq!(figures(&home.path().join("out")).len(), 1);
}

fn outliving() {
    let home = Home::new();
    let temporary = home.path().join("tmp");
    fs_err::create_dir(&temporary).unwrap();
    let script = "mkfifo go done\n\
        (read line <go; /bin/true; echo end >done) </dev/null >/dev/null 2>err 3>&- &";
    let output = run(shell(&home, script, &[]).env("TMPDIR", &temporary));
    assert!(output.status.success());
    fs_err::write(home.path().join("go"), "\n").unwrap();
    assert_eq!(fs_err::read_to_string(home.path().join("done")).unwrap(), "end\n");
    assert_eq!(fs_err::read_to_string(home.path().join("err")).unwrap(), "");
    // Nothing that could arm anything is left.
    let left = || -> Vec<_> {
        let left = cg_plot_capture_tests::home::state(&temporary).into_keys();
        left.filter(|path| path.is_file()).collect()
    };
    assert!(left().len() == 1 && left()[0].ends_with("libcg_plot_inject.so"), "{:?}", left());
}

fn left_over() {
    let home = Home::new();
    let temporary = home.path().join("tmp");
    let other = temporary.join("cg-plot-capture-other");
    fs_err::create_dir_all(other.join("payload-1")).unwrap();
    fs_err::write(other.join("payload-1/libcg_plot_inject.so"), "").unwrap();
    fs_err::write(other.join("mine"), "").unwrap();
    let names = || BTreeSet::from_iter(cg_plot_capture_tests::home::names(&temporary));
    let here = |script: &str| {
        let mut command = shell(&home, script, &[]);
        command.env("TMPDIR", &temporary);
        command
    };
    // One left a daemon, one was killed, one is at work with nobody who names its payload.
    let output = run(&mut here("sleep 60 </dev/null >/dev/null 2>&1 & echo $!"));
    let daemon = Pid::from_raw(stdout(&output).trim().parse().unwrap());
    let (mut killed, _) = started(&mut here("echo ready; exec sleep 2"));
    let _ = killed.kill();
    killed.wait().unwrap();
    let before = names();
    let (mut working, _) =
        started(here("exec env -i sh -c 'echo ready; read x'").stdin(Stdio::piped()));
    let at_work: Vec<_> = names().difference(&before).cloned().collect();
    assert_eq!((before.len(), at_work.len()), (3, 1));
    run(&mut here("exit"));
    kill(daemon, Signal::SIGKILL).unwrap();
    until("only what is at work and what is not ours are left", || {
        run(&mut here("exit"));
        names().len() == 2
    });
    assert!(names().contains(&at_work[0]) && other.join("mine").exists(), "{:?}", names());
    working.kill().unwrap();
    working.wait().unwrap();
}

fn late() {
    // It writes once the command has ended and is awaited. From then on `run` waits for half a second of
    // silence, which a busy machine may fill with other things, but not each time.
    let script = r#"
        (while kill -0 $$; do sleep 0.01; done; printf '%s\n' "$1" >&3) </dev/null >/dev/null 2>&1 &"#;
    let heard = || {
        let home = Home::new();
        let output = run(&mut shell(&home, script, &[&line("plot_1.svg", "<svg/>")]));
        stderr(&output) == "cg-plot-capture: 1 figure: out/index.html\n"
    };
    assert!((0..5).any(|_| heard()));
}

fn stderrs() {
    let home = Home::new();
    let full = fs_err::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = home.cli(&["run", "-o", "out", "--", "there-is-no-such-program"]);
    let status = command.stderr(std::fs::File::from(full)).status().unwrap();
    assert_eq!(status.code(), Some(127));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = shell(&home, "echo noise >&3; exit 3", &[]);
    assert_eq!(command.stderr(writer).status().unwrap().code(), Some(3));
}
