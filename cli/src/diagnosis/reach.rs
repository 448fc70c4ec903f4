//! Whether a Python is reached, whatever way it is started in: as a program of this shell would be.

use std::path::Path;
use std::process::Command;

use crate::diagnosis::Check;
use crate::install::interpreter::Interpreter;
use crate::install::proof::{self, PROBE};
use crate::install::python::{self, literal};

/// A way of starting a Python.
struct Way {
    name: &'static str,
    /// The words behind the shell's `exec`, given the interpreter and the probe.
    words: fn(&str) -> Vec<String>,
}

const WAYS: [Way; 6] = [
    Way { name: "plain", words: |python| words(&[python, "-c", PROBE]) },
    Way { name: "-I", words: |python| words(&[python, "-I", "-c", PROBE]) },
    Way { name: "-E", words: |python| words(&[python, "-E", "-c", PROBE]) },
    // What `enable` stored may be to save alone: the probe is about the channel.
    Way {
        name: "env -i",
        words: |python| words(&["env", "-i", "CG_PLOT_MODE=display", python, "-c", PROBE]),
    },
    Way {
        name: "subprocess",
        words: |python| {
            let call = "subprocess.run([sys.executable, '-c', code], close_fds=True)";
            words(&[python, "-c", &format!("import subprocess, sys\n{}\n{call}", code())])
        },
    },
    Way {
        name: "multiprocessing",
        words: |python| {
            let call =
                "p = multiprocessing.get_context('spawn').Process(target=exec, args=(code,))";
            let script = format!("import multiprocessing\n{}\n{call}\np.start(); p.join()", code());
            words(&[python, "-c", &script])
        },
    },
];

/// The name of the way that needs a folder.
const VENV: &str = "a venv made now";

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// The probe as a variable of a Python script's.
fn code() -> String {
    format!("code = {}", literal(Path::new(PROBE)))
}

/// Starts `interpreter` in each way; `remedy` is what to type where one is not reached.
pub(crate) fn check(interpreter: &Interpreter, remedy: &str) -> Check {
    let subject = format!("{} {}", interpreter.name(), interpreter.executable.display());
    let program = interpreter.executable.to_string_lossy().into_owned();
    let mut reached = vec![];
    let mut missed: Vec<(String, Vec<&str>)> = vec![];
    let mut note = |way, came: Result<(), String>| match came {
        Ok(()) => reached.push(way),
        Err(why) => match missed.iter_mut().find(|(known, _)| *known == why) {
            Some((_, ways)) => ways.push(way),
            None => missed.push((why, vec![way])),
        },
    };
    for way in &WAYS {
        note(way.name, came(&(way.words)(&program)));
    }
    // Debian splits the module off: then nobody here makes a venv.
    if let Ok((_folder, python)) = venv(&program) {
        note(VENV, came(&words(&[&python, "-c", PROBE])));
    }
    if missed.is_empty() {
        return Check::good(subject, format!("a message came from {}", reached.join(", ")));
    }
    let missed = missed.iter().map(|(why, ways)| format!("{} ({why})", ways.join(", ")));
    let missed = missed.collect::<Vec<_>>().join("; ");
    let text = match reached.is_empty() {
        true => format!("no message came from {missed}"),
        false => format!("a message came from {}, none from {missed}", reached.join(", ")),
    };
    Check::problem(subject, text, remedy)
}

/// Runs `words` with a pipe at descriptor 3; whether the probe's message came through it.
fn came(words: &[String]) -> Result<(), String> {
    let mut command = with_channel(words);
    let (_, stream) = proof::probed(&mut command)?;
    proof::arrived(&stream)
}

/// `words` as a program of this shell would be started, its descriptor 3 our pipe.
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
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
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
