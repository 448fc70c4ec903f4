//! Descriptor 3: a harness's channel is used, whatever else stands there is left alone.

use std::process::Command;

use cg_plot_capture_tests::command::{run, succeed};
use cg_plot_capture_tests::harness::deliver;
use cg_plot_capture_tests::installation::Installation;
use cg_plot_capture_tests::interpreter::Interpreter;
use cg_plot_capture_tests::scripts::script;
use cg_plot_capture_tests::suite::Suite;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.needing(
        "what is no channel is left alone, with one line at most",
        Interpreter::newest(),
        |python| {
            left_alone(&python);
        },
    );
    suite.needing(
        "a reader that goes early ends nothing but the figures",
        Interpreter::newest(),
        |python| {
            reader_goes(&python);
        },
    );
    suite.needing(
        "the program's own file at 3 is never written to",
        Interpreter::newest(),
        |python| {
            own_file(&python);
        },
    );
    suite.needing(
        "a harness in Python that is captured itself gets its child's figures",
        Interpreter::newest(),
        |python| {
            let installation = Installation::enable(&python, &[]);
            let venv = installation.venv("venv");
            for way in ["pass_fds", "preexec_fn"] {
                let mut command = installation.in_shell(&venv);
                let output =
                    succeed(command.arg(script("harness")).arg(way).arg(script("two_shows")));
                assert_eq!(output, "plot_1.svg\nplot_2.svg\n", "{way}");
            }
        },
    );
}

/// Runs the two-shows script behind a shell redirection; answers its stderr.
fn redirected(installation: &Installation, redirection: &str) -> String {
    let venv = installation.home.path().join("venv/bin/python");
    let text = format!("exec {} {} {redirection}", venv.display(), script("two_shows").display());
    let output = run(installation.in_shell("bash").args(["-c", &text]));
    assert!(output.status.success(), "{redirection}: {}", output.status);
    assert_eq!(output.stdout, b"", "{redirection}");
    String::from_utf8(output.stderr).unwrap()
}

fn left_alone(python: &Interpreter) {
    let installation = Installation::enable(python, &[]);
    installation.venv("venv");
    for (redirection, said) in [
        ("", "file descriptor 3 is not open"),
        ("3>&1", "file descriptor 3 is stdout once more"),
        ("3>&2", "file descriptor 3 is stderr once more"),
        ("3<.cg_bash_env", "file descriptor 3 is open for reading only"),
        ("3<.", "file descriptor 3 is neither a pipe, a socket, a terminal nor a file"),
    ] {
        let stderr = redirected(&installation, redirection);
        assert!(stderr.contains(said) && stderr.lines().count() == 1, "{redirection}: {stderr}");
    }
    assert_eq!(redirected(&installation, "3>/dev/null"), "");
    assert_eq!(redirected(&installation, "3>figures"), "");
    let lines = fs_err::read_to_string(installation.home.path().join("figures")).unwrap();
    assert_eq!(lines.lines().count(), 2);
}

fn reader_goes(python: &Interpreter) {
    let installation = Installation::enable(python, &[]);
    let venv = installation.venv("venv");
    let script = script("many_shows");
    // The reader takes a few bytes and goes; the program ends as if it had stayed, also where it
    // lets a broken pipe kill it.
    for sigpipe in ["ignored", "default"] {
        let text = format!(
            "set -o pipefail; {{ {} {} {sigpipe} 3>&1 >&4 | head -c 20 >&2; }} 4>&1",
            venv.display(),
            script.display()
        );
        let output = run(installation.in_shell("bash").args(["-c", &text]));
        assert!(output.status.success(), "{sigpipe}: {output:?}");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "done\n", "{sigpipe}");
    }
}

fn own_file(python: &Interpreter) {
    let installation = Installation::enable(python, &[]);
    let venv = installation.venv("venv");
    let code = script("own_file");
    // In the parent, in a subprocess and in a spawn worker, with no channel anywhere.
    let output = run(installation.in_shell(&venv).arg(&code));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let own = fs_err::read_to_string(installation.home.path().join("own.txt")).unwrap();
    assert_eq!(own, "mine\n", "{}", String::from_utf8_lossy(&output.stderr));
    // The same where the harness's channel is closed and the number used again.
    let mut command: Command = installation.in_shell(&venv);
    let delivery = deliver(command.arg(&code).arg("replace")).success();
    assert_eq!(delivery.names(), Vec::<String>::new());
    let own = fs_err::read_to_string(installation.home.path().join("own.txt")).unwrap();
    assert_eq!(own, "mine\n");
}
