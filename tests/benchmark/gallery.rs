//! Matplotlib's whole gallery as programs that somebody runs: under plain Agg, which draws nothing
//! of what is shown; with each shown figure written as SVG; and under our capture.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::source;

use crate::arrivals::{Arrivals, Harness};
use crate::at_once;
use crate::process::{Cost, Program};
use crate::table;

const WAYS: [&str; 3] = ["plain Agg", "Agg, each show as `savefig`", "ours"];

/// Past so many seconds a script is ended: one asks for clicks until it has them.
const LIMIT: &str = "60";

/// What all scripts together took in one way.
#[derive(Clone, Copy, Default)]
struct Sum {
    cost: Cost,
    arrivals: Arrivals,
    failed: usize,
}

/// Prints the table, of so many scripts spread evenly over all. Each script is run in
/// all ways before the next one, so that whatever else the machine does meets all alike.
pub(crate) fn compare(python: &Interpreter, wanted: usize) {
    let venv = venv_with(python, &["matplotlib", "colorspacious"]);
    let on = Installation::enable(python, &[]);
    let all = source::files(&source::matplotlib(&venv).join("galleries"), "py");
    let count = wanted.min(all.len());
    let scripts: Vec<&PathBuf> = (0..count).map(|i| &all[i * all.len() / count]).collect();
    let (next, sums) = (AtomicUsize::new(0), Mutex::new([Sum::default(); WAYS.len()]));
    at_once(|| {
        while let Some(path) = scripts.get(next.fetch_add(1, Ordering::Relaxed)) {
            for way in 0..WAYS.len() {
                let run = one(&on, &venv, path, way);
                sums.lock().unwrap()[way].add(run);
            }
        }
    });
    let of = format!("gallery, {count} scripts");
    table::head(&[
        &of,
        "s",
        "CPU s",
        "CPU beside the first",
        "figures",
        "SVG MB",
        "peak MB",
        "ended badly",
    ]);
    let sums = sums.into_inner().unwrap();
    for (way, sum) in WAYS.iter().zip(&sums) {
        table::row(&[
            (*way).to_owned(),
            format!("{:.0}", sum.cost.seconds),
            format!("{:.0}", sum.cost.cpu),
            format!("{:.2}", sum.cost.cpu / sums[0].cost.cpu),
            sum.arrivals.messages.to_string(),
            format!("{:.1}", sum.arrivals.svg as f64 / 1e6),
            format!("{:.0}", sum.cost.megabytes),
            sum.failed.to_string(),
        ]);
    }
}

impl Sum {
    fn add(&mut self, (cost, arrivals): (Cost, Arrivals)) {
        self.cost.seconds += cost.seconds;
        self.cost.cpu += cost.cpu;
        self.cost.megabytes = self.cost.megabytes.max(cost.megabytes);
        self.failed += usize::from(!cost.success);
        self.arrivals += arrivals;
    }
}

/// One script in a folder of its own.
fn one(on: &Installation, venv: &Path, path: &Path, way: usize) -> (Cost, Arrivals) {
    let folder = tempfile::tempdir().unwrap();
    // Beside a `collections.py` of the gallery no other script imports Matplotlib.
    let program = folder.path().join("program.py");
    fs_err::copy(path, &program).unwrap();
    let mut command = on.home.command("/usr/bin/env");
    command.arg("--chdir").arg(folder.path()).args(["timeout", "--signal=KILL", LIMIT]);
    command.arg(venv);
    match way {
        0 => command.env("MPLBACKEND", "agg"),
        1 => command.env("MPLBACKEND", "agg").arg(script("benchmark/files")),
        _ => command.env("LD_PRELOAD", on.preload()),
    };
    let harness = Harness::new();
    let cost = Program::of(command.arg(program)).run(harness.channel());
    // The command holds nothing of it, and a script's own children have ended or were left behind.
    (cost, harness.arrived())
}
