//! A plot from the start of Python to the line of its figure, and many in one process: drawn to
//! files by Agg alone, delivered by us, and delivered by the original package.

use cg_plot_capture_tests::prelude::*;

use crate::arrivals::{Arrivals, Harness};
use crate::process::{Cost, Program};
use crate::table;
use crate::turns::{cells, take_turns};

/// What is drawn, how many figures, and how they are shown; `plots.py` says more.
const PLOTS: [(&str, u32, &str); 3] = [
    ("one plot", 1, "each"),
    ("25 plots, a show for each", 25, "each"),
    ("25 plots, one show", 25, "once"),
];

/// What draws them.
pub(crate) const WAYS: [&str; 3] = ["Agg, `savefig`", "ours", "original"];

/// Prints the table.
pub(crate) fn compare(python: &Interpreter, rounds: u32) {
    let bench = Bench::new(python);
    table::head(&[
        "from start to end",
        "s",
        "CPU s",
        "time, ratio",
        "CPU, ratio",
        "CPU µs more",
        "messages",
        "kB sent",
    ]);
    for (name, figures, way) in PLOTS {
        // The original needs seconds for many.
        let rounds = if figures == 1 { rounds * 2 } else { rounds.min(3) };
        let mut arrivals = [Arrivals::default(); WAYS.len()];
        let runs = take_turns(rounds, WAYS.len(), |tool| {
            let program = bench.program(tool, ["plot", &figures.to_string(), "100", way]);
            let (cost, arrived) = one(&program);
            arrivals[tool] = arrived;
            cost
        });
        for (tool, costs) in runs.iter().enumerate() {
            let Arrivals { messages, bytes, torn, .. } = arrivals[tool];
            assert_eq!(torn, 0, "torn lines");
            let named = [format!("{name}, {}", WAYS[tool])];
            let sent = [messages.to_string(), (bytes / 1000).to_string()];
            table::row(&[&named[..], &cells(costs, &runs[0], 1.0), &sent].concat());
        }
        let beside = cells(&runs[1], &runs[2], 1.0);
        let named = [format!("{name}, ours beside the original")];
        let nothing = ["", ""].map(String::from);
        table::row(&[&named[..], &nothing, &beside[2..], &nothing].concat());
    }
}

/// Runs it with a channel of its own.
pub(crate) fn one(program: &Program) -> (Cost, Arrivals) {
    let harness = Harness::new();
    let cost = program.succeed(harness.channel());
    (cost, harness.arrived())
}

/// The three in one interpreter.
pub(crate) struct Bench {
    on: Installation,
    /// Has Matplotlib and the original package.
    python: PathBuf,
}

impl Bench {
    pub(crate) fn new(python: &Interpreter) -> Self {
        let original = venv_with(python, &["cg-plot-capture==1.0.2"]);
        Self { on: Installation::enable(python, &[]), python: original }
    }

    /// What draws with `tool`, given the arguments of `plots.py`; the first one writes files.
    pub(crate) fn program(&self, tool: usize, arguments: [&str; 4]) -> Program {
        let mut command = self.on.home.command(&self.python);
        let [kind, figures, points, way] = arguments;
        // Past the threshold ours is an image too, and is compared with one.
        let suffix = if kind == "scatter" { "png" } else { "svg" };
        let file = self.on.home.path().join(format!("%d.{suffix}"));
        command.arg(script("benchmark/plots")).args([kind, figures, points]);
        match tool {
            0 => command.arg(file).env("MPLBACKEND", "agg"),
            1 => command.arg(way).env("LD_PRELOAD", self.on.preload()),
            _ => command.arg(way).env("MPLBACKEND", "cg_plot_capture"),
        };
        Program::of(&command)
    }
}
