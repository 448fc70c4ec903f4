//! What the command is given, and what is left of that.

use std::os::unix::process::ExitStatusExt as _;

use cg_plot_capture_tests::harness::line;
use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::shows;
use nix::sys::signal::Signal;

use super::{figures, send, shell, started, stderr, stdout};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    suite.on_newest("run: nobody's file beside the payload is read", planted);
    suite.test("run: nothing is left behind in the temporary folder", nothing_left);
    suite.test("run: the command gets descriptor 3 and no other", descriptors);
    suite.test("run: other preloads are kept, ahead of ours", preloads);
    suite.test("run: the payload is readable by every user", readable);
    suite.test("run: settings of the environment are kept, --mode wins", settings);
    suite.test("run: a file size limit costs figures, not the exit code", size_limit);
    suite.test("run: a bad --mode is a usage error and runs nothing", bad_mode);
}

fn planted(python: &Interpreter) {
    let home = Home::new();
    let temporary = home.path().join("tmp");
    fs_err::create_dir(&temporary).unwrap();
    // Anybody may write there: were it read, a FIFO would block for ever.
    nix::unistd::mkfifo(&temporary.join("settings"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    // Where every test is wanted, Matplotlib draws.
    let python = match tests_all() {
        true => venv_with(python, &["matplotlib"]),
        false => python.program.clone(),
    };
    let mut command = home.cli(&["run", "-o", "out", "--"]);
    let output = run(command.arg(python).arg(shows()).env("TMPDIR", &temporary));
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(figures(&home.path().join("out")).len(), 2);
}

fn nothing_left() {
    let home = Home::new();
    let temporary = home.path().join("tmp");
    fs_err::create_dir(&temporary).unwrap();
    let left = || fs_err::read_dir(&temporary).unwrap().count();
    let here = |mut command: Command| {
        command.env("TMPDIR", &temporary);
        command
    };
    let look = "case $LD_PRELOAD in $TMPDIR/*) test -e \"$LD_PRELOAD\";; *) false;; esac";
    assert!(run(&mut here(shell(&home, look, &[]))).status.success());
    assert_eq!(left(), 0);
    run(&mut here(shell(&home, "kill -SEGV $$", &[])));
    run(&mut here(home.cli(&["run", "no-such-program"])));
    assert_eq!(left(), 0);
    let (child, _) = started(&mut here(shell(&home, "echo ready; exec sleep 30", &[])));
    assert_eq!(left(), 1);
    send(&child, Signal::SIGTERM);
    let status = child.wait_with_output().unwrap().status;
    assert_eq!(status.signal(), Some(Signal::SIGTERM as i32));
    assert_eq!(left(), 0);
}

fn descriptors() {
    let home = Home::new();
    // The folder that `ls` itself has open shows as a path in /proc.
    let script = "ls -l /proc/self/fd | sed -n 's/.* \\([0-9]*\\) -> \\(.*\\)/\\1 \\2/p' | grep -v ' /proc/'";
    let numbers = |mut command: Command| -> BTreeSet<u32> {
        let text = stdout(&run(command.stdin(Stdio::null())));
        text.lines().map(|line| line.split(' ').next().unwrap().parse().unwrap()).collect()
    };
    let mut bare = home.command("sh");
    bare.args(["-c", script]);
    let mut expected = numbers(bare);
    expected.insert(3);
    assert_eq!(numbers(shell(&home, script, &[])), expected);
    let mut kind = shell(&home, "test -p /proc/self/fd/3 && echo pipe >&3", &[]);
    assert!(run(&mut kind).status.success());
}

fn preloads() {
    let home = Home::new();
    let seen = |before: &str, temporary: &Path| {
        let mut command = shell(&home, "echo \"$LD_PRELOAD\"", &[]);
        stdout(&run(command.env("LD_PRELOAD", before).env("TMPDIR", temporary)))
    };
    let seen_kept = seen("libm.so.6", Path::new("/tmp"));
    assert!(seen_kept.starts_with("libm.so.6:/tmp/"), "{seen_kept}");
    assert!(seen_kept.ends_with("/libcg_plot_inject.so\n"), "{seen_kept}");
    // ld.so would split such a path.
    for folder in ["my files", "a:b"] {
        let folder = home.path().join(folder);
        fs_err::create_dir(&folder).unwrap();
        let seen = seen("", &folder);
        assert!(seen.starts_with("/tmp/") && !seen.contains([' ', ':']), "{seen}");
    }
}

fn readable() {
    let home = Home::new();
    let script =
        r#"find "$(dirname "$LD_PRELOAD")" -type d -printf '%m\n' -o -printf '%m\n' | sort -u"#;
    let mut command = home.command("sh");
    command.args(["-c", "umask 077; exec \"$@\"", "sh"]);
    command.arg(cg_plot_capture());
    command.args(["run", "--", "sh", "-c", script]);
    assert_eq!(stdout(&run(&mut command)), "644\n755\n");
}

fn settings() {
    let home = Home::new();
    let script = "echo \"$CG_PLOT_MODE $CG_PLOT_FILENAME\"";
    let seen = |options: &[&str], environment: &[(&str, &str)]| {
        let mut command = home.cli(&["run"]);
        command.args(options).args(["sh", "-c", script]).envs(environment.iter().copied());
        stdout(&run(&mut command)).trim_end().to_owned()
    };
    let ours = "{script}-{pid}-{i}.png";
    assert_eq!(seen(&[], &[]), format!("display {ours}"));
    assert_eq!(
        seen(&["--mode", "display"], &[("CG_PLOT_MODE", "save")]),
        format!("display {ours}")
    );
    assert_eq!(seen(&["--mode", "Both"], &[]), "Both");
    assert_eq!(seen(&[], &[("CG_PLOT_MODE", "save")]), "save");
    assert_eq!(seen(&[], &[("CG_PLOT_FILENAME", "{i}.pdf")]), "display {i}.pdf");
}

fn size_limit() {
    let home = Home::new();
    // A shell counts in units of 512 or 1024 bytes. The payload fits below the first limit only.
    let limited = |limit: &str, inner: &str| {
        let mut command = home.command("sh");
        command.args(["-c", "ulimit -f $1; shift; exec \"$@\"", "sh", limit]);
        command.arg(cg_plot_capture()).args(["run", "-o", "out", "--", "sh", "-c", inner]);
        run(command.env("TMPDIR", home.path()))
    };
    let messages = [("large.svg", 4_000_000), ("small.svg", 6)];
    let messages = messages.map(|(name, size)| line(name, &"x".repeat(size)) + "\n").concat();
    fs_err::write(home.path().join("messages"), messages).unwrap();
    let output = limited("3000", "cat messages >&3; exit 4");
    assert_eq!(output.status.code(), Some(4), "{}", stderr(&output));
    let said = stderr(&output);
    assert!(said.starts_with("cg-plot-capture: a figure is lost: "), "{said}");
    assert!(said.ends_with("cg-plot-capture: 1 figure: out/index.html\n"), "{said}");
    assert_eq!(names(&home.path().join("out")), ["index.html", "small.svg"]);
    // The command itself has the limit as anybody has it.
    let output = limited("3000", "yes >noise; exit $?");
    assert_eq!(output.status.code(), Some(128 + Signal::SIGXFSZ as i32));
    let output = limited("100", "touch ran");
    let said = stderr(&output);
    assert_eq!((output.status.code(), said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.starts_with("error: cannot unpack "), "{said}");
    assert_eq!(names(&home.path()), ["messages", "noise", "out"]);
}

fn bad_mode() {
    let home = Home::new();
    let output = run(&mut home.cli(&["run", "--mode", "dispaly", "--", "touch", "ran"]));
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("not one of display, save, both"), "{}", stderr(&output));
    assert!(!home.path().join("ran").exists());
    assert_eq!(run(&mut home.cli(&["run"])).status.code(), Some(2));
}
