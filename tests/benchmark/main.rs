//! What the capture costs: a part for each thing that somebody pays for, each beside the floor
//! and, where it can do it, beside the original package.
//!
//! Machines differ and are busy with other things: the ways take turns, what counts is how they
//! compare within one round, and of all rounds the median.

#![allow(clippy::unwrap_used, reason = "a benchmark's panic is its report")]

mod arrivals;
mod channel;
mod gallery;
mod growth;
mod heavy;
mod machine;
mod plot;
mod process;
mod run;
mod sink;
mod start;
mod table;
mod turns;

use std::process::ExitCode;

use cg_plot_capture_tests::inherited;
use cg_plot_capture_tests::interpreter::Interpreter;

/// A part that runs in so many rounds.
type Part = fn(&Interpreter, u32);

/// All that run if none is named.
const PARTS: [(&str, Part); 6] = [
    ("start", start::compare),
    ("plot", plot::compare),
    ("growth", growth::compare),
    ("sink", sink::compare),
    ("heavy", heavy::compare),
    ("run", run::compare),
];

fn main() -> ExitCode {
    inherited::reset();
    // Cargo adds a flag of its own.
    let given: Vec<String> = std::env::args().skip(1).filter(|flag| flag != "--bench").collect();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    let (number, part) = (given.first().copied().unwrap_or("7").parse().ok(), given.get(1));
    let known = |name: &&str| *name == "gallery" || PARTS.iter().any(|(part, _)| part == name);
    let (Some(number @ 1..), true) = (number, given.len() < 3 && part.is_none_or(known)) else {
        let parts = PARTS.map(|(name, _)| name).join("|");
        eprintln!("usage: cargo bench --package cg-plot-capture-tests -- [rounds] [{parts}]");
        eprintln!("       cargo bench --package cg-plot-capture-tests -- [scripts] gallery");
        return ExitCode::from(2);
    };
    let python = match Interpreter::newest() {
        Ok(python) => python,
        Err(missing) => {
            eprintln!("{missing}");
            return ExitCode::FAILURE;
        }
    };
    machine::describe(&python);
    if part == Some(&"gallery") {
        gallery::compare(&python, number as usize);
    }
    for (_, compare) in PARTS.iter().filter(|(name, _)| part.is_none_or(|part| part == name)) {
        compare(&python, number);
    }
    ExitCode::SUCCESS
}

/// Lets two do the same work beside each other: so many processors have most machines that grade,
/// and a table says the same on one that has more.
fn at_once(work: impl Fn() + Sync) {
    std::thread::scope(|scope| {
        scope.spawn(&work);
        scope.spawn(&work);
    });
}
