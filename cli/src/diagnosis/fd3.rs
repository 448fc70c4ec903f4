//! Checks descriptor 3 as this command inherited it. A program of the same shell would inherit the
//! same.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::process::Command;

use serde::Deserialize;

use crate::diagnosis::Check;
use crate::install::interpreter::Interpreter;
use crate::install::python;

const SUBJECT: &str = "file descriptor 3 here";

/// What the capture in a Python tells about descriptor 3.
#[derive(Deserialize)]
struct Fd3Answer {
    armed: bool,
    channel: bool,
    why_not: Option<String>,
    /// Whether poll(2) reports that a reader is there.
    reader: bool,
    room: bool,
}

/// Checks descriptor 3, in the Python of `interpreter` if one is armed.
pub(crate) fn check(interpreter: Option<&Interpreter>) -> Check {
    let at = |number: u32| std::fs::metadata(format!("/proc/self/fd/{number}")).ok();
    let run = "cg-plot-capture run -o plots -- CMD";
    let Some(three) = at(3) else {
        let text = "not open: no harness waits for figures here";
        return Check::note(SUBJECT, text).with("to see those of one command", run);
    };
    let is = |other: Option<Metadata>| {
        other.is_some_and(|other| (other.dev(), other.ino()) == (three.dev(), three.ino()))
    };
    // Checked here, because in the Python that we start, stdout and stderr are ours.
    match [is(at(1)), is(at(2))] {
        [true, true] => {
            let what = std::fs::read_link("/proc/self/fd/3").unwrap_or_default();
            let text = format!("it is the same file as stdout and stderr: {}", what.display());
            return Check::problem(SUBJECT, text, run);
        }
        [true, false] => return Check::problem(SUBJECT, "it is a duplicate of stdout", run),
        [false, true] => return Check::problem(SUBJECT, "it is a duplicate of stderr", run),
        [false, false] => {}
    }
    let answer: Option<Fd3Answer> = interpreter.and_then(|interpreter| {
        let mut command = Command::new(&interpreter.executable);
        command.args(["-B", "-c", include_str!("fd3.py")]).current_dir("/");
        command.env_remove("CG_PLOT_CAPTURE");
        python::answer(&python::output(&mut command).ok()?.err)
    });
    match answer {
        Some(answer) if answer.armed => classify(&answer, run),
        _ => Check::note(SUBJECT, "open, and no Python here is reached that could classify it"),
    }
}

fn classify(answer: &Fd3Answer, run: &str) -> Check {
    match &answer.why_not {
        None if !answer.channel => {
            return Check::note(SUBJECT, "/dev/null: the parent wants no figures");
        }
        Some(why) if !answer.channel => {
            return Check::problem(SUBJECT, format!("no channel: {why}"), run);
        }
        _ => {}
    }
    if !answer.reader {
        return Check::problem(SUBJECT, "its reader has gone", run);
    }
    match answer.room {
        true => Check::good(SUBJECT, "a channel that takes messages"),
        false => Check::note(SUBJECT, "a channel whose reader is slow: it is full"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_of_the_channel_has_its_message() {
        let answer = |channel, why_not: Option<&str>, reader, room| Fd3Answer {
            armed: true,
            channel,
            why_not: why_not.map(str::to_owned),
            reader,
            room,
        };
        let classify = |answer: Fd3Answer| classify(&answer, "run").to_string();
        assert!(classify(answer(true, None, true, true)).starts_with("ok"));
        assert!(classify(answer(true, None, true, false)).starts_with("note"));
        assert!(classify(answer(true, None, false, true)).ends_with("its reader has gone"));
        assert!(classify(answer(false, None, true, true)).starts_with("note"));
        let said =
            classify(answer(false, Some("file descriptor 3 is taken by MAKEFLAGS"), true, true));
        assert!(said.ends_with("no channel: file descriptor 3 is taken by MAKEFLAGS"), "{said}");
    }
}
