//! Processes that are out of the ordinary, each kind a table: the same output and the same exit code as
//! without us, and the figure too, where they are Pythons.

mod built;
mod closed;
mod confined;
mod embedding;
mod hosted;
mod narrow;
mod preloads;
mod served;
mod spawning;

use std::ffi::OsStr;
use std::process::ExitStatus;

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let setup = Shared::new(Setup::new);
    built::add(suite, &setup);
    closed::add(suite, &setup);
    confined::add(suite, &setup);
    embedding::add(suite, &setup);
    hosted::add(suite, &setup);
    narrow::add(suite, &setup);
    preloads::add(suite, &setup);
    served::add(suite, &setup);
    spawning::add(suite, &setup);
}

/// What these tests share.
struct Setup {
    installation: Installation,
    /// A Python with Matplotlib that was never enabled.
    kept: PathBuf,
    /// One that the hook reaches.
    hooked: PathBuf,
}

/// How a command ended, and what it said.
type Outcome = (ExitStatus, String, String);

impl Setup {
    fn new(python: &Interpreter) -> Self {
        let installation = Installation::shared(python, &[]);
        let hooked = installation.venv("venv");
        Self { installation, kept: venv_with(python, &["matplotlib"]), hooked }
    }

    /// Compiles one of `tests/programs`.
    fn compile(&self, compiler: &Path, source: &str, name: &str, flags: &[&str]) -> PathBuf {
        let program = self.installation.home.path().join(name);
        let source = format!("{}/programs/{source}.c", env!("CARGO_MANIFEST_DIR"));
        let mut command = Command::new(compiler);
        succeed(command.args(["-w", "-o"]).arg(&program).arg(source).args(flags));
        program
    }

    /// The program that is none of our business, as an ordinary compiler makes it.
    fn foreign(&self, name: &str) -> PathBuf {
        self.compile(&tool("gcc").unwrap(), "foreign", name, &[])
    }

    /// A line of shell that ends with `"$@"`, which is `words`.
    fn plain(&self, line: &str, words: &[&OsStr]) -> Command {
        let mut command = self.installation.home.command("sh");
        command.args(["-c", line, "sh"]).args(words);
        command
    }

    /// The same under the preload, from the shell on.
    fn preloaded(&self, line: &str, words: &[&OsStr]) -> Command {
        let mut command = self.plain(line, words);
        command.env("LD_PRELOAD", self.installation.preload()).env("CG_PLOT_MODE", "display");
        command
    }

    /// A foreign program behind a line of shell: nothing differs. Answers how it ends.
    #[track_caller]
    fn same(&self, line: &str, words: &[&OsStr]) -> Outcome {
        let plain = outcome(run(&mut self.plain(line, words)));
        assert_eq!(outcome(run(&mut self.preloaded(line, words))), plain, "{line} {words:?}");
        plain
    }

    /// A Python that delivers a figure, by each layer alone behind a line of shell: nothing differs but
    /// that `figures` arrive. Answers how it ends.
    #[track_caller]
    fn shows(&self, line: &str, figures: usize) -> Outcome {
        self.delivers(&figure(), line, figures)
    }

    /// The same where it is about what Matplotlib needs as well.
    #[track_caller]
    fn draws(&self, line: &str) -> Outcome {
        self.delivers(&script("unusual_programs/figure"), line, 1)
    }

    #[track_caller]
    fn delivers(&self, figure: &Path, line: &str, figures: usize) -> Outcome {
        let [kept, hooked] =
            [&self.kept, &self.hooked].map(|python| [python.as_os_str(), figure.as_os_str()]);
        let plain = deliver(&mut self.plain(line, &kept));
        assert!(plain.stream.is_empty());
        let plain = outcome(plain.output);
        for mut command in [self.preloaded(line, &kept), self.plain(line, &hooked)] {
            let delivery = deliver(&mut command);
            assert_eq!(delivery.names().len(), figures, "{line}: {}", delivery.stderr());
            assert_eq!(outcome(delivery.output), plain, "{line}");
        }
        plain
    }
}

/// A program that delivers a figure. Matplotlib draws it where every test is wanted; otherwise it is bytes
/// that the capture is given, because what is tried here comes before Matplotlib.
fn figure() -> PathBuf {
    script(if tests_all() { "unusual_programs/figure" } else { "unusual_programs/plain" })
}

/// Without the one line of ours where there is no channel, which has tests of its own.
fn outcome(output: Output) -> Outcome {
    let err = without_font_cache(&output.stderr);
    let ours = |line: &&str| line.starts_with("cg-plot-capture: file descriptor 3 is not open");
    assert!(err.lines().filter(ours).count() <= 1, "{err}");
    let err = err.split_inclusive('\n').filter(|line| !ours(line)).collect();
    (output.status, String::from_utf8_lossy(&output.stdout).into_owned(), err)
}
