//! Finds out what the terminal can show. We ask it only if the environment does not tell, because
//! its answer arrives like typed input, so that we would also read what the user has typed.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::termios::{
    LocalFlags, SetArg, SpecialCharacterIndices, Termios, tcgetattr, tcsetattr,
};
use nix::unistd::{getpgrp, tcgetpgrp};
use rustix::termios::tcgetwinsize;

use crate::capture::rounded;

/// The graphics protocol of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Graphics {
    Kitty,
    Iterm,
}

/// The reason if nothing more is known.
pub(super) const NONE: &str = "this terminal shows neither kitty's nor iTerm2's graphics";

/// A query with one pixel (kitty's graphics protocol, "Querying support"), and then a query for
/// attributes that every terminal answers, so that we do not wait for a terminal without graphics.
const QUESTION: &[u8] = b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[c";

/// How long we wait for a terminal's answer.
const ANSWER: Duration = Duration::from_millis(250);

/// The graphics of the terminal; `Err` says why there are no pictures.
pub(super) fn graphics() -> Result<Graphics, &'static str> {
    if let Some(graphics) = from_environment(|name| std::env::var(name).ok())? {
        return Ok(graphics);
    }
    let terminal = File::options().read(true).write(true).open("/dev/tty").map_err(|_| NONE)?;
    // Two processes that ask at the same time would read each other's answers, and restore each
    // other's mode. An error is ignored: our parent ends us if we wait too long.
    let _ = terminal.lock();
    if is_typed_ahead(&terminal) {
        return Err("something was typed before the terminal could be asked what it shows");
    }
    match ask(&terminal) {
        true => Ok(Graphics::Kitty),
        false => Err(NONE),
    }
}

/// The graphics that the environment tells; `None` if the terminal must be asked.
fn from_environment(
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Option<Graphics>, &'static str> {
    let term = variable("TERM").unwrap_or_default();
    if matches!(&*term, "" | "dumb") {
        return Err("a terminal without a name (TERM), or a dumb one, shows none");
    }
    if variable("TMUX").is_some() || term.starts_with("tmux") {
        // We must not change its setting allow-passthrough.
        return Err("tmux lets none through; outside of it there may be some");
    }
    let names =
        ["TERM", "TERM_PROGRAM", "LC_TERMINAL"].map(|name| variable(name).unwrap_or_default());
    let is = |known: &[&str]| {
        names.iter().any(|name| known.iter().any(|known| name.to_lowercase().contains(known)))
    };
    let by = |name: &str| variable(name).is_some();
    Ok(if is(&["kitty", "ghostty"]) {
        Some(Graphics::Kitty)
    } else if is(&["iterm", "mintty", "wezterm", "rio", "konsole", "warp"])
        || by("ITERM_SESSION_ID")
        || by("KONSOLE_VERSION")
    {
        Some(Graphics::Iterm)
    } else {
        None
    })
}

/// Asks the terminal whether it knows kitty's protocol.
fn ask(terminal: &File) -> bool {
    // In the background, a change of the terminal's mode would stop us.
    if tcgetpgrp(terminal) != Ok(getpgrp()) {
        return false;
    }
    let Some(_raw) = RawMode::new(terminal) else { return false };
    let (mut reader, mut writer) = (terminal, terminal);
    if writer.write_all(QUESTION).is_err() {
        return false;
    }
    let end = Instant::now() + ANSWER;
    let mut answer = Vec::new();
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let mut watched = [PollFd::new(terminal.as_fd(), PollFlags::POLLIN)];
        if left.is_zero() || poll(&mut watched, rounded(Some(left))) == Ok(0) {
            break;
        }
        let mut bytes = [0; 128];
        let length = reader.read(&mut bytes).unwrap_or(0);
        answer.extend_from_slice(&bytes[..length]);
        let attributes = answer.windows(3).position(|seen| seen == b"\x1b[?");
        if length == 0 || attributes.is_some_and(|at| answer[at..].contains(&b'c')) {
            break;
        }
    }
    let yes = b"\x1b_Gi=31;OK";
    answer.windows(yes.len()).any(|seen| seen == yes)
}

