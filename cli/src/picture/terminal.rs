//! What the terminal can show. It is asked only where its environment does not tell: its answer comes
//! as if typed, so that to ask is to read what somebody has typed already.

use std::fs::File;
use std::os::fd::AsFd as _;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::termios::{LocalFlags, SetArg, SpecialCharacterIndices, tcgetattr, tcsetattr};
use nix::unistd::{getpgrp, tcgetpgrp};
use rasteroid::term_misc::EnvIdentifiers;
use rasteroid::{iterm_encoder, kitty_encoder, sixel_encoder};

/// How a terminal wants its pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Graphics {
    Kitty,
    Iterm,
    Sixel,
}

/// Why there are no pictures where nobody could say more.
pub(super) const NONE: &str = "this terminal shows neither kitty's, iTerm2's nor sixel graphics";

/// What the terminal shows, and what is known of it; else why there will be no pictures.
pub(super) fn graphics() -> Result<(Graphics, EnvIdentifiers), &'static str> {
    let variable = |name: &str| std::env::var(name).ok();
    let told = told(variable)?;
    let environment = environment(variable);
    if let Some(graphics) = told.or_else(|| known(&environment)) {
        return Ok((graphics, environment));
    }
    if is_typed_ahead() {
        return Err("something was typed before the terminal could be asked what it shows");
    }
    // Asks the terminal and waits a quarter of a second for its answers.
    let environment = EnvIdentifiers::new();
    known(&environment).map(|graphics| (graphics, environment)).ok_or(NONE)
}

/// What the environment says that rasteroid does not look at.
fn told(variable: impl Fn(&str) -> Option<String>) -> Result<Option<Graphics>, &'static str> {
    let term = variable("TERM").unwrap_or_default();
    if matches!(&*term, "" | "dumb") {
        return Err("a terminal without a name (TERM), or a dumb one, shows none");
    }
    if variable("TMUX").is_some() || term.starts_with("tmux") {
        // Its setting allow-passthrough is not ours to change.
        return Err("tmux lets none through; outside of it there may be some");
    }
    let iterm = variable("TERM_PROGRAM").is_some_and(|name| name == "iTerm.app")
        || variable("ITERM_SESSION_ID").is_some();
    Ok(iterm.then_some(Graphics::Iterm))
}

/// What rasteroid would know without asking.
fn environment(variable: impl Fn(&str) -> Option<String>) -> EnvIdentifiers {
    let names = ["TERM", "TERM_PROGRAM", "LC_TERMINAL", "KONSOLE_VERSION", "WT_PROFILE_ID"];
    let data = names.iter().filter_map(|name| Some((name.to_string(), variable(name)?)));
    let data = data.map(|(name, value)| (name, value.to_lowercase())).collect();
    EnvIdentifiers { data, is_kitty: false, is_sixel: false, bg: None }
}

fn known(environment: &EnvIdentifiers) -> Option<Graphics> {
    if kitty_encoder::is_kitty_capable(environment).is_some() {
        Some(Graphics::Kitty)
    } else if iterm_encoder::is_iterm_capable(environment) {
        Some(Graphics::Iterm)
    } else {
        sixel_encoder::is_sixel_capable(environment).then_some(Graphics::Sixel)
    }
}

/// Whether something waits at the terminal for whoever reads next; half a line as well, which shows
/// only where lines are not put together (termios(3), canonical mode).
fn is_typed_ahead() -> bool {
    let Ok(terminal) = File::open("/dev/tty") else { return false };
    let waits = || {
        let mut typed = [PollFd::new(terminal.as_fd(), PollFlags::POLLIN)];
        poll(&mut typed, PollTimeout::ZERO) == Ok(1)
    };
    // From the background a change of its mode would stop us, and nobody asks it there either.
    if waits() || tcgetpgrp(&terminal) != Ok(getpgrp()) {
        return waits();
    }
    let Ok(mode) = tcgetattr(&terminal) else { return false };
    let mut raw = mode.clone();
    raw.local_flags.remove(LocalFlags::ICANON);
    raw.control_chars[SpecialCharacterIndices::VMIN as usize] = 1;
    raw.control_chars[SpecialCharacterIndices::VTIME as usize] = 0;
    let half = tcsetattr(&terminal, SetArg::TCSANOW, &raw).is_ok() && waits();
    let _ = tcsetattr(&terminal, SetArg::TCSANOW, &mode);
    half
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_tells_what_need_not_be_asked() {
        let seen = |variables: &[(&str, &str)]| {
            let variable = |name: &str| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            told(variable).map(|told| told.or_else(|| known(&environment(variable))))
        };
        let xterm = ("TERM", "xterm-256color");
        assert_eq!(seen(&[xterm]), Ok(None));
        assert_eq!(seen(&[("TERM", "xterm-kitty")]), Ok(Some(Graphics::Kitty)));
        assert_eq!(seen(&[("TERM", "foot")]), Ok(Some(Graphics::Sixel)));
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
