//! What `run` costs: a command that shows many large figures, beside the same one with its channel
//! read by cat(1).

use std::time::Instant;

use cg_plot_capture_tests::harness::give;
use cg_plot_capture_tests::prelude::*;

use crate::table;
use crate::turns::median;

/// Figures of a megabyte.
const FIGURES: &str = "100";

/// Prints the seconds of both, and how they compare.
pub(crate) fn compare(python: &Interpreter, rounds: u32) {
    let on = Installation::enable(python, &[]);
    let bench = Bench { command: released(), python: venv_with(python, &["matplotlib"]), on };
    let [mut ours, mut theirs] = [vec![], vec![]];
    for _ in 0..rounds {
        theirs.push(bench.cat());
        ours.push(bench.run());
    }
    let ratios = ours.iter().zip(&theirs).map(|(ours, theirs)| ours / theirs).collect();
    let [ratio, ours, theirs] = [ratios, ours, theirs].map(median);
    table::head(&["", "`run`, s", "`cat`, s", "run/cat", "goal"]);
    table::row(&[
        format!("{FIGURES} figures of 1 MB"),
        format!("{ours:.2}"),
        format!("{theirs:.2}"),
        format!("{ratio:.3}"),
        "≤ 1.05".into(),
    ]);
}

/// The command as it is shipped.
fn released() -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--locked", "--release", "--package", "cg-plot-capture"]);
    succeed(cargo.arg("--target-dir").arg(target()).current_dir(workspace()));
    target().join("release/cg-plot-capture")
}

struct Bench {
    command: PathBuf,
    on: Installation,
    python: PathBuf,
}

impl Bench {
    fn run(&self) -> f64 {
        let mut command = self.on.home.command(&self.command);
        command.args(["run", "-o", "out", "--"]).arg(&self.python);
        let seconds = seconds(&mut command);
        let out = self.on.home.path().join("out");
        let files = fs_err::read_dir(&out).unwrap().count();
        assert_eq!(files.to_string(), (FIGURES.parse::<usize>().unwrap() + 1).to_string());
        fs_err::remove_dir_all(out).unwrap();
        seconds
    }

    fn cat(&self) -> f64 {
        let (reader, writer) = std::io::pipe().unwrap();
        let mut cat = Command::new("cat");
        let mut cat = cat.stdin(reader).stdout(Stdio::null()).spawn().unwrap();
        let mut command = self.on.preloaded(&self.python);
        give(&mut command, writer.into());
        let seconds = seconds(&mut command);
        // It holds a writing end of the pipe.
        drop(command);
        assert!(cat.wait().unwrap().success());
        seconds
    }
}

fn seconds(command: &mut Command) -> f64 {
    let start = Instant::now();
    succeed(command.arg(script("benchmark/large")).arg(FIGURES));
    start.elapsed().as_secs_f64()
}
