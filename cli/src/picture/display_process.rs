//! The process that shows pictures: asks the terminal, then reads the paths of SVGs and writes
//! their pictures.

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

/// How often to look for a picture that is still being drawn, because the SVG arrives before it.
const LOOK: Duration = Duration::from_millis(30);

/// Writes an empty line, shows pictures until stdin ends, and then writes how many figures had
/// none. If the terminal shows no pictures, the first line says why.
pub(crate) fn run() -> ExitCode {
    // A Ctrl-C is for the command, which may go on after it.
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
    // By file name, the earliest first. Equal figures have one picture, which is shown for each.
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

/// Writes one line to the process that started us; returns whether that has worked.
fn answer(line: &str) -> bool {
    writeln!(std::io::stdout(), "{line}").is_ok()
}

/// The paths on stdin, each with a NUL after it.
#[derive(Default)]
struct Paths {
    begun: Vec<u8>,
    ended: bool,
}

impl Paths {
    /// Waits for paths, at most for `patience`, and returns them.
    fn arrived(&mut self, patience: Option<Duration>) -> Vec<PathBuf> {
        let stdin = std::io::stdin();
        let mut watched = [PollFd::new(stdin.as_fd(), PollFlags::POLLIN)];
        // After a signal (-1) we look once more, as after the time limit.
        if poll(&mut watched, rounded(patience)) != Ok(1) {
            return Vec::new();
        }
        let mut reader = stdin.lock();
        // Everything in the reader's buffer is taken, because poll(2) does not see it.
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

/// The path of the picture for the SVG at `path`, which may not exist yet.
fn picture(folder: &Path, path: &Path) -> PathBuf {
    let mut name = String::new();
    for byte in Sha256::digest(std::fs::read(path).unwrap_or_default()) {
        name += &format!("{byte:02x}");
    }
    folder.join(name + ".png")
}

/// Shows the picture at `path`; returns whether there is one.
fn show(path: &Path, graphics: Graphics) -> bool {
    let Some(png) = Png::read(path) else { return false };
    let shown = encode::shown(&png, graphics, &terminal::Window::of(std::io::stderr()));
    // One write, which no other writer to the terminal can split. It starts on a new line, because
    // it would cover the command's current line.
    let _ = std::io::stderr().write_all(&[b"\r\n", shown.as_slice(), b"\r\n"].concat());
    true
}
