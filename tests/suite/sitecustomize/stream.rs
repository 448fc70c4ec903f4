//! One stream, whoever writes: no torn line, and a writer that dies costs its own message only.

use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use cg_plot_capture_tests::channel::{Kind, Pace, deliver_by, open, read, wait_until_full};
use cg_plot_capture_tests::harness::give;
use cg_plot_capture_tests::prelude::*;

use handlers::Program;

mod handlers;

/// Points of a figure whose line is longer than what a pipe, and a socket, holds.
const LARGE: &str = "20000";

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let shared = Shared::new(installed);
    let slow = Pace { bytes: 4096, pause: Duration::from_millis(2) };
    for (number, (name, kind, pace, flags)) in [
        ("a pipe", Kind::Pipe, Pace::FAST, OFlag::empty()),
        ("a FIFO", Kind::Fifo, Pace::FAST, OFlag::empty()),
        ("a socketpair", Kind::Socket, Pace::FAST, OFlag::empty()),
        ("a terminal", Kind::Terminal, Pace::FAST, OFlag::empty()),
        ("a file", Kind::File, Pace::FAST, OFlag::empty()),
        ("a pipe that is read slowly", Kind::Pipe, slow, OFlag::empty()),
        ("a pipe that does not block", Kind::Pipe, Pace::FAST, OFlag::O_NONBLOCK),
        ("a socketpair that does not block", Kind::Socket, slow, OFlag::O_NONBLOCK),
    ]
    .into_iter()
    .enumerate()
    {
        // A lock that holds for many writers on one of them holds on each.
        let workers = if tests_all() || number == 0 { 64 } else { 8 };
        let name = format!("{workers} processes deliver {} figures over {name}", workers * 3);
        let deliver = move |installation: &Installation| {
            // Always longer than one atomic write; the slow reader need not read as much.
            let points = if pace.pause.is_zero() { "1500" } else { "500" };
            let (reader, writer) = open(kind);
            let had = OFlag::from_bits_retain(fcntl(&writer, FcntlArg::F_GETFL).unwrap());
            fcntl(&writer, FcntlArg::F_SETFL(had | flags)).unwrap();
            let mut command = writers(installation, ["fork", &workers.to_string(), "3", points]);
            complete(deliver_by(&mut command, kind, pace, (reader, writer)), workers, 3);
        };
        let is_of_a_kind = matches!(kind, Kind::Fifo | Kind::Terminal) || number == 7;
        shared.test(suite.seldom_if(is_of_a_kind), &name, deliver);
    }
    let spawned = |installation: &Installation| {
        complete(deliver(&mut writers(installation, ["spawn", "4", "3", "1500"])), 4, 3);
    };
    shared.test(suite, "spawned processes share one pipe", spawned);
    for (name, kind) in
        [("pipe", Kind::Pipe), ("socketpair", Kind::Socket), ("terminal", Kind::Terminal)]
    {
        let name = format!("a writer killed behind a full {name} costs its own message only");
        shared.test(suite.seldom_if(kind == Kind::Terminal), &name, move |installation| {
            let (reader, writer) = open(kind);
            let mut first = figure(installation, &[LARGE], &writer).spawn().unwrap();
            // Full of a line that is longer than it holds: whatever the writer does now, it is within it.
            wait_until_full(&writer);
            first.kill().unwrap();
            first.wait().unwrap();
            let second = figure(installation, &["100"], &writer).spawn().unwrap();
            drop(writer);
            let reading = std::thread::spawn(move || read(reader, Pace::FAST));
            let output = second.wait_with_output().unwrap();
            let stream = reading.join().unwrap();
            // By the line, because a terminal ends each in its own way.
            let lines: Vec<&str> = std::str::from_utf8(&stream).unwrap().lines().collect();
            let heads: Vec<&str> = lines.iter().map(|line| &line[..line.len().min(60)]).collect();
            assert_eq!(lines.len(), 2, "{heads:?}");
            assert!(!lines[0].ends_with('}') && lines[0].len() > 1000, "{heads:?}");
            let stream = format!("{}\n", lines[1]).into_bytes();
            let delivery = Delivery { output, stream }.success();
            assert_eq!(delivery.names(), ["plot_1.svg"]);
            assert_eq!((delivery.stdout().as_str(), delivery.stderr().as_str()), ("done\n", ""));
        });
    }
    shared.test(suite, "a torn last line of a file is closed first", |installation| {
        // As a shell opens it, by `3>>` or by `3>`: for writing only.
        for append in [true, false] {
            let (mut reader, writer) = open(Kind::File);
            let mut file = File::from(writer);
            file.write_all(b"{\"messageType\": \"fi").unwrap();
            if append {
                file.rewind().unwrap();
                fcntl(&file, FcntlArg::F_SETFL(OFlag::O_APPEND)).unwrap();
            }
            let output = figure(installation, &["100"], &file.into()).output().unwrap();
            reader.rewind().unwrap();
            let stream = read(reader, Pace::FAST);
            let text = String::from_utf8(stream).unwrap();
            let rest = text.strip_prefix("{\"messageType\": \"fi\n");
            let rest = rest.unwrap_or_else(|| panic!("append: {append}, {text:.100}"));
            let delivery = Delivery { output, stream: rest.into() }.success();
            assert_eq!(delivery.names(), ["plot_1.svg"], "append: {append}");
        }
    });
    let name = "what the program puts at 3 behind a figure's back is not written to";
    shared.test(suite, name, |installation| {
        let folder = tempfile::tempdir().unwrap();
        for kind in [Kind::Pipe, Kind::Socket] {
            for way in ["handler", "thread"] {
                for flags in [OFlag::empty(), OFlag::O_NONBLOCK] {
                    let is_of_a_kind = (kind == Kind::Pipe) != (way == "handler");
                    if !tests_all() && is_of_a_kind != flags.is_empty() {
                        continue;
                    }
                    let (reader, writer) = open(kind);
                    let had = OFlag::from_bits_retain(fcntl(&writer, FcntlArg::F_GETFL).unwrap());
                    fcntl(&writer, FcntlArg::F_SETFL(had | flags)).unwrap();
                    let mut command = command(installation, "stream/swap");
                    command.arg(way).current_dir(&folder);
                    let mut program = Program::start(command, (reader, writer));
                    program.signal((Signal::SIGALRM, "swapped"));
                    let (stream, output) = program.rest();
                    assert!(output.status.success(), "{kind:?} {way} {flags:?}: {output:?}");
                    assert_ne!(stream.last(), Some(&b'\n'), "{kind:?} {way} {flags:?}");
                    let own = fs_err::read_to_string(folder.path().join("own.txt")).unwrap();
                    assert_eq!(own, "mine\n", "{kind:?} {way} {flags:?}");
                }
            }
        }
    });
    shared.test(suite, "signal handlers run while the reader takes its time", handlers::signals);
    shared.test(
        suite,
        "signal handlers' figures whose delivery Ctrl-C ends arrive, and no other one twice",
        handlers::left_interrupted,
    );
    shared.test(
        suite,
        "signal handlers that fork before the first byte leave the line to their parent",
        handlers::forked,
    );
    shared.test(
        suite,
        "a signal handler that waits for a child's figure costs none",
        handlers::waits_for_child,
    );
    let name =
        "a fork callback of the program's shows a figure and waits for no thread of its parent";
    shared.test(suite, name, |installation| {
        // Enabled, and as a backend that the program has chosen: that arms after the callback is registered.
        let enabled = installation.home.path().join("venv/bin/python");
        let chosen = venv_with(&installation.original, &["matplotlib"]);
        let preload = installation.preload();
        for (python, packages) in [(enabled, None), (chosen, preload.parent())] {
            let mut command = installation.home.command("timeout");
            command.arg("60").arg(python).arg(script("stream/callback"));
            if let Some(packages) = packages {
                command.env("PYTHONPATH", packages).env("MPLBACKEND", "module://cg_plot_capture");
            }
            let delivery = deliver(&mut command).success();
            assert_eq!(delivery.names(), ["plot_1.svg", "plot_1.svg", "plot_2.svg"]);
            assert_eq!((delivery.stdout().as_str(), delivery.stderr().as_str()), ("0\n", ""));
        }
    });
    let name = "a stopped process that holds the lock delays a figure and loses none";
    shared.test(suite, name, |installation| {
        let (reader, writer) = open(Kind::Pipe);
        let mut holder = installation.home.command(&installation.original.program);
        holder.arg("-S").arg(script("stream/holder"));
        give(&mut holder, writer.try_clone().unwrap());
        let mut holding = holder.spawn().unwrap();
        drop(holder);
        let pid = Pid::from_raw(holding.id().try_into().unwrap());
        let stopped = waitpid(pid, Some(WaitPidFlag::WUNTRACED)).unwrap();
        assert!(matches!(stopped, WaitStatus::Stopped(..)), "{stopped:?}");
        let start = Instant::now();
        // It fits into the pipe, so that nobody has to read.
        let output = figure(installation, &["100", "alarm"], &writer).output().unwrap();
        let took = start.elapsed();
        holding.kill().unwrap();
        holding.wait().unwrap();
        drop(writer);
        let delivery = Delivery { output, stream: read(reader, Pace::FAST) }.success();
        assert_eq!(delivery.names(), ["plot_1.svg"]);
        assert_eq!(delivery.stderr(), "");
        // The program's own signal handlers run meanwhile.
        assert_eq!(delivery.stdout(), "alarm True\ndone\n");
        assert!(took < Duration::from_secs(60), "{took:?}");
    });
}

