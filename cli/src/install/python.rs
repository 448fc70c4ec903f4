//! Talks to Python: string literals, scripts, and tagged lines of JSON as answers.

use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::{Id, WaitPidFlag, waitid};
use nix::unistd::Pid;
use serde::de::DeserializeOwned;

use crate::install::trust::environment;

/// The start of an answer. A start-up file may print other lines.
const TAG: &str = "cg-plot-capture: ";

/// The time limit of a script: enough for a cold start from a slow disk.
const LIMIT: Duration = Duration::from_secs(10);

/// A Python string literal of a path, in ASCII. Bytes that are not UTF-8 become what Python's
/// `os.fsdecode` makes of them.
pub(crate) fn literal(path: &Path) -> String {
    let mut text = String::from("'");
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\'' | '\\' => text.extend(['\\', c]),
                ' '..='~' => text.push(c),
                _ => text.push_str(&format!("\\U{:08x}", u32::from(c))),
            }
        }
        for byte in chunk.invalid() {
            text.push_str(&format!("\\udc{byte:02x}"));
        }
    }
    text + "'"
}

/// The answer in the tagged line of `text`.
pub(crate) fn answer<T: DeserializeOwned>(text: &[u8]) -> Option<T> {
    let mut lines = text.split(|byte| *byte == b'\n');
    lines.find_map(|line| {
        // The line before may have no line end.
        let at = line.windows(TAG.len()).position(|part| part == TAG.as_bytes())?;
        serde_json::from_slice(&line[at + TAG.len()..]).ok()
    })
}

/// The exit status of a command and its output.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Output {
    pub(crate) status: ExitStatus,
    pub(crate) out: Vec<u8>,
    pub(crate) err: Vec<u8>,
}

/// Runs a command without input to its end, within [`LIMIT`]; `Err` says why there is no output.
pub(crate) fn output(command: &mut Command) -> Result<Output, String> {
    output_within(command, LIMIT)
}

/// Runs a command without input to its end, within `limit`.
pub(crate) fn output_within(command: &mut Command, limit: Duration) -> Result<Output, String> {
    environment::clean(command);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    let mut child = command.spawn().map_err(|error| format!("does not start: {error}"))?;
    let id = Pid::from_raw(i32::try_from(child.id()).unwrap_or(i32::MAX));
    let (sender, receiver) = mpsc::channel();
    let out = child.stdout.take();
    let err = child.stderr.take();
    std::thread::spawn(move || {
        let reading = std::thread::spawn(move || read(err));
        let output = (read(out), reading.join().unwrap_or_default());
        // It may close its outputs and go on. Its pid is not reused before we wait for it below.
        let _ = waitid(Id::Pid(id), WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT);
        let _ = sender.send(output);
    });
    let output = receiver.recv_timeout(limit);
    if output.is_err() {
        // A process that has ended meanwhile needs no signal.
        let _ = killpg(id, Signal::SIGKILL);
        let _ = child.kill();
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    output
        .map(|(out, err)| Output { status, out, err })
        .map_err(|_| format!("does not answer within {} s", limit.as_secs_f32()))
}

fn read(from: Option<impl std::io::Read>) -> Vec<u8> {
    let mut bytes = vec![];
    // The bytes before an error may have the answer.
    let _ = from.map(|mut from| from.read_to_end(&mut bytes));
    bytes
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn a_path_is_a_literal_that_python_reads_back() {
        let literal = |bytes: &[u8]| literal(Path::new(OsStr::from_bytes(bytes)));
        assert_eq!(literal(b"/a b"), "'/a b'");
        assert_eq!(literal(br"/a'\"), r"'/a\'\\'");
        assert_eq!(literal("/é\n".as_bytes()), r"'/\U000000e9\U0000000a'");
        assert_eq!(literal(b"/\xff"), r"'/\udcff'");
    }

    #[test]
    fn the_answer_is_found_among_other_output() {
        assert_eq!(answer(b"hello\nno end cg-plot-capture: 7\n\xff"), Some(7));
        assert_eq!(answer::<u32>(b"7\n"), None);
        assert_eq!(answer::<u32>(b"cg-plot-capture: x\n"), None);
    }

    #[test]
    fn a_command_that_closes_its_outputs_is_not_waited_for_longer() {
        let limit = Duration::from_millis(200);
        for script in ["exec >&- 2>&-; sleep 60", "sleep 60 & exit 0", "sleep 60"] {
            let output = output_within(Command::new("sh").args(["-c", script]), limit);
            assert_eq!(output, Err("does not answer within 0.2 s".into()), "{script}");
        }
    }

    #[test]
    fn a_command_that_does_not_start_says_so() {
        assert!(output(&mut Command::new("/nonexistent")).is_err_and(|why| why.contains("start")));
    }
}
