//! Signal handlers that show, raise and fork while a figure waits for its reader.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Lines, Read as _, Write as _};
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::process::{Child, ChildStdout};
use std::time::{Duration, Instant};

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::libc;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use cg_plot_capture_tests::channel::{Kind, Pace, open, read, wait_until_full};
use cg_plot_capture_tests::harness::give;
use cg_plot_capture_tests::prelude::*;

use super::{command, figure};
use crate::sitecustomize::life::shows;

const ALARM: (Signal, &str) = (Signal::SIGALRM, "shown by the handler");
const INTERRUPT: (Signal, &str) = (Signal::SIGINT, "interrupted");

/// A program that is in the middle of a long line.
pub(super) struct Program {
    process: Child,
    said: Lines<BufReader<ChildStdout>>,
    reader: File,
    writer: OwnedFd,
}

impl Program {
    /// Starts it with that channel, and waits until no more fits in there.
    pub(super) fn start(command: Command, channel: (File, OwnedFd)) -> Self {
        let program = Self::begin(command, channel);
        wait_until_full(&program.writer);
        program
    }

    fn begin(mut command: Command, (reader, writer): (File, OwnedFd)) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        give(&mut command, writer.try_clone().unwrap());
        let mut process = command.spawn().unwrap();
        let said = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, said, reader, writer }
    }

    /// Sends a signal to the program, which says that it has come.
    pub(super) fn signal(&mut self, (signal, answer): (Signal, &str)) {
        kill(Pid::from_raw(self.process.id().try_into().unwrap()), signal).unwrap();
        assert_eq!(self.said.next().unwrap().unwrap(), answer);
    }

    /// Reads to the end of the line that is being written.
    fn line(&mut self) -> Vec<u8> {
        let mut line = Vec::new();
        while line.last() != Some(&b'\n') {
            let mut byte = [0];
            self.reader.read_exact(&mut byte).unwrap();
            line.extend(byte);
        }
        line
    }

    /// Reads until the program has ended.
    pub(super) fn rest(self) -> (Vec<u8>, Output) {
        drop(self.writer);
        let stream = read(self.reader, Pace::FAST);
        (stream, self.process.wait_with_output().unwrap())
    }

    /// The same: what was torn, and the messages behind that.
    #[track_caller]
    fn torn(self) -> (String, Delivery) {
        let (mut torn, output) = self.rest();
        let end = torn.iter().position(|byte| *byte == b'\n').unwrap();
        let stream = torn.split_off(end + 1);
        let torn = String::from_utf8(torn).unwrap();
        assert!(!torn.ends_with("}\n") && torn.len() > 1000, "{torn:.100}");
        (torn, Delivery { output, stream }.success())
    }
}

/// The messages are those of these figures, in order and without a gap.
#[track_caller]
fn arrived(delivery: &Delivery, first: usize, titles: &[&str]) {
    let messages = delivery.messages();
    let names: Vec<_> = (first..).take(titles.len()).map(|i| format!("plot_{i}.svg")).collect();
    assert_eq!(delivery.names(), names);
    for (message, title) in messages.iter().zip(titles) {
        assert!(shows(&message.svg, title), "{} does not show {title}", message.filename);
    }
    assert_eq!(delivery.stderr(), "");
}

/// What they show arrives behind the figure that they interrupt. Ctrl-C costs that one and no other.
pub(super) fn signals(installation: &Installation) {
    // By default the first three.
    for (signals, then, titles) in [
        ([ALARM].as_slice(), Some("another"), ["first", "by the handler", "another"].as_slice()),
        (&[INTERRUPT], Some("another"), &["another"]),
        (&[ALARM, INTERRUPT], Some("again"), &["by the handler", "first"]),
        (&[ALARM, INTERRUPT], None, &["by the handler"]),
        (&[ALARM, INTERRUPT], Some("another"), &["by the handler", "another"]),
    ]
    .into_iter()
    .take(if tests_all() { 5 } else { 3 })
    {
        let mut command = command(installation, "stream/signals");
        command.args(then);
        let mut program = Program::start(command, open(Kind::Pipe));
        for signal in signals {
            program.signal(*signal);
        }
        if signals == [ALARM] {
            let (stream, output) = program.rest();
            arrived(&Delivery { output, stream }.success(), 1, titles);
        } else {
            let (torn, delivery) = program.torn();
            assert!(torn.contains("\"plot_1.svg\""));
            arrived(&delivery, 1, titles);
        }
    }
}

