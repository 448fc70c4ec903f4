//! Beside the bare command: whatever becomes of it, code, signal and output are the same.

use std::os::unix::process::ExitStatusExt as _;

use cg_plot_capture_tests::harness::line;
use cg_plot_capture_tests::prelude::*;

use super::{shell, stdout};

/// Each with descriptor 3, which a bare one has on `/dev/null`.
const SCRIPTS: [&str; 12] = [
    "timeout 0.2 sleep 60; echo $?",
    "exec timeout 0.2 sleep 60",
    "exit 255",
    "kill -INT $$",
    "kill -XFSZ $$",
    "timeout -s KILL 0.2 sleep 60; echo $?",
    "echo before; kill -SEGV $$",
    "exec >&-; echo lost; exit 4",
    "exec >&- 2>&- <&-; exit 5",
    "exec 3>&-; echo closed; exit 6",
    "(sleep 0.2; echo late >&2) & echo early; exit 7",
    "cat; echo; echo talk >&2; yes | head -1",
];

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    suite.test("run: ends and says what the bare command does", same);
    suite.test("run: a standard descriptor that is closed is closed for the command", closed);
    suite.test("run: many large figures arrive, while the command never waits for long", many);
}

fn same() {
    for script in SCRIPTS {
        let home = Home::new();
        let seen = |command: &mut Command| {
            let output = run(command.stdin(std::process::Stdio::null()));
            let said = String::from_utf8(output.stderr.clone()).unwrap();
            let theirs: String = said
                .split_inclusive('\n')
                .filter(|line| !line.starts_with("cg-plot-capture: "))
                .collect();
            (output.status.code(), output.status.signal(), stdout(&output), theirs)
        };
        let mut bare = home.command("sh");
        bare.args(["-c", r#"exec sh -c "$1" sh 3>/dev/null"#, "sh", script]);
        assert_eq!(seen(&mut shell(&home, script, &[])), seen(&mut bare), "{script}");
    }
}

fn closed() {
    let look = "exec 9>open; for n in 0 1 2; do [ ! -e /proc/$$/fd/$n ] || echo $n >&9; done";
    for (closing, open) in
        [("<&-", "1\n2\n"), (">&-", "0\n2\n"), ("2>&- <&-", "1\n"), ("", "0\n1\n2\n")]
    {
        let home = Home::new();
        let mut command = home.command("sh");
        command.args(["-c", &format!("exec \"$@\" {closing}"), "sh"]).arg(cg_plot_capture());
        let output = run(command.args(["run", "--", "sh", "-c", look]));
        assert!(output.status.success(), "{closing}: {}", super::stderr(&output));
        assert_eq!(fs_err::read_to_string(home.path().join("open")).unwrap(), open, "{closing}");
    }
}

fn many() {
    let home = Home::new();
    let message = line("plot_1.svg", &"x".repeat(2_000_000));
    fs_err::write(home.path().join("message"), message + "\n").unwrap();
    let count = if tests_all() { 100 } else { 25 };
    let script = "for i in $(seq $1); do cat message >&3; done; echo done; exit 9";
    let output = run(&mut shell(&home, script, &[&count.to_string()]));
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(9), "done\n"));
    let said = format!("cg-plot-capture: {count} figures: out/index.html\n");
    assert_eq!(super::stderr(&output), said);
    let out = fs_err::read_dir(home.path().join("out")).unwrap();
    let bytes: u64 = out.map(|entry| entry.unwrap().metadata().unwrap().len()).sum();
    assert!(bytes > count * 2_000_000, "{bytes}");
}
