//! What the sink costs, beside a plain write of the same bytes and beside the original package.

use cg_plot_capture_tests::harness::give;
use cg_plot_capture_tests::prelude::*;

use crate::channel::{Channel, Kind};
use crate::table;
use crate::turns::median;

/// Who sends; `senders.py` says how.
const WAYS: [&str; 3] = ["ours", "write", "original"];

/// What is sent: to what, by how many writers, messages of each, bytes of an SVG.
const LOADS: [(Kind, u32, u32, usize); 6] = [
    (Kind::Pipe, 1, 192, 1_000_000),
    (Kind::Pipe, 16, 12, 1_000_000),
    (Kind::Memory, 1, 192, 1_000_000),
    (Kind::Memory, 16, 12, 1_000_000),
    (Kind::Pipe, 1, 4000, 20_000),
    (Kind::Pipe, 16, 250, 20_000),
];

/// Sizes of a single SVG whose cost in memory is measured.
const SIZES: [usize; 3] = [2_000_000, 20_000_000, 200_000_000];

/// Prints both tables.
pub(crate) fn compare(python: &Interpreter, rounds: u32) {
    let senders = Senders::new(python);
    throughput(&senders, rounds);
    memory(&senders, rounds);
}

/// Prints the table of throughputs; a torn line of ours is the end of the benchmark.
fn throughput(senders: &Senders, rounds: u32) {
    table::head(&[
        "MB of SVG a second, to a",
        WAYS[0],
        WAYS[1],
        WAYS[2],
        "ours/write",
        "ours/original",
    ]);
    let mut torn = [0; WAYS.len()];
    for (kind, writers, messages, size) in LOADS {
        let mut seconds = [const { Vec::new() }; WAYS.len()];
        for _ in 0..rounds {
            for (index, way) in WAYS.iter().enumerate() {
                let channel = Channel::new(kind);
                let run = senders.send(way, writers, messages, size, channel);
                seconds[index].push(run.answer);
                torn[index] += run.torn;
            }
        }
        let all = f64::from(writers * messages) * size as f64 / 1e6;
        let than = |other: usize| {
            let rounds = seconds[0].iter().zip(&seconds[other]);
            median(rounds.map(|(ours, theirs)| theirs / ours).collect())
        };
        let [than_write, than_original] = [than(1), than(2)];
        let [ours, write, original] = seconds.map(|seconds| all / median(seconds));
        let load = format!("{kind}, {writers} × {messages} of {} kB", size / 1000);
        let speeds = [ours, write, original].map(|speed| format!("{speed:.0}"));
        let ratios = [format!("{than_write:.2}"), format!("{than_original:.1}")];
        table::row(&[&[load], &speeds[..], &ratios].concat());
    }
    table::row(&["goal", "", "", "", "≥ 0.6", "≥ 10"]);
    let lines = torn.map(|lines| lines.to_string());
    table::row(&["torn lines", &lines[0], &lines[1], &lines[2], "", ""]);
    assert_eq!(torn[0], 0, "torn lines of ours");
}

/// Prints what sending one large SVG takes above the SVG itself.
fn memory(senders: &Senders, rounds: u32) {
    table::head(&["MB of memory above the SVG's own", WAYS[0], WAYS[2]]);
    for size in SIZES {
        let above = |way| {
            let run = |_| senders.send(way, 0, 1, size, Channel::new(Kind::Pipe)).answer;
            median((0..rounds.min(3)).map(run).collect())
        };
        let svg = format!("{} MB", size / 1_000_000);
        table::row(&[svg, format!("{:.1}", above("ours")), format!("{:.1}", above("original"))]);
    }
}

/// The three in one interpreter.
struct Senders {
    installation: Installation,
    /// The interpreter that has the original package.
    python: PathBuf,
}

/// What came of one run.
struct Run {
    /// What the script printed: seconds, or MB.
    answer: f64,
    torn: usize,
}

impl Senders {
    fn new(python: &Interpreter) -> Self {
        let original = venv_with(python, &["cg-plot-capture==1.0.2"]);
        Self { installation: Installation::enable(python, &[]), python: original }
    }

    /// Sends `messages` of each of the writers; none: one message, whose memory is measured.
    fn send(
        &self,
        way: &str,
        writers: u32,
        messages: u32,
        size: usize,
        mut channel: Channel,
    ) -> Run {
        let extension =
            self.installation.preload().with_file_name("cg_plot_capture").join("_capture.abi3.so");
        let mut command: Command = self.installation.home.command(&self.python);
        command.arg(script("benchmark/senders")).arg(way);
        command.args([writers, messages].map(|number| number.to_string()));
        command.arg(size.to_string()).arg(extension);
        give(&mut command, channel.writer());
        let answer = succeed(&mut command);
        // It holds a writing end of the pipe.
        drop(command);
        let count = (writers.max(1) * messages) as usize;
        Run { answer: answer.trim().parse().unwrap(), torn: channel.torn(count) }
    }
}
