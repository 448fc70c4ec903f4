//! What stands at descriptor 3 and is nobody's channel: it stays untouched, and so does the program.

use std::fs::File;
use std::io::Read as _;

use nix::fcntl::{FcntlArg, OFlag, fcntl};

use cg_plot_capture_tests::channel::{Pace, open, read};
use cg_plot_capture_tests::harness::give;
use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::{copy_of, shows};

use cases::{CASES, LOGS, REDIRECTIONS};

mod cases;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let shared = Shared::new(installed);
    for (number, case) in CASES.into_iter().enumerate() {
        let name = format!("{} at descriptor 3 is left alone", case.name);
        shared.test(suite, &name, move |installation| {
            // The layers take turns.
            for command in turns(installation, &shows(), number) {
                let mut command = behind(&format!("{} exec \"$@\"", case.environment), &command);
                let (at_three, other) = (case.open)();
                give(&mut command, at_three);
                let said = unharmed(&run(&mut command), &[], 1);
                assert!(said.contains(case.said), "{said}");
                assert!(case.said.is_empty() == said.is_empty(), "{said}");
                if let Some(other) = other {
                    assert_eq!(String::from_utf8_lossy(&waiting(other)), "");
                }
            }
        });
    }
    for (number, (name, line, said)) in REDIRECTIONS.into_iter().enumerate() {
        let name = format!("{name} at descriptor 3 costs one line");
        shared.test(suite, &name, move |installation| {
            for command in turns(installation, &shows(), number) {
                let err = unharmed(&run(&mut behind(line, &command)), &[], 1);
                assert!(err.contains(said), "{err}");
            }
        });
    }
    for (number, (name, kind, said)) in LOGS.into_iter().enumerate() {
        let name = format!("{name} at descriptor 3 costs one line");
        shared.test(suite, &name, move |installation| {
            // Where stdout and stderr are the same.
            for mut command in turns(installation, &shows(), number) {
                let (reader, writer) = open(kind);
                let [out, err] = [(); 2].map(|()| writer.try_clone().unwrap());
                command.stdin(Stdio::null()).stdout(out).stderr(err);
                give(&mut command, writer);
                let status = command.status().unwrap();
                drop(command);
                let (stdout, stderr) = (vec![], read(reader, Pace::FAST));
                let err = unharmed(&Output { status, stdout, stderr }, &[], 1);
                assert!(err.contains(said), "{err}");
            }
        });
    }
    for method in ["spawn", "fork", "forkserver"] {
        let name =
            format!("the end of a Pipe at 3 in a worker by {method} carries its own words only");
        let pipe_end = move |installation: &Installation| {
            for mut command in turns(installation, &script("pipe_end"), 0) {
                unharmed(&run(command.arg(method)), &["worked"; 2], 3);
            }
        };
        shared.test(suite.seldom_if(method != "spawn"), &name, pipe_end);
    }
    for (number, (name, arguments)) in [
        ("the program's own file at 3", &[] as &'static [&str]),
        ("the program's own file at 3, private to it,", &["private"]),
        ("the program's own file where the channel was", &["replace"]),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("{name} is never written to");
        suite.on_newest(&name, move |python| {
            // In the script and in each kind of child that it has.
            let installation = installed(python);
            for mut command in turns(&installation, &script("own_file"), number) {
                command.args(arguments).args((!tests_all()).then_some("plain"));
                let output = if arguments.contains(&"replace") {
                    let delivery = deliver(&mut command);
                    assert_eq!(delivery.names(), Vec::<String>::new());
                    delivery.output
                } else {
                    run(&mut command)
                };
                unharmed(&output, &["worked"; 13], 13);
                let own = fs_err::read_to_string(installation.home.path().join("own.txt")).unwrap();
                assert_eq!(own, "mine\n");
            }
        });
    }
    let needed = tool("make").and_then(|_| Interpreter::newest());
    suite.needing("make's own jobserver loses no token to a figure", needed, |python| {
        jobserver(&installed(&python));
    });
}

fn installed(python: &Interpreter) -> Installation {
    let installation = Installation::shared(python, &[]);
    installation.venv("venv");
    installation
}

/// By default one of the two layers, in turns.
fn turns(installation: &Installation, program: &Path, number: usize) -> Vec<Command> {
    let mut layers = Vec::from(layers(installation, program));
    if !tests_all() {
        layers.swap_remove(number % 2);
    }
    layers
}

/// A script by each layer alone, with nothing at 3.
fn layers(installation: &Installation, program: &Path) -> [Command; 2] {
    let python = installation.home.path().join("venv/bin/python");
    [installation.preloaded(&python), installation.home.command(&python)].map(|mut command| {
        command.arg(program);
        command
    })
}

/// The program said what it says, and each process at most one line of ours; answers those.
#[track_caller]
fn unharmed(output: &Output, said: &[&str], processes: usize) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    assert!(output.status.success(), "{}\n{err}", output.status);
    assert_eq!(out.lines().collect::<Vec<_>>(), said, "{err}");
    let ours = ["cg-plot-capture: file descriptor 3 ", "cg-plot-capture: the channel has ended"];
    let is_ours = |line: &str| ours.iter().any(|start| line.starts_with(start));
    assert!(err.lines().all(is_ours) && err.lines().count() <= processes, "{err}");
    err.into_owned()
}

/// `command` behind a line of shell, which ends with `exec "$@"`.
fn behind(line: &str, command: &Command) -> Command {
    within(&["sh", "-c", line, "sh"], command)
}

/// What can be read without waiting.
fn waiting(mut file: File) -> Vec<u8> {
    fcntl(&file, FcntlArg::F_SETFL(OFlag::O_NONBLOCK)).unwrap();
    let mut bytes = Vec::new();
    // An error is the end too: that of nothing there.
    let _ = file.read_to_end(&mut bytes);
    bytes
}

/// A recipe marked with `+` is given the jobserver, at 3 and 4 where these are free. Each token
/// that it lost, or found too many, would be a complaint of make's.
fn jobserver(installation: &Installation) {
    let folder = copy_of("reach");
    let venv = installation.home.path().join("venv/bin");
    let rules = "all: one two\none two:\n\t+@python figure.py\n";
    fs_err::write(folder.path().join("Makefile"), rules).unwrap();
    for command in turns(installation, &shows(), 0) {
        let mut make = behind("exec make -s -j2", &command);
        make.current_dir(folder.path());
        make.env("PATH", format!("{}:/usr/bin:/bin", venv.display()));
        unharmed(&run(&mut make), &["done"; 2], 2);
    }
}
