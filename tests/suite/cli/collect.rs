//! `collect`: a stream of somebody else's becomes files in one folder and a page, while it is written.

use std::ffi::OsStr;
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Child;

use cg_plot_capture_tests::harness::line;
use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::wait::until;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::{Value, json};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.test("collect: a recorded stream becomes files, a page and facts", || {
        let home = Home::new();
        let mut lines =
            ["plot_1.svg", "plot_1.svg", "a-7-1.svg"].map(|name| line(name, "<svg/>")).to_vec();
        // What is no message is reported by its line number and skipped.
        lines.insert(1, line("../outside.svg", "x"));
        lines.push(lines[0][..50].to_owned());
        fs_err::write(home.path().join("stream"), lines.join("\n")).unwrap();
        // A name that is no UTF-8.
        let folder = home.path().join(OsStr::from_bytes(b"bad\xff"));
        let mut command = home.cli(&["collect", "--json", "stream", "-o"]);
        let found: Value =
            serde_json::from_str(&succeed(command.arg(folder.file_name().unwrap()))).unwrap();
        let figure = |name: &str, file: &str| json!({"name": name, "file": file, "bytes": 6});
        let torn = "torn: it ends in the middle of a message";
        let expected = json!({
            "page": "bad\u{fffd}/index.html",
            "figures": [
                figure("plot_1.svg", "plot_1.svg"),
                figure("plot_1.svg", "plot_1-2.svg"),
                figure("a-7-1.svg", "a-7-1.svg"),
            ],
            "skipped": [{"line": 2, "reason": "its filename is a path"}, {"line": 5, "reason": torn}],
            "skipped_count": 2,
            "lost": 0,
        });
        assert_eq!(found, expected);
        let page = fs_err::read_to_string(folder.join("index.html")).unwrap();
        for file in ["plot_1.svg", "plot_1-2.svg", "a-7-1.svg"] {
            assert_eq!(fs_err::read(folder.join(file)).unwrap(), b"<svg/>");
            assert!(page.contains(file), "{page}");
        }
        assert!(!home.path().join("outside.svg").exists());
    });
    suite.test("collect: a file, a FIFO, stdin and - are the same", || {
        let home = Home::new();
        fs_err::write(home.path().join("stream"), line("plot_1.svg", "<svg/>") + "\n").unwrap();
        for (out, script) in [
            ("a", "\"$0\" collect stream -o a"),
            ("b", "\"$0\" collect -o b <stream"),
            ("c", "\"$0\" collect - -o c <stream"),
            ("d", "mkfifo pipe; \"$0\" collect pipe -o d & cat stream >pipe; wait $!"),
        ] {
            let mut shell = home.command("sh");
            let said = succeed(shell.args(["-c", script]).arg(cg_plot_capture()));
            assert_eq!(said, format!("1 figure: {out}/index.html\n"));
            assert!(home.path().join(out).join("plot_1.svg").exists());
        }
    });
    let name =
        "collect: the page shows a figure while the stream is open, also if it is broken off";
    suite.test(name, || {
        let home = Home::new();
        let mut child = collect(&home, &["-o", "out"]).spawn().unwrap();
        // The second comes too soon after the first to be shown at once, and nothing follows it.
        for name in ["first.svg", "second.svg"] {
            feed(&mut child, (line(name, "<svg/>") + "\n").as_bytes());
            until(&format!("{name} is on the page"), || {
                let page = fs_err::read_to_string(home.path().join("out/index.html"));
                page.is_ok_and(|page| page.contains(name))
            });
        }
        feed(&mut child, b"{");
        kill(Pid::from_raw(child.id().cast_signed()), Signal::SIGINT).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.signal(), Some(Signal::SIGINT as i32), "{output:?}");
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.starts_with("2 figures") && said.ends_with(": out/index.html\n"), "{said}");
    });
    suite.test("collect: exit codes tell a stream, a folder and a usage that are wrong", || {
        let home = Home::new();
        fs_err::write(home.path().join("file"), "noise\n").unwrap();
        for (arguments, code, made, said) in [
            (&["collect", "file", "-o", "a"][..], 0, true, "skipped line 1: not JSON\n"),
            (&["collect", "missing", "-o", "a"], 1, false, "missing"),
            (&["collect", ".", "-o", "a"], 1, true, ""),
            (&["collect", "file"], 2, false, ""),
            // A folder's name does nothing to the terminal.
            (&["collect", "file", "-o", "file/a\n\u{1b}[2J"], 1, false, "file/a\\n\\u{1b}[2J"),
        ] {
            let output = run(home.cli(arguments).stdin(Stdio::null()));
            let (ended, _, err) = told(&output);
            assert!(ended == Some(code) && err.contains(said), "{arguments:?}: {err}");
            assert_eq!(home.path().join("a").exists(), made, "{arguments:?}");
            let _ = fs_err::remove_dir_all(home.path().join("a"));
        }
        let closed =
            within(&["sh", "-c", "exec \"$@\" <&-", "sh"], &home.cli(&["collect", "-o", "a"]));
        let (code, _, err) = told(&run(&mut { closed }));
        assert_eq!((code, &*err), (Some(1), "error: stdin is closed\n"));
        assert!(!home.path().join("a").exists());
    });
    suite.test("collect: a page that there is no room for is called by its name", || {
        let home = Home::new();
        fs_err::write(home.path().join("stream"), line("plot_1.svg", "<svg/>") + "\n").unwrap();
        // A page that stands there already does not stay, with what is no more true.
        let page = r#"<meta name="generator" content="cg-plot-capture">"#;
        fs_err::create_dir(home.path().join("out")).unwrap();
        fs_err::write(home.path().join("out/index.html"), page).unwrap();
        // Room for the figure and none for the page, in units of 512 or 1024 bytes.
        let limited = ["sh", "-c", "ulimit -f 2; exec \"$@\"", "sh"];
        let collect = home.cli(&["collect", "stream", "-o", "out"]);
        let (code, _, said) = told(&run(&mut within(&limited, &collect)));
        let expected = "error: cannot write out/index.html: File too large (os error 27)\n";
        assert_eq!((code, &*said), (Some(1), expected));
        assert_eq!(names(&home.path().join("out")), ["plot_1.svg"]);
    });
    suite.test("collect: many messages and a line of 100 MB take the memory of one", || {
        let home = Home::new();
        let mut child = collect(&home, &["-o", "out"]).stderr(Stdio::piped()).spawn().unwrap();
        let message = line("plot_1.svg", &"x".repeat(1_000_000)) + "\n";
        for _ in 0..40 {
            feed(&mut child, message.as_bytes());
        }
        let page = || fs_err::read_dir(home.path().join("out")).map_or(0, Iterator::count);
        until("all are written", || page() > 40);
        let peak = peak(&child);
        assert!(peak < 25_000_000, "{peak} bytes");
        let noise = vec![b'x'; 1_000_000];
        for _ in 0..100 {
            feed(&mut child, &noise);
        }
        feed(&mut child, b"\n");
        feed(&mut child, message.as_bytes());
        until("the last is written", || page() > 41);
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said, "cg-plot-capture: skipped line 41: longer than 64 MiB\n");
    });
}

/// `collect` of stdin in `home`.
fn collect(home: &Home, arguments: &[&str]) -> Command {
    let mut command = home.cli(&["collect"]);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

fn feed(child: &mut Child, bytes: &[u8]) {
    child.stdin.as_mut().unwrap().write_all(bytes).unwrap();
}

/// The most memory that it ever had, in bytes.
fn peak(child: &Child) -> u64 {
    let status = fs_err::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}
