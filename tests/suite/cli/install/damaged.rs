//! What somebody has damaged, deleted, moved or copied by hand is found and taken back, or replaced.

use cg_plot_capture_tests::prelude::*;

use super::machine::{Machine, State, enabled, same};
use super::stop::{self, said};

mod moved;
mod receipt;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    Machine::test(
        suite,
        "a damaged settings file is replaced by enable, which says so",
        |machine| {
            machine.enable(&["--mode", "both"]);
            machine.write(SETTINGS, "CG_PLOT_MODE=both\n\0\0\0\0");
            let output = run(&mut machine.enabling(&["--mode", "save"]));
            enabled(&output);
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(
                said.contains("settings is damaged: line 2 is not a setting; its valid"),
                "{said}"
            );
            assert_eq!(machine.read(SETTINGS), "CG_PLOT_MODE=save\n");
        },
    );
    Machine::test(suite, "disable takes back a damaged settings file", |machine| {
        let before = machine.state();
        machine.enable(&["--mode", "both"]);
        fs_err::write(machine.path(SETTINGS), b"\xff\0").unwrap();
        machine.disable();
        same(&machine.state(), &before);
    });
    Machine::test(suite, "disable finds what is left of a folder that was deleted", |machine| {
        let before = furnish(machine);
        machine.enable(&[]);
        fs_err::remove_dir_all(machine.folder()).unwrap();
        let output = run(&mut finding(machine, &["disable"]));
        let text = said(&output);
        assert!(output.status.success() && text.contains("\ndisabled\n"), "{text}");
        assert!(text.contains("note: there is no receipt"), "{text}");
        for path in [machine.path(".bashrc"), machine.hook()] {
            assert!(text.contains(&format!("  took back {}\n", path.display())), "{text}");
        }
        same_but_for_times(machine, &before);
        let before = machine.state();
        assert_eq!(succeed(&mut finding(machine, &["disable"])), "nothing is enabled here\n");
        same(&machine.state(), &before);
    });
    Machine::test(suite, "enable finds what is left of a folder that was deleted", |machine| {
        let before = furnish(machine);
        machine.enable(&[]);
        fs_err::remove_dir_all(machine.folder()).unwrap();
        let ruin = machine.state();
        let output = run(&mut machine.enabling(&["--dry-run"]));
        assert!(said(&output).contains("note: there is no receipt"), "{}", said(&output));
        same(&machine.state(), &ruin);
        machine.enable(&[]);
        assert_eq!(machine.read(".bashrc").matches("# cg-plot-capture").count(), 1);
        machine.disable();
        same_but_for_times(machine, &before);
    });
    Machine::test(suite, "disable without a receipt empties the folder that is ours", |machine| {
        let before = furnish(machine);
        machine.enable(&[]);
        fs_err::remove_file(machine.path(RECEIPT)).unwrap();
        succeed(&mut finding(machine, &["disable"]));
        same_but_for_times(machine, &before);
    });
    Machine::test(suite, "what only looks like ours is left, and said", |machine| {
        // Another installation of this user's, which works.
        let data = machine.path("other");
        fs_err::create_dir_all(data.join("cg-plot-capture")).unwrap();
        let script = data.join("cg-plot-capture/env.sh");
        fs_err::write(&script, "").unwrap();
        let script = script.display();
        machine.write(
            ".bashrc",
            &format!("if [ -r '{script}' ]; then . '{script}'; fi # cg-plot-capture\n"),
        );
        machine.write(".profile", "if [ -r '/gone' ]; then . '/gone'; fi # cg-plot-capture\n");
        machine.write(".zshenv", "# cg-plot-capture\n");
        machine.enable(&[]);
        let hook = fs_err::read_to_string(machine.hook()).unwrap();
        fs_err::write(machine.hook(), hook + "import theirs\n").unwrap();
        machine.write(".cg_bash_env", machine.read(".bashrc").lines().next().unwrap());
        let folder = machine.folder();
        let line = machine.read(".cg_bash_env");
        assert!(line.contains(folder.to_str().unwrap()), "{line}");
        let edited = line.replace("; fi", "; true; fi");
        machine.write(".cg_bash_env", &edited);
        fs_err::remove_dir_all(folder).unwrap();
        let text = succeed(&mut finding(machine, &["disable"]));
        assert!(
            text.contains("sitecustomize.py was edited or is another version's: left"),
            "{text}"
        );
        assert!(machine.hook().exists());
        assert_eq!(machine.read(".cg_bash_env"), edited);
        assert!(machine.read(".bashrc").contains("/other/cg-plot-capture/env.sh"));
        assert_eq!(machine.read(".bashrc").lines().count(), 1);
        assert_eq!(machine.read(".profile").lines().count(), 1);
        assert_eq!(machine.read(".zshenv"), "# cg-plot-capture\n");
    });
    let need = Interpreter::newest().and_then(|python| tool("gcc").map(|_| python));
    suite.needing(
        "a kill of disable at each change of what it found leaves the rest to be found",
        need,
        |python| killed(&Machine::new(&python)),
    );
    moved::add(suite);
    receipt::add(suite);
}

const SETTINGS: &str = ".local/share/cg-plot-capture/settings";
const RECEIPT: &str = ".local/share/cg-plot-capture/receipt.json";

/// `cg-plot-capture` where the machine's interpreter is found, too.
fn finding(machine: &Machine, arguments: &[&str]) -> Command {
    let mut command = machine.home.cli(arguments);
    command.env("PATH", format!("{}:/usr/bin:/bin", machine.bin().display()));
    command
}

/// A home with files of every shell, in which `enable` makes no folder that it can't be known to
/// have made.
fn furnish(machine: &Machine) -> State {
    fs_err::create_dir_all(machine.path(".local/share")).unwrap();
    fs_err::create_dir_all(machine.path(".config/fish/conf.d")).unwrap();
    for name in [".bashrc", ".profile", ".zshenv"] {
        machine.write(name, "true\n");
    }
    machine.write(".cg_bash_env", "");
    machine.state()
}

/// What is there, whatever its time: that is in the receipt alone.
fn timeless(mut state: State) -> State {
    state.values_mut().for_each(|(_, time, _)| *time = 0);
    state
}

#[track_caller]
fn same_but_for_times(machine: &Machine, before: &State) {
    same(&timeless(machine.state()), &timeless(before.clone()));
}

fn killed(machine: &Machine) {
    let library = machine.path("stop.so");
    stop::library(&library);
    let before = furnish(machine);
    let ruin = || {
        machine.enable(&[]);
        machine.write(RECEIPT, "{");
    };
    ruin();
    let steps = stop::killed(
        stop::FEW,
        || {
            let mut command = finding(machine, &["disable"]);
            command.env("LD_PRELOAD", &library);
            command
        },
        |step| {
            succeed(&mut finding(machine, &["disable"]));
            eprintln!("killed at change {step}");
            same_but_for_times(machine, &before);
            ruin();
        },
    );
    assert!(steps > 10, "{steps}");
}

/// A copy of a folder, links as links, and all times kept.
fn copy(from: &Path, to: &Path) -> PathBuf {
    succeed(Command::new("cp").arg("-a").arg(from).arg(to));
    to.to_owned()
}
