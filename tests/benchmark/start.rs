//! What every process pays for its start: one that is not Python, and Python itself. All have a
//! harness's pipe at descriptor 3, as where the capture is used.

use cg_plot_capture_tests::installation::empty_preload;
use cg_plot_capture_tests::matplotlib::fresh_venv;
use cg_plot_capture_tests::prelude::*;

use crate::arrivals::Harness;
use crate::process::Program;
use crate::table;
use crate::turns::{cells, take_turns};

/// What Python runs, and how many rounds of it for each that was asked for.
const STARTS: [(&str, &[&str], u32); 3] = [
    ("`python -c pass`", &["-c", "pass"], 15),
    ("`python -I -c pass`", &["-I", "-c", "pass"], 15),
    ("`python -c 'import numpy'`", &["-c", "import numpy"], 3),
];

/// Prints both tables.
pub(crate) fn compare(python: &Interpreter, rounds: u32) {
    let on = Installation::enable(python, &[]);
    foreign(&on, rounds * 100);
    // A copy that nobody has enabled, in all else like the one that is.
    let bare = python.private(&on.home.path().join("bare"));
    let venv = |python: &Interpreter, name| {
        fresh_venv(python, &on.original, &on.home.path().join(name), &["matplotlib"])
    };
    let (without, with) = (venv(&bare, "without"), venv(&on.python, "with"));
    head("start of Python");
    for (name, arguments, more) in STARTS {
        let preload = on.preload();
        let ways: [(&str, &Path, Option<&Path>); 4] = [
            ("bare", &without, None),
            ("preload", &without, Some(&preload)),
            ("hook", &with, None),
            ("both", &with, Some(&preload)),
        ];
        let programs = ways
            .map(|(_, python, preload)| program(on.home.command(python).args(arguments), preload));
        let runs = turns(&programs, rounds * more);
        for ((way, ..), costs) in ways.iter().zip(&runs) {
            let goal = if *way == "bare" { "" } else { "≤ 1.05" };
            let named = [format!("{name}, {way}")];
            table::row(&[&named[..], &cells(costs, &runs[0], 1e3), &[goal.into()]].concat());
        }
    }
}

/// One that is not Python; that any preload costs something is not our doing.
fn foreign(on: &Installation, rounds: u32) {
    let (empty, ours) = (empty_preload(&on.home.path()), on.preload());
    let ways = [("bare", None), ("an empty preload", Some(&*empty)), ("ours", Some(&*ours))];
    let programs = ways.map(|(_, preload)| program(&mut on.home.command("/bin/true"), preload));
    let runs = turns(&programs, rounds);
    head("start of a foreign process");
    for ((way, _), costs) in ways.iter().zip(&runs) {
        let named = [format!("`true`, {way}")];
        table::row(&[&named[..], &cells(costs, &runs[0], 1e3), &[String::new()]].concat());
    }
    let beside = cells(&runs[2], &runs[1], 1e3);
    let named = ["`true`, ours beside the empty one"].map(String::from);
    table::row(&[&named[..], &beside, &["≤ 1.08".into()]].concat());
}

fn head(what: &str) {
    table::head(&[what, "ms", "CPU ms", "time, ratio", "CPU, ratio", "CPU µs more", "goal"]);
}

fn turns(programs: &[Program], rounds: u32) -> Vec<Vec<crate::process::Cost>> {
    let harness = Harness::new();
    take_turns(rounds, programs.len(), |way| programs[way].succeed(harness.channel()))
}

fn program(command: &mut Command, preload: Option<&Path>) -> Program {
    if let Some(preload) = preload {
        command.env("LD_PRELOAD", preload);
    }
    Program::of(command)
}
