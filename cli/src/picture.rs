//! Figures drawn in the terminal, by a process of our own: whatever a hostile SVG does to what draws
//! it, the command that showed it is not concerned, and no picture ever makes its channel wait.

pub(crate) mod drawer;
mod raster;
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

use crate::capture::rounded;
use crate::talk::say;

/// The name by which we know ourselves in that process; nobody types it.
const NAME: &str = "cg-plot-capture: drawing";

/// How long to wait for a terminal to say what it can show, which takes it milliseconds.
const ASKING: Duration = Duration::from_secs(2);

/// How long to wait for the last pictures, once the command has ended.
const LATE: Duration = Duration::from_secs(10);

/// Whether this is that process.
pub(crate) fn is_drawer() -> bool {
    std::env::args_os().next().is_some_and(|name| name == NAME)
}

/// The process, at work.
pub(crate) struct Pictures {
    process: Child,
    paths: Option<ChildStdin>,
    answer: ChildStdout,
}

impl Pictures {
    /// Starts it, to be called before the command has the terminal: each would read the other's
    /// answers. Where the terminal shows no pictures, says so.
    pub(crate) fn start() -> Option<Self> {
        if !std::io::stderr().is_terminal() {
            say("no pictures: stderr is no terminal");
            return None;
        }
        let why = match Self::spawn() {
            Some(Ok(pictures)) => return Some(pictures),
            Some(Err(why)) => why,
            None => terminal::NONE.into(),
        };
        say(format_args!("no pictures: {why}"));
        None
    }

    /// The process; else what it says why there will be no pictures, if it can.
    fn spawn() -> Option<Result<Self, String>> {
        // Not by its path, where another version may be by now.
        let mut command = Command::new("/proc/self/exe");
        command.arg0(NAME).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().ok()?;
        let (paths, answer) = (process.stdin.take()?, process.stdout.take()?);
        // A path is written whole or, to one that has hundreds to draw yet, not at all.
        let ready = fcntl(&paths, FcntlArg::F_SETFL(OFlag::O_NONBLOCK)).is_ok();
        let mut pictures = Self { process, paths: Some(paths), answer };
        let mut line = [0; 256];
        let length = match ready && pictures.answers(ASKING) {
            true => pictures.answer.read(&mut line).unwrap_or(0),
            false => 0,
        };
        if &line[..length] == b"\n" {
            return Some(Ok(pictures));
        }
        pictures.end();
        let why = String::from_utf8_lossy(&line[..length]).trim_end().to_owned();
        (!why.is_empty()).then_some(Err(why))
    }

    /// Has the SVG at `path` drawn, soon.
    pub(crate) fn draw(&mut self, path: &Path) {
        let text = [path.as_os_str().as_bytes(), b"\0"].concat();
        let _ = self.paths.as_ref().map(|mut paths| paths.write(&text));
    }

    /// Waits for the last of them.
    pub(crate) fn finish(mut self) {
        self.paths = None;
        if !self.answers(LATE) {
            say("no more pictures: they take too long");
        }
        self.end();
    }

    /// Whether it answers, or ends, within that time.
    fn answers(&self, within: Duration) -> bool {
        let mut watched = [PollFd::new(self.answer.as_fd(), PollFlags::POLLIN)];
        poll(&mut watched, rounded(Some(within))) == Ok(1)
    }

    fn end(mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
