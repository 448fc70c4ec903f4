//! Checks whether a figure arrives from a Python whose parent has closed descriptor 3, as
//! interactive graders, node and Java do. The capture then finds the channel in a parent process.

use crate::diagnosis::Check;
use crate::diagnosis::reach::{code, probe, words};
use crate::install::interpreter::Interpreter;

const SUBJECT: &str = "a parent that closes file descriptor 3";

/// Checks with `interpreter`, with Python as the parent, and with node if it is installed.
pub(crate) fn check(interpreter: &Interpreter) -> Check {
    let python = interpreter.executable.to_string_lossy();
    let script = format!(
        "import os, sys\n{}\npid = os.fork()\nif pid == 0:\n    os.closerange(3, 256)\n    \
         os.execv(sys.executable, [sys.executable, '-c', code])\nos.waitpid(pid, 0)",
        code()
    );
    let mut ways = vec![("os.closerange", words(&[&python, "-c", &script]))];
    if on_path("node") {
        ways.push(("node", words(&[&python, "-c", &behind_node()])));
    }
    let (reached, missed): (Vec<_>, Vec<_>) = ways
        .into_iter()
        .map(|(way, words)| (way, probe(&words)))
        .partition(|(_, came)| came.is_ok());
    let names = |ways: &[(&'static str, _)]| -> String {
        ways.iter().map(|(way, _)| *way).collect::<Vec<_>>().join(", ")
    };
    let why = missed.iter().find_map(|(_, came)| came.as_ref().err());
    match why {
        None => Check::good(SUBJECT, format!("a message came from behind {}", names(&reached))),
        Some(why) => {
            let text = format!("no message came from behind {} ({why})", names(&missed));
            // The system does not allow it, and no command of ours changes that.
            Check::note(SUBJECT, text)
                .with("to have such programs' figures as files", "export CG_PLOT_MODE=both")
        }
    }
}

/// A Python script that makes node start the probe, with node's default descriptors except stderr.
fn behind_node() -> String {
    let start = "require('child_process').spawnSync(process.argv[1], process.argv.slice(2), \
                 {stdio: [0, 1, 2]})";
    format!(
        "import subprocess, sys\n{}\nsubprocess.run(['node', '-e', \"{start}\", sys.executable, '-c', code])",
        code()
    )
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