fn installed(python: &Interpreter) -> Installation {
    let installation = Installation::shared(python, &[]);
    installation.venv("venv");
    installation
}

/// A script, reached by the hook.
fn command(installation: &Installation, name: &str) -> Command {
    let python = installation.home.path().join("venv/bin/python");
    let mut command = installation.home.command(python);
    command.arg(script(name));
    command
}

/// Shows figures in many processes.
fn writers(installation: &Installation, arguments: [&str; 4]) -> Command {
    let mut command = command(installation, "stream/writers");
    command.args(arguments);
    command
}

/// Each figure of each process has arrived, once and whole.
#[track_caller]
fn complete(delivery: Delivery, workers: usize, figures: usize) {
    let delivery = delivery.success();
    assert_eq!(delivery.stderr(), "");
    let messages = delivery.messages();
    let arrived: BTreeSet<String> = messages
        .iter()
        .map(|message| {
            let text = String::from_utf8_lossy(&message.svg);
            let title = text.rsplit("<!-- ").next().unwrap().split(" -->").next().unwrap();
            format!("{title} {}", message.filename)
        })
        .collect();
    let expected: BTreeSet<String> = (0..workers)
        .flat_map(|worker| (0..figures).map(move |number| (worker, number)))
        .map(|(worker, number)| format!("{worker} {number} plot_{}.svg", number + 1))
        .collect();
    assert_eq!(arrived, expected);
    assert_eq!(messages.len(), workers * figures);
}

/// Starts a program that shows one figure, `writer` at its descriptor 3.
fn figure(installation: &Installation, arguments: &[&str], writer: &OwnedFd) -> Command {
    let mut command = command(installation, "stream/figure");
    command.args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    give(&mut command, writer.try_clone().unwrap());
    command
}