/// Whether typed input waits at the terminal. Half a line shows only outside of canonical mode
/// (termios(3)).
fn is_typed_ahead(terminal: &File) -> bool {
    let waits = || {
        let mut typed = [PollFd::new(terminal.as_fd(), PollFlags::POLLIN)];
        poll(&mut typed, PollTimeout::ZERO) == Ok(1)
    };
    // In the background, a change of the terminal's mode would stop us, and we do not ask it there
    // either.
    if waits() || tcgetpgrp(terminal) != Ok(getpgrp()) {
        return waits();
    }
    RawMode::new(terminal).is_some_and(|_raw| waits())
}

/// A terminal in a mode that passes on each character at once and echoes none; drop restores its
/// mode.
struct RawMode<'a> {
    terminal: &'a File,
    before: Termios,
}

impl<'a> RawMode<'a> {
    fn new(terminal: &'a File) -> Option<Self> {
        let before = tcgetattr(terminal).ok()?;
        let mut mode = before.clone();
        mode.local_flags.remove(LocalFlags::ICANON | LocalFlags::ECHO);
        mode.control_chars[SpecialCharacterIndices::VMIN as usize] = 1;
        mode.control_chars[SpecialCharacterIndices::VTIME as usize] = 0;
        tcsetattr(terminal, SetArg::TCSANOW, &mode).ok()?;
        Some(Self { terminal, before })
    }
}

impl Drop for RawMode<'_> {
    fn drop(&mut self) {
        let _ = tcsetattr(self.terminal, SetArg::TCSANOW, &self.before);
    }
}

/// The size of a terminal's window.
pub(super) struct Window {
    pub(super) columns: u16,
    pub(super) rows: u16,
    /// The width and height of one character in pixels.
    pub(super) cell: (f64, f64),
}

impl Window {
    /// The window of the terminal that `stream` leads to.
    pub(super) fn of(stream: impl AsFd) -> Self {
        let size = tcgetwinsize(stream).ok();
        let (columns, rows) = size.map_or((0, 0), |size| (size.ws_col, size.ws_row));
        let (columns, rows) = (or(columns, 80), or(rows, 24));
        // Many terminals do not tell their size in pixels.
        let cell = size.filter(|size| size.ws_xpixel > 0 && size.ws_ypixel > 0).map_or(
            (10.0, 20.0),
            |size| {
                (
                    f64::from(size.ws_xpixel) / f64::from(columns),
                    f64::from(size.ws_ypixel) / f64::from(rows),
                )
            },
        );
        Self { columns, rows, cell }
    }

    /// The rows for a picture: some stay free for what the command writes.
    pub(super) fn rows_for_pictures(&self) -> u16 {
        or(self.rows / 4 * 3, 1)
    }
}

/// `number`, or `otherwise` if it is 0.
fn or(number: u16, otherwise: u16) -> u16 {
    if number == 0 { otherwise } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_can_answer_instead_of_the_terminal() {
        let seen = |variables: &[(&str, &str)]| {
            from_environment(|name| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        let xterm = ("TERM", "xterm-256color");
        assert_eq!(seen(&[xterm]), Ok(None));
        // foot shows only sixel graphics.
        assert_eq!(seen(&[("TERM", "foot")]), Ok(None));
        for name in ["xterm-kitty", "xterm-ghostty"] {
            assert_eq!(seen(&[("TERM", name)]), Ok(Some(Graphics::Kitty)));
        }
        for (name, value) in [
            ("TERM_PROGRAM", "iTerm.app"),
            ("ITERM_SESSION_ID", "w0t0p0"),
            ("LC_TERMINAL", "iTerm2"),
            ("TERM_PROGRAM", "WezTerm"),
            ("KONSOLE_VERSION", "230804"),
        ] {
            assert_eq!(seen(&[xterm, (name, value)]), Ok(Some(Graphics::Iterm)), "{name}={value}");
        }
        for variables in [
            &[][..],
            &[("TERM", ""), ("ITERM_SESSION_ID", "w0t0p0")],
            &[("TERM", "dumb"), ("KONSOLE_VERSION", "230804")],
        ] {
            assert!(seen(variables).is_err_and(|why| why.contains("TERM")), "{variables:?}");
        }
        for variables in [&[("TERM", "tmux-256color")][..], &[xterm, ("TMUX", "/tmp/x,1,0")]] {
            assert!(seen(variables).is_err_and(|why| why.contains("tmux")), "{variables:?}");
        }
    }
}
