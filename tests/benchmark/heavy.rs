//! What heavy figures cost: shown by us and by the original package, and drawn by Agg alone.

use cg_plot_capture_tests::prelude::*;

use crate::table;

/// What is drawn, how many of it, and the file that it is measured by: lines are vectors.
const FIGURES: [(&str, u32, &str); 11] = [
    ("scatter", 100_000, "png"),
    ("scatter", 1_000_000, "png"),
    ("coloured", 100_000, "png"),
    ("coloured", 1_000_000, "png"),
    ("markers", 1_000_000, "png"),
    ("pcolormesh", 500, "png"),
    ("contourf", 300, "png"),
    ("surface", 200, "png"),
    ("bars", 20_000, "png"),
    ("fill", 100_000, "png"),
    ("line", 1_000_000, "svg"),
];

/// What one drawing took.
#[derive(Clone, Copy)]
struct Cost {
    seconds: f64,
    /// Of memory, at the highest, above what was there before, and that.
    megabytes: f64,
    before: f64,
    bytes: usize,
}

/// Prints the table; the original is slow, and has one round.
pub(crate) fn compare(python: &Interpreter, rounds: u32) {
    let bench = Bench { installation: Installation::enable(python, &[]), python: venv(python) };
    table::head(&[
        "heavy figures",
        "file: s, MB, kB",
        "ours: s, MB, kB",
        "original: s, MB, kB",
        "s, ours/file",
        "MB, ours/file",
    ]);
    for (kind, count, file) in FIGURES {
        let mut runs = [vec![], vec![]];
        for _ in 0..rounds.min(3) {
            runs[0].push(bench.draw(kind, count, file));
            runs[1].push(bench.draw(kind, count, "show"));
        }
        let [alone, ours] = runs.map(middle);
        let original = bench.original(kind, count);
        let whole = |cost: Cost| cost.before + cost.megabytes;
        table::row(&[
            format!("{kind} {count}"),
            cell(alone),
            cell(ours),
            cell(original),
            format!("{:.2}", ours.seconds / alone.seconds),
            format!("{:.2}", whole(ours) / whole(alone)),
        ]);
    }
    table::row(&["goal", "", "", "", "≤ 1.3", "≤ 1.3"]);
}

fn cell(cost: Cost) -> String {
    format!("{:.2}, {:.0}, {:.0}", cost.seconds, cost.megabytes, cost.bytes as f64 / 1e3)
}

/// Of several runs the one in the middle.
fn middle(mut runs: Vec<Cost>) -> Cost {
    runs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    runs[runs.len() / 2]
}

fn venv(python: &Interpreter) -> PathBuf {
    venv_with(python, &["cg-plot-capture==1.0.2"])
}

struct Bench {
    installation: Installation,
    python: PathBuf,
}

impl Bench {
    /// Under our capture; what is drawn as a file goes to no harness.
    fn draw(&self, kind: &str, count: u32, way: &str) -> Cost {
        self.measured(self.installation.preloaded(&self.python), kind, count, way)
    }

    fn original(&self, kind: &str, count: u32) -> Cost {
        let mut command = self.installation.home.command(&self.python);
        command.env("MPLBACKEND", "cg_plot_capture");
        self.measured(command, kind, count, "show")
    }

    fn measured(
        &self,
        mut command: std::process::Command,
        kind: &str,
        count: u32,
        way: &str,
    ) -> Cost {
        command.arg(script("benchmark/figures")).args([kind, &count.to_string(), way]);
        let delivery = deliver(&mut command).success();
        let told = delivery.stdout();
        let numbers: Vec<f64> =
            told.split_whitespace().map(|number| number.parse().unwrap()).collect();
        let [seconds, megabytes, before, size] = numbers[..] else { panic!("{told}") };
        let bytes = delivery.messages().first().map_or(size as usize, |message| message.svg.len());
        Cost { seconds, megabytes, before, bytes }
    }
}
