//! `run`: the command is untouched, and whatever arrives on its channel becomes files in one folder.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use cg_plot_capture_tests::command::{cg_plot_capture, run};
use cg_plot_capture_tests::home::Home;
use cg_plot_capture_tests::interpreter::Interpreter;
use cg_plot_capture_tests::matplotlib::venv_with;
use cg_plot_capture_tests::scripts::script;
use cg_plot_capture_tests::suite::Suite;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.test("run: exit codes are the command's, or what a shell would say", exit_codes);
    suite.test("run: a death by signal is seen as that signal", deaths);
    suite.test("run: stdin, stdout and stderr pass through byte for byte", stdio);
    suite.test("run: options behind the command are the command's", options);
    suite.test("run: a signal sent to it reaches the command", forwarded);
    suite.test("run: a signal that is ignored stays ignored", ignored);
    let python = Interpreter::newest();
    suite.needing("run: a Ctrl-C in a terminal reaches the command once", python, ctrl_c);
    suite.test("run: 20 MB in one message never block the command", large);
    suite.test("run: a daemon that holds the channel holds up nobody", daemon);
    suite.test("run: what outlives it starts programs without a word of ld.so's", outliving);
    suite.test("run: a stderr that takes nothing changes no exit code", full_stderr);
    suite.needing("run: nobody's file beside the payload is read", Interpreter::newest(), planted);
    suite.test("run: a child that is a little late is still heard", late);
    suite.test("run: hostile lines are reported and skipped, and stay inside", hostile);
    suite.test("run: a flood of noise is cut short on stderr", flood);
    suite.test("run: equal names get a number", equal_names);
    suite.test("run: figures of several scripts stand in groups on the page", groups);
    suite.test("run: nothing is left behind in the temporary folder", nothing_left);
    suite.test("run: the command gets descriptor 3 and no other", descriptors);
    suite.test("run: other preloads are kept, ahead of ours", preloads);
    suite.test("run: the payload is readable by every user", readable);
    suite.test("run: settings of the environment are kept, --mode wins", settings);
    suite.test("run: a bad --mode is a usage error and runs nothing", bad_mode);
    suite.test("run: without -o a dated folder is made for the first figure", dated);
    suite.test("run: a page that is not ours is not overwritten", foreign_page);
    suite.test("run: a folder that is taken away costs the figures, not the exit code", lost);
    suite.test("run: a stderr that nobody reads changes nothing", no_stderr);
}

/// A line of the protocol without its newline.
fn line(name: &str, svg: &str) -> String {
    let (name, data) = (serde_json::json!(name), BASE64_STANDARD.encode(svg));
    let size = svg.len();
    format!(r#"{{"messageType": "file", "filename": {name}, "data": "{data}", "size": {size}}}"#)
}

/// `run -o out -- sh -c script sh arguments…` in `home`.
fn shell(home: &Home, script: &str, arguments: &[&str]) -> Command {
    let mut command = home.cli(&["run", "-o", "out", "--", "sh", "-c", script, "sh"]);
    command.args(arguments);
    command
}

/// The figures in a folder: names and contents.
fn figures(folder: &Path) -> Vec<(String, String)> {
    let files = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut figures: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|suffix| suffix == "svg"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs_err::read_to_string(path).unwrap())
        })
        .collect();
    figures.sort();
    figures
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Starts `command` and waits for the first line that it prints.
fn started(command: &mut Command) -> (Child, String) {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut first).unwrap();
    (child, first.trim().to_owned())
}

fn send(child: &Child, signal: Signal) {
    kill(Pid::from_raw(child.id().cast_signed()), signal).unwrap();
}

fn exit_codes() {
    let home = Home::new();
    for code in [0, 3, 255] {
        let output = run(&mut shell(&home, "exit $1", &[&code.to_string()]));
        assert_eq!(output.status.code(), Some(code));
        assert_eq!(stderr(&output), "cg-plot-capture: no figure arrived\n");
    }
    fs_err::write(home.path().join("plain"), "text").unwrap();
    for (program, code) in [("no-such-program", 127), ("./plain", 126), ("/tmp", 126)] {
        let output = run(&mut home.cli(&["run", program]));
        assert_eq!(output.status.code(), Some(code), "{program}");
        assert!(stderr(&output).starts_with(&format!("error: cannot run {program}: ")));
    }
}

