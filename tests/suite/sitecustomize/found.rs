//! A process whose parent has closed descriptor 3 finds the channel again, and nothing else.

mod refused;
mod shells;

use cg_plot_capture_tests::channel::{self, Kind, Pace, deliver_by};
use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::{copy_of, shows};
use nix::sys::stat::fstat;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let setup = Shared::new(Setup::new);
    for kind in [Kind::Pipe, Kind::Fifo, Kind::Socket, Kind::Terminal, Kind::File] {
        let name = format!("found again: a channel that is a {kind:?}, by its holder's descriptor");
        setup.test(suite, &name, move |setup| {
            let delivery =
                deliver_by(&mut setup.behind(), kind, Pace::FAST, channel::open(kind)).success();
            assert_eq!(delivery.names(), ["plot_1.svg", "plot_2.svg"], "{}", delivery.stderr());
            assert_eq!(delivery.stderr(), "");
        });
    }
    setup.test(suite, "found again: beside a file of the program's own at 3", |setup| {
        // In the program itself and in each kind of child that it has; the shell before it has the channel.
        let folder = copy_of("found");
        let mut command = setup.installation.home.command("sh");
        command.args(["-c", "\"$@\"; exit $?", "sh"]).arg(&setup.python).arg(script("own_file"));
        command.arg("replace").args((!tests_all()).then_some("plain"));
        let delivery = deliver(command.current_dir(folder.path())).success();
        assert_eq!(delivery.messages().len(), 13, "{}", delivery.stderr());
        assert_eq!(delivery.stderr(), "");
        assert_eq!(fs_err::read_to_string(folder.path().join("own.txt")).unwrap(), "mine\n");
    });
    let name =
        "found again: a daemon holds no harness up, and says once that the channel has ended";
    setup.test(suite, name, |setup| {

    let folder = copy_of("found");
    for name in ["shown", "go"] {
        succeed(Command::new("mkfifo").arg(folder.path().join(name)));
    }
    // It comes back when nobody has the channel any more.
    let delivery = deliver(setup.command("found/daemon").current_dir(folder.path())).success();
    assert_eq!(delivery.names(), ["plot_1.svg"]);
    // The daemon has held nothing of it, because it waits for this.
    fs_err::write(folder.path().join("go"), "").unwrap();
    assert_eq!(fs_err::read_to_string(folder.path().join("shown")).unwrap(), "second");
    let log = without_font_cache(&fs_err::read(folder.path().join("log")).unwrap());
    let line = "cg-plot-capture: the channel has ended, or no process that holds it is visible from here, so \
         that no figure can be displayed (CG_PLOT_MODE=save writes files)\n";
    assert_eq!(log, line);
});
    let name = "found again: a child of one that wants no figures is silent too";
    setup.test(suite, name, |setup| {
        let behind = setup.behind();
        let mut shell = setup.installation.home.command("sh");
        shell.args(["-c", "exec \"$@\" 3>/dev/null", "sh"]).arg(behind.get_program());
        let output = run(shell.args(behind.get_args()));
        assert!(output.status.success());
        assert_eq!(without_font_cache(&output.stderr), "");
    });
    let name = "found again: a child that another thread forks meanwhile does not keep the channel";
    setup.test(suite, name, |setup| {
        let said = succeed(&mut setup.command("found/forked"));
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines[0], "in the child: 0");
        let bytes: usize = lines[1].parse().unwrap();
        assert!(bytes > 1 << 16, "the figure has not arrived: {bytes}");
    });
    let name = "found again: run finds the figures behind a shell of another run's, and the outer one none";
    setup.test(suite, name, |setup| {
        // Both have the preload in the list: which of the two arms differs between versions of CPython.
        let folder = copy_of("reach");
        let cli = setup.installation.home.cli(&[]);
        let mut command = setup.installation.home.cli(&["run", "-o", "outer", "--"]);
        command.arg(cli.get_program()).args(["run", "-o", "inner", "--", "sh", "-c"]);
        command.args(["\"$@\" 3>&-; exit $?", "sh"]).arg(&setup.python).arg("figure.py");
        let output = run(command.current_dir(folder.path()));
        let said = without_font_cache(&output.stderr);
        assert!(output.status.success(), "{said}");
        let said: Vec<&str> = said.lines().collect();
        assert!(said[0].starts_with("cg-plot-capture: 1 figure: inner"), "{said:?}");
        assert_eq!(said[1..], ["cg-plot-capture: no figure arrived"], "{said:?}");
    });
    let name = "found again: behind node, as a harness or run names its own channel";
    setup.needing(suite, name, tool("node"), |setup, _| behind_node(setup));
    refused::add(suite, &setup);
    shells::add(suite, &setup);
}

/// What these tests share.
struct Setup {
    installation: Installation,
    /// A Python that the hook reaches.
    python: PathBuf,
}

impl Setup {
    fn new(python: &Interpreter) -> Self {
        let installation = Installation::shared(python, &[]);
        let python = installation.venv("venv");
        Self { installation, python }
    }

    /// A Python that runs `name` of `tests/scripts`.
    fn command(&self, name: &str) -> Command {
        let mut command = self.installation.home.command(&self.python);
        command.arg(script(name));
        command
    }

    /// A Python whose child delivers two figures with descriptor 3 closed.
    fn behind(&self) -> Command {
        let mut command = self.command("found/behind");
        command.arg(&self.python).arg(shows());
        command
    }
}

fn behind_node(setup: &Setup) {
    let folder = copy_of("reach");
    let node = |mut command: Command| {
        command.args(["start.js", "spawnSync"]).arg(&setup.python).arg("figure.py");
        command.current_dir(folder.path());
        command
    };
    // As docs/PROTOCOL.md says where neither a Python nor a shell of ours is first.
    let (reader, writer) = channel::open(Kind::Pipe);
    let status = fstat(&writer).unwrap();
    let mut command = node(setup.installation.home.command("node"));
    command.env("CG_PLOT_CHANNEL", format!(":pw:{}:{}::", status.st_dev, status.st_ino));
    let delivery = deliver_by(&mut command, Kind::Pipe, Pace::FAST, (reader, writer)).success();
    assert_eq!(delivery.names(), ["plot_1.svg"], "{}", delivery.stderr());
    let run_s = setup.installation.home.cli(&["run", "-o", "figures", "--", "node"]);
    let output = run(&mut node(run_s));
    let said = without_font_cache(&output.stderr);
    assert!(output.status.success() && said.starts_with("cg-plot-capture: 1 figure: "), "{said}");
}
