//! What we say on stderr never stops a program: not where nobody reads it, nor where the program itself
//! does, in a thread that needs the GIL.

use std::io::{BufRead as _, BufReader, Write as _};

use cg_plot_capture_tests::harness::give;
use cg_plot_capture_tests::prelude::*;

/// A setting that makes a process say a line, and a part of that.
type Saying = (&'static str, &'static str, &'static str);

const BAD_VALUE: Saying = ("CG_PLOT_MODE", "dispaly", "CG_PLOT_MODE=dispaly: ");

/// The others, by who says them.
const SAYINGS: [Saying; 4] = [
    ("CG_PLOT_UNSHOWN", "captur", "CG_PLOT_UNSHOWN=captur: "),
    ("CG_PLOT_MAX_FIGURES", "0", "0 figures were delivered, the rest is dropped"),
    ("CG_PLOT_MAX_BYTES", "9", "a figure's SVG is larger than CG_PLOT_MAX_BYTES"),
    ("CG_PLOT_LOG", "debug", "plot_1.png: displayed true, saved false"),
];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let shared = Shared::new(installed);
    let name = "stderr: a full one that nobody reads delays a figure and loses none";
    shared.test(suite, name, |installation| {
        for flags in flags() {
            let delivery = full(installation, ["never", flags, "show"], BAD_VALUE);
            assert_eq!(delivery.names(), ["plot_1.svg"]);
            assert_eq!(delivery.stdout(), "in time\n");
        }
    });
    let name = "stderr: a thread that reads the program's own gets a line and stops nothing";
    shared.test(suite, name, |installation| {
        for saying in SAYINGS.into_iter().step_by(if tests_all() { 1 } else { 2 }) {
            read(installation, ["thread", "blocks", "show"], saying);
        }
        read(installation, ["thread", "does not block", "show"], BAD_VALUE);
    });
    shared.test(suite, "stderr: signal handlers run while a line waits", |installation| {
        for flags in ["blocks", "does not block"] {
            read(installation, ["handler", flags, "show"], BAD_VALUE);
        }
    });
    shared.test(suite, "stderr: what a signal handler raises ends the wait", |installation| {
        let delivery = full(installation, ["raises", "blocks", "show"], BAD_VALUE);
        assert_eq!(delivery.names(), ["plot_1.svg"]);
        assert_eq!(delivery.stdout(), "raised\nin time\n");
        // It was delivered before that was said: not twice.
        let delivery = full(installation, ["raises", "blocks", "show"], SAYINGS[3]);
        assert_eq!(delivery.names(), ["plot_1.svg"]);
        assert_eq!(delivery.stdout(), "raised\nin time\n");
    });
    let name = "stderr: a child forked while another thread's line waits says its own";
    shared.test(suite, name, |installation| {
        let mut command = command(installation, "stderr/forks");
        let file = installation.home.path().join("file");
        fs_err::write(file, "mine").unwrap();
        command.env("CG_PLOT_MODE", "both").env("CG_PLOT_FILENAME", "file/{i}.png");
        let (reader, writer) = std::io::pipe().unwrap();
        give(&mut command, writer.into());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut program = command.spawn().unwrap();
        drop(command);
        let mut lines = BufReader::new(reader).lines();
        assert!(lines.next().unwrap().unwrap().contains("\"1.svg\""));
        program.stdin.take().unwrap().write_all(b"delivered\n").unwrap();
        let output = program.wait_with_output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{}: {stdout}", output.status);
        let said = "cg-plot-capture: file/1.png could not be saved: file is not a folder";
        // The child says it in any case, the thread unless it has waited in vain on a busy machine.
        assert!(matches!(stdout.lines().count(), 1 | 2), "{stdout}");
        assert!(stdout.lines().all(|line| line == said), "{stdout}");
        assert_eq!(lines.count(), 1);
    });
    suite.on_newest("stderr: a capture that can't start waits no longer", |python| {
        let installation = Installation::enable(python, &[]);
        installation.venv("venv");
        broken(&installation);
    });
}

/// Whether stderr blocks; by default it does.
fn flags() -> &'static [&'static str] {
    if tests_all() { &["blocks", "does not block"] } else { &["blocks"] }
}

fn installed(python: &Interpreter) -> Installation {
    let installation = Installation::shared(python, &[]);
    installation.venv("venv");
    installation
}

/// A script that is ended where it hangs.
fn command(installation: &Installation, name: &str) -> Command {
    let mut command = installation.home.command("timeout");
    command.arg("60").arg(installation.home.path().join("venv/bin/python")).arg(script(name));
    command
}

#[track_caller]
fn full(installation: &Installation, arguments: [&str; 3], saying: Saying) -> Delivery {
    let mut command = command(installation, "stderr/full");
    deliver(command.args(arguments).env(saying.0, saying.1)).success()
}

/// The line arrives, alone and whole.
#[track_caller]
fn read(installation: &Installation, arguments: [&str; 3], saying: Saying) {
    let stdout = full(installation, arguments, saying).stdout();
    let said = stdout.strip_prefix("in time\ncg-plot-capture: ");
    let said = said.unwrap_or_else(|| panic!("{arguments:?} {saying:?}: {stdout:?}"));
    assert!(said.contains(saying.2) && said.ends_with('\n'), "{stdout}");
    assert_eq!(said.lines().count(), 1, "{stdout}");
}

/// Where something of ours raises while it is loaded.
fn broken(installation: &Installation) {
    let package = installation.preload().with_file_name("cg_plot_capture");
    fs_err::write(package.join("_backend_switch.py"), "raise RuntimeError('broken')\n").unwrap();
    fs_err::remove_dir_all(package.join("__pycache__")).unwrap();
    for flags in flags() {
        let output = run(command(installation, "stderr/full").args(["never", flags, "import"]));
        assert!(output.status.success(), "{output:?}");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "in time\n");
        let failed = ("CG_PLOT_LOG", "warn", "not active here: RuntimeError: broken");
        read(installation, ["handler", flags, "import"], failed);
    }
}