fn deaths() {
    let home = Home::new();
    for signal in ["TERM", "KILL", "SEGV", "INT", "ABRT", "PIPE"] {
        let output = run(&mut shell(&home, "kill -$1 $$", &[signal]));
        let number = format!("SIG{signal}").parse::<Signal>().unwrap();
        assert_eq!(output.status.signal(), Some(number as i32), "{signal}");
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
    let inner = "kill -HUP $$; kill -INT $$; echo alive";
    let script = r#"trap "" HUP INT; exec "$1" run -- sh -c "$2""#;
    let mut command = home.command("sh");
    command.args(["-c", script, "sh"]);
    command.arg(cg_plot_capture()).arg(inner);
    assert_eq!(stdout(&run(&mut command)), "alive\n");
}

fn ctrl_c(python: Interpreter) {
    let typist = "import os, pty, sys\n\
        pid, terminal = pty.fork()\n\
        if pid == 0: os.execv(sys.argv[1], sys.argv[1:])\n\
        seen = b''\n\
        while b'ready' not in seen: seen += os.read(terminal, 100)\n\
        os.write(terminal, b'\\x03')\n\
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))";
    let script =
        "trap 'echo once >>caught' INT; echo ready; sleep 0.2; sleep 0.2; sleep 0.2; exit 4";
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

fn large() {
    let home = Home::new();
    let script = r#"
        {
            printf '{"messageType": "file", "filename": "large.svg", "data": "'
            head -c 20000000 /dev/zero | tr '\0' A
            printf '", "size": 15000000}\n'
        } >&3
        echo done"#;
    let output = run(&mut shell(&home, script, &[]));
    assert_eq!(stdout(&output), "done\n");
    assert_eq!(stderr(&output), "cg-plot-capture: 1 figure: out/index.html\n");
    let size = fs_err::metadata(home.path().join("out/large.svg")).unwrap().len();
    assert_eq!(size, 15_000_000);
}

fn daemon() {
    let home = Home::new();
    let script = r#"sleep 30 </dev/null >/dev/null 2>&1 & echo $!; printf '%s\n' "$1" >&3"#;
    let start = Instant::now();
    let output = run(&mut shell(&home, script, &[&line("plot_1.svg", "<svg/>")]));
    let took = start.elapsed();
    kill(Pid::from_raw(stdout(&output).trim().parse().unwrap()), Signal::SIGKILL).unwrap();
    assert!(output.status.success() && took < Duration::from_secs(10), "{took:?}");
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
    let left = cg_plot_capture_tests::home::state(&temporary).into_keys();
    let left: Vec<_> = left.filter(|path| path.is_file()).collect();
    assert!(left.len() == 1 && left[0].ends_with("libcg_plot_inject.so"), "{left:?}");
}

fn full_stderr() {
    let home = Home::new();
    let full = fs_err::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = home.cli(&["run", "-o", "out", "--", "there-is-no-such-program"]);
    let status = command.stderr(std::fs::File::from(full)).status().unwrap();
    assert_eq!(status.code(), Some(127));
}

fn planted(python: Interpreter) {
    let home = Home::new();
    let temporary = home.path().join("tmp");
    fs_err::create_dir(&temporary).unwrap();
    // Anybody may write there: were it read, a FIFO would block for ever.
    nix::unistd::mkfifo(&temporary.join("settings"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    let venv = venv_with(&python, &["matplotlib"]);
    let mut command = home.cli(&["run", "-o", "out", "--"]);
    let output = run(command.arg(venv).arg(script("two_shows")).env("TMPDIR", &temporary));
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(figures(&home.path().join("out")).len(), 2);
}

fn late() {
    let home = Home::new();
    let script = r#"(sleep 0.2; printf '%s\n' "$1" >&3) </dev/null >/dev/null 2>&1 &"#;
    let output = run(&mut shell(&home, script, &[&line("plot_1.svg", "<svg/>")]));
    assert_eq!(stderr(&output), "cg-plot-capture: 1 figure: out/index.html\n");
}

fn hostile() {
    let home = Home::new();
    let good = line("plot_1.svg", "<svg/>");
    let lines = [
        line("../outside.svg", "x"),
        line(home.path().join("outside.svg").to_str().unwrap(), "x"),
        line("a/b.svg", "x"),
        line("..", "x"),
        line("new\nline.svg", "x"),
        line("index.html", "x"),
        line(".bash_profile", "x"),
        good.replace("\"size\": 6", "\"size\": 5"),
        good.replace("\"size\": 6", "\"size\": \"6\""),
        good.replace("PHN2Zy8+", "PHN2Zy8"),
    ];
    let mut arguments: Vec<&str> = lines.iter().map(String::as_str).collect();
    arguments.push("Traceback \u{1b}[2J");
    arguments.push(&good);
    arguments.push(&good[..50]);
    let output = run(&mut shell(&home, r#"printf '%s\n' "$@" >&3"#, &arguments));
    let said = stderr(&output);
    assert!(output.status.success());
    for number in 1..=10 {
        assert!(said.contains(&format!("skipped on the channel: line {number}: ")), "{said}");
    }
    assert!(said.contains("2 more lines on the channel were skipped"), "{said}");
    assert!(said.ends_with("cg-plot-capture: 1 figure: out/index.html\n"), "{said}");
    assert!(!said.contains('\u{1b}'), "{said:?}");
    let inside = |folder: PathBuf| {
        let entries = fs_err::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    let (home_holds, out_holds): (BTreeSet<String>, BTreeSet<String>) =
        (inside(home.path()), inside(home.path().join("out")));
    assert_eq!(home_holds, BTreeSet::from(["out".to_owned()]));
    assert_eq!(out_holds, BTreeSet::from(["index.html".to_owned(), "plot_1.svg".to_owned()]));
}

fn flood() {
    let home = Home::new();
    let output = run(&mut shell(&home, "yes | head -c 2000000 >&3", &[]));
    assert!(stderr(&output).lines().count() < 20, "{}", stderr(&output));
}

fn equal_names() {
    let home = Home::new();
    let lines = ["<svg>1</svg>", "<svg>2</svg>"].map(|svg| line("plot_1.svg", svg));
    let lines = lines.each_ref().map(String::as_str);
    let expect = |names: &[&str]| {
        let found = figures(&home.path().join("out"));
        assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), names);
        found
    };
    run(&mut shell(&home, r#"printf '%s\n' "$@" >&3"#, &lines));
    let found = expect(&["plot_1-2.svg", "plot_1.svg"]);
    assert_eq!(found[0].1, "<svg>2</svg>");
    // A second run in the same folder takes nothing from the first.
    run(&mut shell(&home, r#"printf '%s\n' "$@" >&3"#, &lines));
    let again = expect(&["plot_1-2.svg", "plot_1-3.svg", "plot_1-4.svg", "plot_1.svg"]);
    assert_eq!((&again[0], &again[3]), (&found[0], &found[1]));
    let page = fs_err::read_to_string(home.path().join("out/index.html")).unwrap();
    assert!(page.contains("plot_1-3.svg") && !page.contains("plot_1-2.svg"), "of the last run");
}

fn groups() {
    let home = Home::new();
    let lines = ["b-1-1.svg", "a-2-1.svg", "b-1-2.svg"].map(|name| line(name, "<svg/>"));
    let script = r#"echo "$CG_PLOT_FILENAME"; printf '%s\n' "$@" >&3"#;
    let output = run(&mut shell(&home, script, &lines.each_ref().map(String::as_str)));
    assert_eq!(stdout(&output), "{script}-{pid}-{i}.png\n");
    let page = fs_err::read_to_string(home.path().join("out/index.html")).unwrap();
    let page = &page[page.find("<main>").unwrap()..];
    let places = ["<h2>b</h2>", "b-1-1.svg", "b-1-2.svg", "<h2>a</h2>", "a-2-1.svg"]
        .map(|text| page.find(text).unwrap());
    assert!(places.is_sorted(), "{page}");
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

fn bad_mode() {
    let home = Home::new();
    let output = run(&mut home.cli(&["run", "--mode", "dispaly", "--", "touch", "ran"]));
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("not one of display, save, both"), "{}", stderr(&output));
    assert!(!home.path().join("ran").exists());
    assert_eq!(run(&mut home.cli(&["run"])).status.code(), Some(2));
}

fn dated() {
    let home = Home::new();
    let entries = || fs_err::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name());
    run(&mut home.cli(&["run", "true"]));
    assert_eq!(entries().count(), 0);
    let message = line("plot_1.svg", "<svg/>");
    let output =
        run(&mut home.cli(&["run", "sh", "-c", "printf '%s' \"$1\" >&3; exit 5", "sh", &message]));
    assert_eq!(output.status.code(), Some(5));
    let folder = entries().next().unwrap().into_string().unwrap();
    let shape: String = folder.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    assert_eq!(shape, "plots-0000-00-00-000000");
    assert_eq!(stderr(&output), format!("cg-plot-capture: 1 figure: {folder}/index.html\n"));
    let found = figures(&home.path().join(folder));
    assert_eq!(found, [("plot_1.svg".to_owned(), "<svg/>".to_owned())]);
}

fn foreign_page() {
    let home = Home::new();
    fs_err::write(home.path().join("index.html"), "<h1>My site</h1>").unwrap();
    let output = run(&mut home.cli(&["run", "-o", ".", "--", "touch", "ran"]));
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("index.html is not ours to overwrite"));
    assert!(!home.path().join("ran").exists());
}

fn lost() {
    let home = Home::new();
    let lines = ["plot_1.svg", "plot_2.svg"].map(|name| line(name, "<svg/>"));
    let script = r#"rmdir out; printf '%s\n' "$@" >&3; exit 6"#;
    let output = run(&mut shell(&home, script, &lines.each_ref().map(String::as_str)));
    assert_eq!(output.status.code(), Some(6));
    let said = stderr(&output);
    assert_eq!(said.matches("a figure is lost: ").count(), 1, "{said}");
    assert!(said.contains("2 figures are lost in all"), "{said}");
    assert!(!said.contains("index.html\n"), "{said}");
}

fn no_stderr() {
    let home = Home::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = shell(&home, "echo noise >&3; exit 3", &[]);
    assert_eq!(command.stderr(writer).status().unwrap().code(), Some(3));
}
