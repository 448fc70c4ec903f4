//! How cost grows: with the processes that share one channel, with the figures of one process,
//! and with the points of one figure.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use cg_plot_capture_tests::interpreter::Interpreter;

use crate::arrivals::Harness;
use crate::at_once;
use crate::plot::{Bench, WAYS, one};
use crate::process::{Cost, Program};
use crate::table;
use crate::turns::{middle, ratio, take_turns};

const PROCESSES: [u32; 4] = [1, 4, 16, 64];
const FIGURES: [u32; 3] = [1, 10, 100];
const POINTS: [u32; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// Prints the table.
pub(crate) fn compare(python: &Interpreter, rounds: u32) {
    let bench = Bench::new(python);
    table::head(&[
        "what grows",
        "Agg, s",
        "ours, s",
        "ours/Agg",
        "Agg, CPU s",
        "ours, CPU s",
        "ours/Agg, CPU",
        "figures arrived",
    ]);
    for count in PROCESSES {
        let rounds = (16 / count).clamp(1, rounds.min(3));
        let programs = programs(&bench, ["plot", "1", "100", "each"]);
        row(&format!("processes, two at a time: {count}"), rounds, |way| {
            together(&programs[way], count)
        });
    }
    for count in FIGURES {
        let programs = programs(&bench, ["plot", &count.to_string(), "100", "each"]);
        let rounds = (30 / count).clamp(1, rounds.min(3));
        row(&format!("figures in a process: {count}"), rounds, |way| {
            let (cost, arrived) = one(&programs[way]);
            (cost, arrived.messages)
        });
    }
    for count in POINTS {
        let programs = programs(&bench, ["scatter", "1", &count.to_string(), "each"]);
        row(&format!("points in a figure: {count}"), rounds.min(3), |way| {
            let (cost, arrived) = one(&programs[way]);
            (cost, arrived.messages)
        });
    }
}

/// Agg's and ours.
fn programs(bench: &Bench, arguments: [&str; 4]) -> [Program; 2] {
    [0, 1].map(|tool| bench.program(tool, arguments))
}

/// Prints one; `run` answers what it took and how many figures have arrived.
fn row(name: &str, rounds: u32, mut run: impl FnMut(usize) -> (Cost, usize)) {
    let mut arrived = vec![];
    let runs = take_turns(rounds, 2, |way| {
        let (cost, figures) = run(way);
        if WAYS[way] == "ours" {
            arrived.push(figures);
        }
        cost
    });
    // Of all rounds the worst.
    let arrived = arrived.into_iter().min().unwrap_or(0);
    let mut cells = vec![name.to_owned()];
    for of in [|cost: &Cost| cost.seconds, |cost: &Cost| cost.cpu] {
        cells.extend([&runs[0], &runs[1]].map(|runs| format!("{:.2}", middle(runs, of))));
        cells.push(format!("{:.3}", ratio(&runs[1], &runs[0], of)));
    }
    cells.push(arrived.to_string());
    table::row(&cells);
}

/// So many processes on one channel, from the first start to the last end.
fn together(program: &Program, count: u32) -> (Cost, usize) {
    let (harness, next) = (Harness::new(), AtomicU32::new(0));
    let whole = Mutex::new(Cost { success: true, ..Cost::default() });
    let start = Instant::now();
    at_once(|| {
        while next.fetch_add(1, Ordering::Relaxed) < count {
            let cost = program.succeed(harness.channel());
            whole.lock().unwrap().cpu += cost.cpu;
        }
    });
    let seconds = start.elapsed().as_secs_f64();
    let arrived = harness.arrived();
    assert_eq!(arrived.torn, 0, "torn lines");
    (Cost { seconds, ..whole.into_inner().unwrap() }, arrived.messages)
}
