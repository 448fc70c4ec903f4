//! How a script went: on the desktop, under Agg, or under the capture.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout};

use cg_plot_capture_tests::prelude::*;

/// One run of a script.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    /// Exit status, or the signal's number below zero.
    pub(super) status: i32,
    /// What it said.
    pub(super) stdout: String,
    /// What it complained of.
    pub(super) stderr: String,
    /// What was to be seen, in order.
    pub(super) pictures: Vec<Picture>,
    /// Whether more than one process showed something, and the order is chance.
    pub(super) workers: bool,
}

/// What a window showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Picture {
    /// `savefig(format="svg")`.
    Svg(Vec<u8>),
    /// More than can reasonably be compared.
    Heavy,
    /// `savefig` raised, but the figure can be seen.
    Failed,
    /// It can't be drawn at all.
    Blank,
}

impl Picture {
    /// Its bytes, or none.
    pub(super) fn svg(&self) -> &[u8] {
        if let Self::Svg(svg) = self { svg } else { &[] }
    }
}

/// Where scripts run, and what is the same on all sides.
pub(super) struct Setup {
    /// The capture, enabled.
    pub(super) installation: Installation,
    python: PathBuf,
}

impl Setup {
    /// `python` has Matplotlib, and is of the interpreter that was enabled or of its original.
    pub(super) fn new(installation: Installation, python: PathBuf) -> Self {
        let home = installation.home.path();
        fs_err::write(home.join("matplotlibrc"), "svg.hashsalt: salt\n").unwrap();
        fs_err::create_dir(home.join("prelude")).unwrap();
        fs_err::copy(script("gallery/prelude"), home.join("prelude/sitecustomize.py")).unwrap();
        Self { installation, python }
    }

    fn command(&self) -> Command {
        let home = self.installation.home.path();
        let mut command = self.installation.home.command(&self.python);
        command
            .env("MATPLOTLIBRC", home.join("matplotlibrc"))
            .env("SOURCE_DATE_EPOCH", "1700000000")
            .env("PYTHONHASHSEED", "0");
        command
    }

    /// A process that runs scripts on a desktop of its own.
    pub(super) fn runner(&self) -> Runner {
        let mut command = self.command();
        command.arg(script("gallery/runner")).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        Runner { child, stdin, stdout: BufReader::new(stdout.unwrap()) }
    }

    /// The script under the capture, in a process as users start it; `exactly` as it draws,
    /// however heavy that is.
    pub(super) fn captured(&self, path: &Path, folder: &Path, exactly: bool) -> Run {
        let preload = format!("LD_PRELOAD={}", self.installation.preload().display());
        let note = folder.join("note");
        let mut command = self.command();
        command.args(["-I", "-S"]).arg(script("gallery/measured")).arg(&note);
        command.args(["env", &preload]).arg(&self.python).arg(path).current_dir(folder);
        command.env("PYTHONPATH", self.installation.home.path().join("prelude"));
        if exactly {
            command.env("CG_PLOT_RASTERIZE", "never").env("CG_PLOT_MAX_BYTES", "1000000000000");
        }
        let delivery = deliver(&mut command).success();
        let status = status(&fs_err::read_to_string(note).unwrap());
        let pictures =
            delivery.messages().into_iter().map(|message| Picture::Svg(message.svg)).collect();
        let (stdout, stderr) = (delivery.stdout(), delivery.stderr());
        Run { status, stdout, stderr, pictures, workers: false }
    }
}

/// See `runner.py`.
pub(super) struct Runner {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Runner {
    /// Runs a script as `kind` says; its files go into `folder`, a new one.
    pub(super) fn run(&mut self, kind: &str, path: &Path, folder: &Path) -> Run {
        fs_err::create_dir(folder).unwrap();
        let line = format!("{kind}\t{}\t{}\n", path.display(), folder.display());
        self.stdin.as_mut().unwrap().write_all(line.as_bytes()).unwrap();
        let mut answer = String::new();
        self.stdout.read_line(&mut answer).unwrap();
        let status = status(&answer);
        let said = |name: &str| {
            String::from_utf8_lossy(&fs_err::read(folder.join(name)).unwrap()).into_owned()
        };
        let (pictures, workers) = pictures(folder);
        let (stdout, stderr) = (said("stdout"), said("stderr"));
        Run { status, stdout, stderr, pictures, workers }
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.wait();
    }
}

/// The exit status, which stands before seconds and memory in what the scripts write.
fn status(line: &str) -> i32 {
    line.split('\t').next().unwrap().parse().unwrap()
}

/// What the desktop wrote down, and whether in more than one process.
fn pictures(folder: &Path) -> (Vec<Picture>, bool) {
    let entries = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries
        .filter(|path| path.file_name().unwrap().as_encoded_bytes().starts_with(b"shown-"))
        .collect();
    files.sort();
    let process = |path: &PathBuf| path.file_stem()?.to_str()?.rsplit('-').next().map(String::from);
    let workers = files.windows(2).any(|pair| process(&pair[0]) != process(&pair[1]));
    let picture = |path: &PathBuf| match path.extension().unwrap().as_encoded_bytes() {
        b"svg" => Picture::Svg(fs_err::read(path).unwrap()),
        b"heavy" => Picture::Heavy,
        b"failed" => Picture::Failed,
        _ => Picture::Blank,
    };
    (files.iter().map(picture).collect(), workers)
}
