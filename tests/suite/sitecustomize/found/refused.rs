//! Where the system refuses what the search asks for: what can be opened anew is, and the rest is said.

use std::os::unix::fs::PermissionsExt;

use cg_plot_capture_tests::channel::{self, Kind, Pace, deliver_by};
use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::shows;

use super::Setup;

/// Adds the tests.
pub(super) fn add(suite: &mut Suite, setup: &Shared<Setup>) {
    for kind in [Kind::Pipe, Kind::Fifo, Kind::Terminal] {
        let name = format!("found again: a {kind:?} is opened anew where it can't be shared");
        setup.needing(suite, &name, tool("gcc"), move |setup, gcc| reopened(setup, &gcc, kind));
    }
    for kind in [Kind::Socket, Kind::File] {
        let name = format!("found again: a {kind:?} that can't be shared is named, and left alone");
        setup.needing(suite, &name, tool("gcc"), move |setup, gcc| named(setup, &gcc, kind));
    }
    let name = "found again: a torn line costs a channel that is opened anew nothing but itself";
    setup.needing(suite, name, tool("gcc"), |setup, gcc| torn(setup, &gcc));
    let name = "found again: a file of the same inode, open in another way, is not written to";
    setup.test(suite, name, |setup| {
        // The holder has put the reading end of the same FIFO at 3 meanwhile.
        let code = "import os, subprocess, sys\n\
        kept = os.dup(3)\n\
        end = os.open('/proc/self/fd/3', os.O_RDONLY | os.O_NONBLOCK)\n\
        os.dup2(end, 3, inheritable=False)\n\
        subprocess.run([sys.executable, *sys.argv[1:]], check=True)";
        let mut command = setup.installation.home.command(&setup.python);
        command.args(["-c", code]).arg(shows());
        let mut shell = within(&["sh", "-c", "exec \"$@\"", "sh"], &command);
        let delivery = deliver(&mut shell).success();
        assert!(delivery.stream.is_empty());
        assert!(
            delivery.stderr().starts_with("cg-plot-capture: the channel has ended, or no process")
        );
    });
    let root = match nix::unistd::geteuid().is_root() {
        true => {
            Interpreter::debian().and_then(|debian| Ok((debian, tool("setpriv")?, tool("gcc")?)))
        }
        false => Err("only root starts programs of other users".into()),
    };
    let name = "found again: by another user's programs, on a pipe that root has made";
    setup.needing(suite, name, root, |setup, (debian, setpriv, gcc)| {
        other_user(setup, &debian, &setpriv, &gcc);
    });
}

/// A sandbox in which pidfd_open(2) and pidfd_getfd(2) are not permitted.
fn sandbox(setup: &Setup, gcc: &Path) -> PathBuf {
    let program = setup.installation.home.path().join("refuse");
    let source = format!("{}/programs/refuse.c", env!("CARGO_MANIFEST_DIR"));
    if !program.exists() {
        // Another test may make it at the same time.
        let made = tempfile::NamedTempFile::new_in(setup.installation.home.path()).unwrap();
        let made = made.into_temp_path();
        succeed(Command::new(gcc).args(["-w", "-D_GNU_SOURCE", "-o"]).arg(&made).arg(source));
        made.persist(&program).unwrap();
    }
    program
}

/// `command` in such a sandbox, which answers EPERM.
fn confined(setup: &Setup, gcc: &Path, command: &Command) -> Command {
    within(&[sandbox(setup, gcc).to_str().unwrap(), "1"], command)
}

/// Without the empty lines that stand before each message there.
fn without_empty_lines(mut delivery: Delivery) -> Delivery {
    let text = String::from_utf8(delivery.stream).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty());
    delivery.stream = lines.map(|line| format!("{line}\n")).collect::<String>().into_bytes();
    delivery
}

fn reopened(setup: &Setup, gcc: &Path, kind: Kind) {
    let mut command = confined(setup, gcc, &setup.behind());
    let delivery = deliver_by(&mut command, kind, Pace::FAST, channel::open(kind)).success();
    assert_eq!(delivery.stderr(), "");
    assert_eq!(without_empty_lines(delivery).names(), ["plot_1.svg", "plot_2.svg"]);
}

fn named(setup: &Setup, gcc: &Path, kind: Kind) {
    let mut command = confined(setup, gcc, &setup.behind());
    let delivery = deliver_by(&mut command, kind, Pace::FAST, channel::open(kind)).success();
    assert!(delivery.stream.is_empty());
    let said = delivery.stderr();
    let (before, after) = said.split_once("process ").unwrap();
    assert_eq!(
        before,
        "cg-plot-capture: file descriptor 3 was closed by a parent, and we can't ask "
    );
    assert!(after.contains(" for it (EPERM: Operation not permitted), so that"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

fn torn(setup: &Setup, gcc: &Path) {
    let command = confined(setup, gcc, &setup.behind());
    let line = "printf '{\"messageType\": ' >&3; exec \"$@\"";
    let mut shell = within(&["sh", "-c", line, "sh"], &command);
    let mut delivery = deliver(&mut shell).success();
    let end = delivery.stream.iter().position(|byte| *byte == b'\n').unwrap();
    assert_eq!(&delivery.stream[..end], b"{\"messageType\": ");
    delivery.stream.drain(..=end);
    assert_eq!(without_empty_lines(delivery).names(), ["plot_1.svg", "plot_2.svg"]);
}

/// A grader that is root makes the pipe and drops its rights; the pipe can't be opened by the other user,
/// and where it can't be shared either, a line says what helps.
fn other_user(setup: &Setup, debian: &Interpreter, setpriv: &Path, gcc: &Path) {
    let packages = venv_with(debian, &["matplotlib"]);
    let cache = tempfile::tempdir().unwrap();
    fs_err::set_permissions(cache.path(), PermissionsExt::from_mode(0o777)).unwrap();
    let as_other = |command: &Command| {
        let mut other = setup.installation.home.command(setpriv);
        other.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
        other.arg(command.get_program()).args(command.get_args()).current_dir("/");
        other.env("LD_PRELOAD", setup.installation.preload()).env("MPLCONFIGDIR", cache.path());
        other
    };
    let mut behind = setup.installation.home.command(&packages);
    behind.arg(script("found/behind")).arg(&packages).arg(shows());
    let delivery = deliver(&mut as_other(&behind)).success();
    assert_eq!(delivery.names(), ["plot_1.svg", "plot_2.svg"], "{}", delivery.stderr());
    let delivery = deliver(&mut as_other(&confined(setup, gcc, &behind))).success();
    assert!(delivery.stream.is_empty());
    let said = delivery.stderr();
    assert!(
        said.contains("and the pipe belongs to user 0 (its harness can give it away by fchown)"),
        "{said}"
    );
    assert_eq!(said.lines().count(), 1, "{said}");
}
