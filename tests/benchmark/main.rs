//! What the sink costs, beside a plain write of the same bytes, and what heavy figures cost, beside
//! Agg, both also beside the original package; and what `run` costs, beside cat(1).
//!
//! Machines differ and are busy with other things: the ways take turns, what counts is how they
//! compare within one round, and of all rounds the median.

#![allow(clippy::unwrap_used, reason = "a benchmark's panic is its report")]

mod channel;
mod heavy;
mod run;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use cg_plot_capture_tests::command::succeed;
use cg_plot_capture_tests::harness::give;
use cg_plot_capture_tests::installation::Installation;
use cg_plot_capture_tests::interpreter::Interpreter;
use cg_plot_capture_tests::matplotlib::venv_with;
use cg_plot_capture_tests::scripts::script;

use channel::{Channel, Kind};

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

fn main() -> ExitCode {
    // Cargo adds a flag of its own.
    let mut given = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let rounds = given.next().map_or(Some(7), |text| text.parse().ok());
    let part = given.next();
    let (Some(rounds @ 1..), None | Some("sink" | "heavy" | "run")) = (rounds, part.as_deref())
    else {
        eprintln!(
            "usage: cargo bench --package cg-plot-capture-tests -- [rounds] [sink|heavy|run]"
        );
        return ExitCode::from(2);
    };
    let python = match Interpreter::newest() {
        Ok(python) => python,
        Err(missing) => {
            eprintln!("{missing}");
            return ExitCode::FAILURE;
        }
    };
    let mut whole = true;
    let wanted = |name| part.as_deref().is_none_or(|part| part == name);
    if wanted("sink") {
        let senders = Senders::new(&python);
        whole = throughput(&senders, rounds);
        memory(&senders, rounds);
    }
    if wanted("heavy") {
        heavy::compare(&python, rounds);
    }
    if wanted("run") {
        run::compare(&python, rounds);
    }
    if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Prints the table of throughputs; answers whether every line of ours was whole.
fn throughput(senders: &Senders, rounds: u32) -> bool {
    println!(
        "{:<34}{:>10}{:>10}{:>10}{:>12}{:>12}",
        "MB of SVG a second, medians", WAYS[0], WAYS[1], WAYS[2], "ours/write", "ours/orig."
    );
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
        println!(
            "{load:<34}{ours:>10.0}{write:>10.0}{original:>10.0}{than_write:>12.2}{than_original:>12.1}"
        );
    }
    println!("goals: {:>69.1}{:>12.1}", 0.6, 10.0);
    println!(
        "torn lines: {} {}, {} {}, {} {}",
        WAYS[0], torn[0], WAYS[1], torn[1], WAYS[2], torn[2]
    );
    torn[0] == 0
}

/// Prints what sending one large SVG takes above the SVG itself.
fn memory(senders: &Senders, rounds: u32) {
    println!("\n{:<34}{:>10}{:>10}", "MB of memory above the SVG's own", WAYS[0], WAYS[2]);
    for size in SIZES {
        let above = |way| {
            let run = |_| senders.send(way, 0, 1, size, Channel::new(Kind::Pipe)).answer;
            median((0..rounds.min(3)).map(run).collect())
        };
        let svg = format!("{} MB", size / 1_000_000);
        println!("{svg:<34}{:>10.1}{:>10.1}", above("ours"), above("original"));
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
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
