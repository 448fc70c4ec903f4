//! Checks whether a Python is captured in every way of starting it, as a program of this shell
//! would start it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::capture::temporary;
use crate::diagnosis::Check;
use crate::install::interpreter::Interpreter;
use crate::install::proof::{self, PROBE};
use crate::install::python::{self, literal};
use crate::install::slot::Slot;

/// A way of starting a Python.
struct StartMethod {
    name: &'static str,
    /// The arguments of the shell's `exec`, made from the interpreter and the probe.
    words: fn(&str) -> Vec<String>,
}

const WAYS: [StartMethod; 6] = [
    StartMethod { name: "plain", words: |python| words(&[python, "-c", PROBE]) },
    StartMethod { name: "-I", words: |python| words(&[python, "-I", "-c", PROBE]) },
    StartMethod { name: "-E", words: |python| words(&[python, "-E", "-c", PROBE]) },
    // The probe tests the channel, so that it needs the mode display even if `enable` has stored
    // save.
    StartMethod {
        name: "env -i",
        words: |python| words(&["env", "-i", "CG_PLOT_MODE=display", python, "-c", PROBE]),
    },
    StartMethod {
        name: "subprocess",
        words: |python| {
            let call = "subprocess.run([sys.executable, '-c', code], close_fds=True)";
            words(&[python, "-c", &format!("import subprocess, sys\n{}\n{call}", code())])
        },
    },
    StartMethod {
        name: "multiprocessing",
        words: |python| {
            let call =
                "p = multiprocessing.get_context('spawn').Process(target=exec, args=(code,))";
            let script = format!("import multiprocessing\n{}\n{call}\np.start(); p.join()", code());
            words(&[python, "-c", &script])
        },
    },
];

/// The consequence if another installation answers.
const THEIRS: &str = "its settings count where no preload of ours is";

/// The name of the start method that needs a folder.
const VENV: &str = "a venv made now";

/// The start methods that a hook in `slot` does not reach.
fn unread(slot: &Slot) -> &'static [&'static str] {
    match slot {
        Slot::Zip(_) | Slot::Library(_) => &[],
        Slot::Site(_) => &[VENV],
        Slot::UserSite(_) => &["-I", VENV],
    }
}

pub(super) fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// The probe as a variable in a Python script.
pub(super) fn code() -> String {
    format!("code = {}", literal(Path::new(PROBE)))
}

/// A problem if `interpreter` does not start with the `PYTHONHOME` of this shell.
pub(crate) fn home(interpreter: &Interpreter) -> Option<Check> {
    let home = std::env::var_os("PYTHONHOME")?;
    let mut command = Command::new(&interpreter.executable);
    command.args(["-S", "-B", "-c", "pass"]).env("CG_PLOT_CAPTURE", "off").current_dir("/");
    let starts = python::output(&mut command).is_ok_and(|output| output.status.success());
    let text = format!("{} does not start with it", interpreter.name());
    let problem = || {
        let subject = format!("PYTHONHOME={}", home.display());
        Check::problem(subject, text, "unset PYTHONHOME")
    };
    (!starts).then(problem)
}

/// Starts `interpreter` in each way. `slot` is that of its hook, `remedy` the command to type if a
/// way is not captured, and `known` the folders of the installations that may answer.
pub(crate) fn check(
    interpreter: &Interpreter,
    slot: Option<&Slot>,
    remedy: &str,
    known: &[PathBuf],
) -> Vec<Check> {
    let subject = format!("{} {}", interpreter.name(), interpreter.executable.display());
    let program = interpreter.executable.to_string_lossy().into_owned();
    let mut reached = vec![];
    let mut missed: Vec<(String, Vec<&str>)> = vec![];
    let mut others = BTreeSet::new();
    let mut note = |way, came: Result<Option<PathBuf>, String>| match came {
        Ok(by) => {
            reached.push(way);
            others.extend(by.filter(|by| !known.contains(by)));
        }
        Err(why) => match missed.iter_mut().find(|(known, _)| *known == why) {
            Some((_, ways)) => ways.push(way),
            None => missed.push((why, vec![way])),
        },
    };
    for way in &WAYS {
        note(way.name, probe(&(way.words)(&program)));
    }
    // On Debian the venv module may be missing; then nobody here makes a venv.
    if let Ok((_folder, python)) = venv(&program) {
        note(VENV, probe(&words(&[&python, "-c", PROBE])));
    }
    let others = others.iter().map(|folder| {
        let folder = folder.display();
        let text = format!("another installation captures here: {folder}; {THEIRS}");
        Check::note(&subject, text)
    });
    let mut checks: Vec<Check> = others.collect();
    if missed.is_empty() {
        let text = format!("a message came from {}", reached.join(", "));
        checks.insert(0, Check::good(subject, text));
        return checks;
    }
    let beyond = slot.map_or(&[][..], unread);
    let meant = slot
        .and_then(Slot::limit)
        .filter(|_| missed.iter().flat_map(|(_, ways)| ways).all(|way| beyond.contains(way)));
    let missed = missed.iter().map(|(why, ways)| format!("{} ({why})", ways.join(", ")));
    let missed = missed.collect::<Vec<_>>().join("; ");
    let text = match reached.is_empty() {
        true => format!("no message came from {missed}"),
        false => format!("a message came from {}, none from {missed}", reached.join(", ")),
    };
    let problem = Check::problem(subject, text, remedy);
    checks.insert(0, meant.into_iter().fold(problem, |problem, limit| problem.intended(limit)));
    checks
}

/// Runs `words` with a pipe at descriptor 3. Returns the folder of the installation that sent the
/// probe's message; `Err` if no message came.
pub(super) fn probe(words: &[String]) -> Result<Option<PathBuf>, String> {
    let probed = proof::probed(&mut with_channel(words))?;
    let folder = probed.arrived()?;
    Ok(folder.map(|folder| folder.canonicalize().unwrap_or_else(|_| folder.to_owned())))
}

/// A command that starts `words` as a program of this shell, with our pipe at descriptor 3.
pub(crate) fn with_channel(words: &[String]) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "exec \"$@\" 3>&1 1>/dev/null", "sh"]).args(words).current_dir("/");
    for name in ["CG_PLOT_CHANNEL", "CG_PLOT_CAPTURE", "BASH_XTRACEFD", "NODE_CHANNEL_FD"] {
        command.env_remove(name);
    }
    command.env("CG_PLOT_MODE", "display").env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

fn venv(program: &str) -> Result<(tempfile::TempDir, String), String> {
    let folder = temporary::private().map_err(|error| error.to_string())?;
    let venv = folder.path().join("venv");
    let mut command = Command::new(program);
    command.args(["-I", "-m", "venv", "--without-pip"]).arg(&venv).current_dir("/");
    python::output(&mut command)?;
    let python = venv.join("bin/python");
    match python.exists() {
        true => Ok((folder, python.to_string_lossy().into_owned())),
        false => Err("it makes no venv".into()),
    }
}
