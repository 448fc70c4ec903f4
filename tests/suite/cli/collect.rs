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
        let lines =
            ["plot_1.svg", "plot_1.svg", "a-7-1.svg"].map(|name| line(name, "<svg/>") + "\n");
        let found = facts(&home, lines.concat().as_bytes());
        let figure = |name: &str, file: &str| json!({"name": name, "file": file, "bytes": 6});
        let expected = json!({
            "page": "out/index.html",
            "figures": [
                figure("plot_1.svg", "plot_1.svg"),
                figure("plot_1.svg", "plot_1-2.svg"),
                figure("a-7-1.svg", "a-7-1.svg"),
            ],
            "skipped": [],
            "skipped_count": 0,
            "lost": 0,
        });
        assert_eq!(found, expected);
        let page = fs_err::read_to_string(home.path().join("out/index.html")).unwrap();
        for file in ["plot_1.svg", "plot_1-2.svg", "a-7-1.svg"] {
            assert_eq!(fs_err::read(home.path().join("out").join(file)).unwrap(), b"<svg/>");
            assert!(page.contains(file), "{page}");
        }
    });
    suite.test("collect: a folder whose name is no UTF-8 has its facts as JSON too", || {
        let home = Home::new();
        let folder = OsStr::from_bytes(b"bad\xff");
        fs_err::write(home.path().join("stream"), line("plot_1.svg", "<svg/>") + "\n").unwrap();
        let text = succeed(home.cli(&["collect", "--json", "stream", "-o"]).arg(folder));
        let found: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(found["page"], "bad\u{fffd}/index.html");
        assert!(home.path().join(folder).join("plot_1.svg").exists());
    });
    suite.test("collect: a file, stdin and - are the same", || {
        let home = Home::new();
        fs_err::write(home.path().join("stream"), line("plot_1.svg", "<svg/>") + "\n").unwrap();
        for (way, arguments) in
            [("a", &["stream", "-o", "a"][..]), ("b", &["-o", "b"]), ("c", &["-", "-o", "c"])]
        {
            let mut command = home.cli(&["collect"]);
            command
                .args(arguments)
                .stdin(fs_err::File::open(home.path().join("stream")).unwrap().into_parts().0);
            assert_eq!(succeed(&mut command), format!("1 figure: {way}/index.html\n"));
            assert!(home.path().join(way).join("plot_1.svg").exists());
        }
    });
    suite.test("collect: what is no message is reported by its line number and skipped", || {
        let home = Home::new();
        let good = line("plot_1.svg", "<svg/>");
        let stream = [
            "Traceback \u{1b}[2J".to_owned(),
            line("../outside.svg", "x"),
            line("/tmp/outside.svg", "x"),
            line("new\nline.svg", "x"),
            good.replace(": 6", ": 5"),
            good.replace("PHN2Zy8+", "PHN2Zy8"),
            String::new(),
            good[..50].to_owned(),
            good.clone(),
            good[..50].to_owned(),
        ];
        let found = facts(&home, stream.join("\n").as_bytes());
        let skipped = found["skipped"].as_array().unwrap();
        let numbers: Vec<u64> = skipped.iter().map(|bad| bad["line"].as_u64().unwrap()).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 8, 10]);
        let reasons: Vec<&str> =
            skipped.iter().map(|bad| bad["reason"].as_str().unwrap()).collect();
        assert_eq!((reasons[0], reasons[1]), ("not JSON", "its filename is a path"));
        assert!(reasons[7].starts_with("torn"), "{reasons:?}");
        assert_eq!(found["skipped_count"], 8);
        assert_eq!(names(&home.path()), ["out", "stream"]);
        assert_eq!(names(&home.path().join("out")), ["index.html", "plot_1.svg"]);
    });
    suite.test("collect: the page shows a figure while the stream is open", || {
        let home = Home::new();
        let mut child = collect(&home, &["-o", "out"]).spawn().unwrap();
        // The second comes too soon after the first to be shown at once, and nothing follows it.
        for name in ["first.svg", "second.svg"] {
            feed(&mut child, (line(name, "<svg/>") + "\n").as_bytes());
            until(&format!("{name} is on the page"), || shows(&home, name));
        }
        drop(child.stdin.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "2 figures: out/index.html\n");
    });
    suite.test("collect: a live stream that is broken off has a page all the same", || {
        let home = Home::new();
        let mut child = collect(&home, &["-o", "out"]).spawn().unwrap();
        feed(&mut child, (line("first.svg", "<svg/>") + "\n{").as_bytes());
        until("the first is on the page", || shows(&home, "first.svg"));
        kill(Pid::from_raw(child.id().cast_signed()), Signal::SIGINT).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.signal(), Some(Signal::SIGINT as i32), "{output:?}");
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(said, "1 figure, 1 line skipped: out/index.html\n");
    });
    suite.test("collect: a FIFO is read as it is written", || {
        let home = Home::new();
        let script = r#"mkfifo pipe; "$1" collect pipe -o out & printf '%s\n' "$2" >pipe; wait $!"#;
        let mut command = home.command("sh");
        command.args(["-c", script, "sh"]).arg(cg_plot_capture());
        let said = succeed(command.arg(line("plot_1.svg", "<svg/>")));
        assert_eq!(said, "1 figure: out/index.html\n");
    });
    suite.test("collect: exit codes tell a stream, a folder and a usage that are wrong", || {
        let home = Home::new();
        fs_err::write(home.path().join("file"), "noise\n").unwrap();
        for (arguments, code, made) in [
            (&["collect", "file", "-o", "a"][..], 0, true),
            (&["collect", "missing", "-o", "a"], 1, false),
            (&["collect", ".", "-o", "a"], 1, true),
            (&["collect", "file", "-o", "file/a"], 1, false),
            (&["collect", "file"], 2, false),
        ] {
            let output = run(home.cli(arguments).stdin(Stdio::null()));
            assert_eq!(output.status.code(), Some(code), "{arguments:?}");
            assert_eq!(home.path().join("a").exists(), made, "{arguments:?}");
            let _ = fs_err::remove_dir_all(home.path().join("a"));
        }
    });
    suite.test("collect: a stdin that is closed is told from an empty one", || {
        let home = Home::new();
        let mut command = home.command("sh");
        command.args(["-c", "exec \"$@\" <&-", "sh"]).arg(cg_plot_capture());
        let output = run(command.args(["collect", "-", "-o", "out"]));
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "error: stdin is closed\n");
        assert!(!home.path().join("out").exists());
    });
    suite.test("collect: a folder's name does nothing to the terminal", || {
        let home = Home::new();
        fs_err::write(home.path().join("file"), "").unwrap();
        let output = run(&mut home.cli(&["collect", "file", "-o", "file/a\n\u{1b}[2J"]));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("file/a\\n\\u{1b}[2J"), "{said:?}");
        assert_eq!(said.lines().count(), 1, "{said:?}");
    });
    suite.test("collect: a page that there is no room for is called by its name", || {
        let home = Home::new();
        fs_err::write(home.path().join("stream"), line("plot_1.svg", "<svg/>") + "\n").unwrap();
        let mut command = home.command("sh");
        // Room for the figure and none for the page, in units of 512 or 1024 bytes.
        command.args(["-c", "ulimit -f 2; exec \"$@\"", "sh"]).arg(cg_plot_capture());
        // A page that stands there already does not stay, with what is no more true.
        let page = r#"<meta name="generator" content="cg-plot-capture">"#;
        fs_err::create_dir(home.path().join("out")).unwrap();
        fs_err::write(home.path().join("out/index.html"), page).unwrap();
        let output = run(command.args(["collect", "stream", "-o", "out"]));
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert_eq!(said, "error: cannot write out/index.html: File too large (os error 27)\n");
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

fn facts(home: &Home, stream: &[u8]) -> Value {
    fs_err::write(home.path().join("stream"), stream).unwrap();
    let text = succeed(&mut home.cli(&["collect", "--json", "-o", "out", "stream"]));
    serde_json::from_str(&text).unwrap()
}

/// What is in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs_err::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn shows(home: &Home, name: &str) -> bool {
    let page = fs_err::read_to_string(home.path().join("out/index.html"));
    page.is_ok_and(|page| page.contains(name))
}

/// The most memory that it ever had, in bytes.
fn peak(child: &Child) -> u64 {
    let status = fs_err::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}
