//! Figures shown in the terminal, by a process of our own: a terminal that holds its output (Ctrl-S) holds
//! up that process, and never the channel.
//!
//! The capture draws each figure as a PNG, with the program's own fonts, and leaves it in a private folder
//! of ours under the SHA-256 of the SVG that it sends. What is shown is that file.

mod encode;
mod png;
pub(crate) mod shower;
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

use crate::capture::leftover::InUse;
use crate::capture::{rounded, temporary};
use crate::stderr::message;

/// What tells the capture in which folder it leaves its pictures.
pub(crate) const VARIABLE: &str = "CG_PLOT_INLINE";

/// The name by which we know ourselves in that process; nobody types it.
const NAME: &str = "cg-plot-capture: showing";

/// How long to wait for a terminal to say what it can show, which takes it milliseconds.
const ASKING: Duration = Duration::from_secs(2);

/// How long to wait for the last pictures, once the command has ended.
const LATE: Duration = Duration::from_secs(10);

/// Whether this is that process.
pub(crate) fn is_shower() -> bool {
    std::env::args_os().next().is_some_and(|name| name == NAME)
}

/// The process, at work.
pub(crate) struct Pictures {
    process: Child,
    paths: Option<ChildStdin>,
    answer: ChildStdout,
    folder: TempDir,
    _in_use: InUse,
    /// How many figures could not even be told to it.
    untold: usize,
}

impl Pictures {
    /// Starts it, to be called before the command has the terminal: each would read the other's
    /// answers. Where the terminal shows no pictures, says so.
    pub(crate) fn start() -> Option<Self> {
        match Self::started() {
            Ok(pictures) => Some(pictures),
            Err(why) => {
                message(format_args!("no pictures: {why}"));
                None
            }
        }
    }

    /// The process; else why there will be no pictures.
    fn started() -> Result<Self, String> {
        if !std::io::stderr().is_terminal() {
            return Err("stderr is no terminal".into());
        }
        let folder = temporary::pictures().map_err(|error| error.to_string())?;
        let in_use = InUse::new(folder.path());
        // Not by its path, where another version may be by now.
        let mut command = Command::new("/proc/self/exe");
        command.arg0(NAME).arg(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().map_err(|error| error.to_string())?;
        let (Some(paths), Some(answer)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(terminal::NONE.into());
        };
        // A path is written whole or, to one that has hundreds to show yet, not at all.
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

    /// Where the capture leaves its pictures.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Has the picture of the SVG at `path` shown, as soon as it is there.
    pub(crate) fn show(&mut self, path: &Path) {
        let text = [path.as_os_str().as_bytes(), b"\0"].concat();
        let told = self.paths.as_ref().map(|mut paths| paths.write(&text));
        self.untold += usize::from(!matches!(told, Some(Ok(_))));
    }

    /// Waits for the last of them, and says how many figures there was no picture of.
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

    /// The line that it answers within that time; none if it answers nothing, or ends.
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