/// Ctrl-C ends the delivery of the handler's, behind the first.
pub(super) fn left_interrupted(installation: &Installation) {
    let mut command = command(installation, "stream/signals");
    command.arg("again");
    let mut program = Program::start(command, open(Kind::Pipe));
    program.signal(ALARM);
    let first = program.line();
    assert!(String::from_utf8(first).unwrap().contains("\"plot_1.svg\""));
    wait_until_full(&program.writer);
    program.signal(INTERRUPT);
    let (torn, delivery) = program.torn();
    assert!(torn.contains("\"plot_2.svg\""));
    arrived(&delivery, 2, &["by the handler"]);
}

/// The child's delivery ends before its parent's has written a byte; the parent is killed later.
pub(super) fn forked(installation: &Installation) {
    let (reader, writer) = open(Kind::Pipe);
    let full = fill(&writer);
    let mut program = Program::begin(command(installation, "stream/forks"), (reader, writer));
    wait_until_marked(&program.writer);
    program.signal((Signal::SIGALRM, "forked"));
    program.reader.read_exact(&mut vec![0; full]).unwrap();
    // It is in the middle of a line that is longer than the pipe.
    wait_until_full(&program.writer);
    program.process.kill().unwrap();
    program.process.wait().unwrap();
    let second = figure(installation, &["100"], &program.writer);
    let Program { reader, writer, .. } = program;
    let (torn, delivery) = Program::begin(second, (reader, writer)).torn();
    assert!(torn.contains("\"plot_1.svg\""));
    arrived(&delivery, 1, &[""]);
}

/// A handler waits for a process that shows a figure meanwhile, `forked` or `started`: that one ends its
/// parent's line, which is sent anew.
pub(super) fn waits_for_child(installation: &Installation) {
    for way in ["forked", "started"].into_iter().take(if tests_all() { 2 } else { 1 }) {
        let mut command = command(installation, "stream/waits");
        command.arg(way);
        let mut program = Program::start(command, open(Kind::Pipe));
        program.signal((Signal::SIGALRM, "in the handler"));
        let (torn, delivery) = program.torn();
        assert!(torn.contains("\"plot_1.svg\""));
        assert_eq!(delivery.names(), ["plot_1.svg"; 2], "{way}: {}", delivery.stderr());
        for (message, title) in delivery.messages().iter().zip(["by the child", "first"]) {
            assert!(shows(&message.svg, title), "{way}: {title}");
        }
    }
}

/// Fills a pipe with whole lines; answers with how many bytes.
fn fill(writer: &OwnedFd) -> usize {
    let mut file = File::from(writer.try_clone().unwrap());
    let line = [[b'x'; 4095].as_slice(), b"\n"].concat();
    fcntl(&file, FcntlArg::F_SETFL(OFlag::O_NONBLOCK)).unwrap();
    let mut full = 0;
    while file.write_all(&line).is_ok() {
        full += line.len();
    }
    fcntl(&file, FcntlArg::F_SETFL(OFlag::empty())).unwrap();
    full
}

/// Waits until somebody is about to write a line: `SIGURG` stands in the open file description.
fn wait_until_marked(writer: &OwnedFd) {
    const F_GETSIG: libc::c_int = 11;
    let end = Instant::now() + Duration::from_secs(60);
    // SAFETY: F_GETSIG takes no argument and answers a number.
    while unsafe { libc::fcntl(writer.as_raw_fd(), F_GETSIG) } != libc::SIGURG {
        assert!(Instant::now() < end, "nobody begins a line");
        std::thread::sleep(Duration::from_millis(5));
    }
}
