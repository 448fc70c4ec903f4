//! The process that shows: asks the terminal, then reads the paths of SVGs and writes their pictures.

use std::ffi::OsStr;
use std::io::{BufRead as _, Write as _};
use std::os::fd::AsFd as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use nix::poll::{PollFd, PollFlags, poll};
use sha2::{Digest as _, Sha256};
use signal_hook::consts::{SIGINT, SIGQUIT};

use super::encode;
use super::png::Png;
use super::terminal::{self, Graphics};
use crate::capture::rounded;

/// How often to look for a picture that is still being drawn: the SVG arrives before that.
const LOOK: Duration = Duration::from_millis(30);

/// Answers an empty line, and shows until its stdin ends; then answers how many figures had no picture.
/// Else says in that first line why there will be no pictures.
pub(crate) fn run() -> ExitCode {
    // A Ctrl-C is the command's affair, which may go on after it.
    for signal in [SIGINT, SIGQUIT] {
        let _ = signal_hook::flag::register(signal, Arc::default());
    }
    let folder = PathBuf::from(std::env::args_os().nth(1).unwrap_or_default());
    let graphics = terminal::graphics();
    if !answer(graphics.as_ref().err().unwrap_or(&"")) {
        return ExitCode::FAILURE;
    }
    let Ok(graphics) = graphics else { return ExitCode::FAILURE };
    let mut paths = Paths::default();
    // By name, the earliest first. Equal figures have one picture, and each is shown.
    let mut missing: Vec<PathBuf> = Vec::new();
    while !paths.ended {
        let patience = (!missing.is_empty()).then_some(LOOK);
        missing.extend(paths.arrived(patience).iter().map(|path| picture(&folder, path)));
        missing.retain(|picture| !show(picture, graphics));
    }
    match answer(&missing.len().to_string()) {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// Writes one line to whoever started us, and whether that has worked.
fn answer(line: &str) -> bool {
    writeln!(std::io::stdout(), "{line}").is_ok()
}

/// The paths on stdin, each with a NUL behind it.
#[derive(Default)]
struct Paths {
    begun: Vec<u8>,
    ended: bool,
}

impl Paths {
    /// Those that have arrived; waits for some, but no longer than that.
    fn arrived(&mut self, patience: Option<Duration>) -> Vec<PathBuf> {
        let stdin = std::io::stdin();
        let mut watched = [PollFd::new(stdin.as_fd(), PollFlags::POLLIN)];
        // A signal (-1) is a reason to look once more, like time that is up.
        if poll(&mut watched, rounded(patience)) != Ok(1) {
            return Vec::new();
        }
        let mut reader = stdin.lock();
        // All that is in its buffer, of which poll(2) knows nothing.
        let bytes = reader.fill_buf().unwrap_or_default();
        let length = bytes.len();
        self.begun.extend_from_slice(bytes);
        reader.consume(length);
        self.ended = length == 0;
        let mut parts: Vec<_> = self.begun.split(|byte| *byte == 0).map(<[u8]>::to_vec).collect();
        self.begun = parts.pop().unwrap_or_default();
        parts.iter().map(|path| PathBuf::from(OsStr::from_bytes(path))).collect()
    }
}

/// Where the picture of the SVG at `path` is, or will be.
fn picture(folder: &Path, path: &Path) -> PathBuf {
    let mut name = String::new();
    for byte in Sha256::digest(std::fs::read(path).unwrap_or_default()) {
        name += &format!("{byte:02x}");
    }
    folder.join(name + ".png")
}

/// Shows the picture at `path`, and whether there is one.
fn show(path: &Path, graphics: Graphics) -> bool {
    let Some(png) = Png::read(path) else { return false };
    let shown = encode::shown(&png, graphics, &terminal::Window::of(std::io::stderr()));
    // In one piece, which no other writer to the terminal can split; below the line that the command is
    // writing, which it would cover.
    let _ = std::io::stderr().write_all(&[b"\r\n", shown.as_slice(), b"\r\n"].concat());
    true
}
