//! Shows figures in the terminal, in a process of our own: a terminal that holds its output
//! (Ctrl-S) stops that process, and never the channel.
//!
//! The capture draws each figure as a PNG, with the program's own fonts, and writes it to a private
//! folder of ours, under the SHA-256 of the SVG that it sends. That file is shown.

pub(crate) mod display_process;
mod encode;
mod png;
mod terminal;

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::os::fd::AsFd as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::poll::{PollFd, PollFlags, poll};
use tempfile::TempDir;

use crate::capture::leftover::InUseLock;
use crate::capture::{rounded, temporary};
use crate::stderr::message;

/// The variable that tells the capture the folder for its pictures.
pub(crate) const VARIABLE: &str = "CG_PLOT_INLINE";

/// The name under which we start ourselves as that process; no user types it.
const NAME: &str = "cg-plot-capture: showing";

/// How long to wait until the terminal says what it can show, which normally takes milliseconds.
const ASKING: Duration = Duration::from_secs(2);

/// How long to wait for the last pictures after the command has ended.
const LATE: Duration = Duration::from_secs(10);

/// Whether this process is the one that shows pictures.
pub(crate) fn is_display_process() -> bool {
    std::env::args_os().next().is_some_and(|name| name == NAME)
}

/// The running process that shows pictures.
pub(crate) struct Pictures {
    process: Child,
    paths: Option<ChildStdin>,
    answer: ChildStdout,
    folder: TempDir,
    _in_use: InUseLock,
    /// How many paths could not even be written to it.
    untold: usize,
}

impl Pictures {
    /// Starts the process. It must start before the command has the terminal, because otherwise
    /// each would read the other's answers. Reports if the terminal shows no pictures.
    pub(crate) fn start() -> Option<Self> {
        match Self::started() {
            Ok(pictures) => Some(pictures),
            Err(why) => {
                message(format_args!("no pictures: {why}"));
                None
            }
        }
    }

    /// Starts the process; `Err` says why there are no pictures.
    fn started() -> Result<Self, String> {
        if !std::io::stderr().is_terminal() {
            return Err("stderr is not a terminal".into());
        }
        let folder = temporary::pictures().map_err(|error| error.to_string())?;
        let in_use = InUseLock::new(folder.path());
        // Not by its path, where another version may be by now.
        let mut command = Command::new("/proc/self/exe");
        command.arg0(NAME).arg(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().map_err(|error| error.to_string())?;
        let (Some(paths), Some(answer)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(terminal::NONE.into());
        };
        // A path is written whole, or not at all if the process is hundreds of pictures behind.
        let ready = fcntl(&paths, FcntlArg::F_SETFL(OFlag::O_NONBLOCK)).is_ok();
        let paths = Some(paths);
        let mut pictures = Self { process, paths, answer, folder, _in_use: in_use, untold: 0 };
        match pictures.line(ASKING).filter(|_| ready) {
            Some(why) if why.is_empty() => Ok(pictures),
            why => {
                pictures.end();
                Err(why.unwrap_or_else(|| terminal::NONE.into()))
            }
        }
    }

    /// The folder where the capture writes its pictures.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Shows the picture of the SVG at `path` when it is there.
    pub(crate) fn show(&mut self, path: &Path) {
        let text = [path.as_os_str().as_bytes(), b"\0"].concat();
        let told = self.paths.as_ref().map(|mut paths| paths.write(&text));
        self.untold += usize::from(!matches!(told, Some(Ok(_))));
    }

    /// Waits for the last pictures, and reports how many figures had none.
    pub(crate) fn finish(mut self) {
        self.paths = None;
        let missing = self.line(LATE).and_then(|line| line.parse::<usize>().ok());
        match missing.map(|missing| missing + self.untold) {
            Some(0) => {}
            Some(1) => message("1 figure has no picture for a terminal: the page shows it"),
            Some(count) => {
                message(format_args!(
                    "{count} figures have no picture for a terminal: the page shows them"
                ));
            }
            None => message("no more pictures: they take too long"),
        }
        self.end();
    }

    /// The line that it answers within that time; `None` if there is none, or if it ends.
    fn line(&mut self, within: Duration) -> Option<String> {
        let mut watched = [PollFd::new(self.answer.as_fd(), PollFlags::POLLIN)];
        if poll(&mut watched, rounded(Some(within))) != Ok(1) {
            return None;
        }
        let mut line = [0; 256];
        let length = self.answer.read(&mut line).ok()?;
        let line = String::from_utf8_lossy(&line[..length]);
        line.strip_suffix('\n').map(str::to_owned)
    }

    fn end(mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
