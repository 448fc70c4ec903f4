//! What somebody has damaged, deleted, moved or copied by hand is found and taken back, or replaced.

use cg_plot_capture_tests::prelude::*;

use super::machine::{Machine, State, same, timeless};
use super::stop::{self, Kept};

mod moved;
mod receipt;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let name = "what is left of a folder that was deleted is named, found and taken back";
    Machine::test(suite, name, deleted);
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
        let line = machine.read(".cg_bash_env");
        assert!(line.contains(machine.folder().to_str().unwrap()), "{line}");
        let edited = line.replace("; fi", "; true; fi");
        machine.write(".cg_bash_env", &edited);
        fs_err::remove_dir_all(machine.folder()).unwrap();
        let text = succeed(&mut machine.finding(&["disable"]));
        let left = "sitecustomize.py was edited or is another version's: left";
        assert!(text.contains(left) && machine.hook().exists(), "{text}");
        assert_eq!(machine.read(".cg_bash_env"), edited);
        assert!(machine.read(".bashrc").contains("/other/cg-plot-capture/env.sh"));
        assert_eq!([".bashrc", ".profile"].map(|name| machine.read(name).lines().count()), [1; 2]);
        assert_eq!(machine.read(".zshenv"), "# cg-plot-capture\n");
    });
    let name = "a kill of disable at each change of what it found leaves the rest to be found";
    Machine::needing(suite, name, tool("gcc"), |machine| {
        let library = stop::library(&machine.path("stop.so"));
        let before = furnish(machine);
        machine.enable(&[]);
        machine.write(RECEIPT, "{");
        let kept = Kept::new(&[&machine.home.path(), machine.hook().parent().unwrap()]);
        let disable = || {
            let mut command = machine.finding(&["disable"]);
            command.env("LD_PRELOAD", &library);
            command
        };
        let steps = stop::killed(stop::FEW, disable, |step| {
            eprintln!("killed at change {step}");
            succeed(&mut machine.finding(&["disable"]));
            same_but_for_times(machine, &before);
            kept.put_back();
        });
        assert!(steps > 10, "{steps}");
    });
    moved::add(suite);
    receipt::add(suite);
}

const SETTINGS: &str = ".local/share/cg-plot-capture/settings";
const RECEIPT: &str = ".local/share/cg-plot-capture/receipt.json";

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

#[track_caller]
fn same_but_for_times(machine: &Machine, before: &State) {
    same(&timeless(machine.state()), &timeless(before.clone()));
}

fn deleted(machine: &Machine) {
    let before = furnish(machine);
    let ruin = || {
        machine.enable(&[]);
        fs_err::remove_dir_all(machine.folder()).unwrap();
    };
    ruin();
    let (code, shown, problems) = told(&run(&mut machine.finding(&["status"])));
    assert!(code == Some(1) && shown.starts_with("not enabled\n"), "{shown}{problems}");
    let python = machine.python.program.to_str().unwrap();
    assert!(shown.contains(&format!("{python}: not reached (not enabled)\n")), "{shown}");
    // All of it in one line, because one command takes it back.
    let files = [machine.hook()].into_iter().chain(
        [
            ".bashrc",
            ".cg_bash_env",
            ".config/fish/conf.d/cg-plot-capture.fish",
            ".profile",
            ".zshenv",
        ]
        .map(|name| machine.path(name)),
    );
    let paths: Vec<String> = files.map(|path| path.display().to_string()).collect();
    let left = "the capture: an earlier enable has left files or lines of ours: ";
    let (_, listed) = problems.split_once(left).unwrap_or_else(|| panic!("{problems}"));
    let listed = listed.strip_suffix("; to fix it: cg-plot-capture disable\n").unwrap();
    assert!(listed.split(", ").all(|path| paths.iter().any(|one| one == path)), "{listed}");
    let (code, said, _) = told(&run(&mut machine.finding(&["doctor", "--python", python])));
    let advice = format!("1. {left}{listed}\n   cg-plot-capture disable\n");
    assert!(code == Some(1) && said.contains(&advice), "{said}");
    assert!(!said.contains("cg-plot-capture enable\n"), "{said}");
    let output = run(&mut machine.finding(&["disable"]));
    let text = self::said(&output);
    assert!(output.status.success() && text.contains("\ndisabled\n"), "{text}");
    assert!(text.contains("note: there is no receipt"), "{text}");
    for path in [machine.path(".bashrc"), machine.hook()] {
        assert!(text.contains(&format!("  took back {}\n", path.display())), "{text}");
    }
    same_but_for_times(machine, &before);
    assert_eq!(succeed(&mut machine.finding(&["disable"])), "nothing is enabled here\n");
    // What enable makes of it.
    ruin();
    let ruined = machine.state();
    let text = self::said(&run(&mut machine.enabling(&["--dry-run"])));
    assert!(text.contains("note: there is no receipt"), "{text}");
    same(&machine.state(), &ruined);
    machine.enable(&[]);
    assert_eq!(machine.read(".bashrc").matches("# cg-plot-capture").count(), 1);
    // The receipt alone is gone.
    fs_err::remove_file(machine.path(RECEIPT)).unwrap();
    succeed(&mut machine.finding(&["disable"]));
    same_but_for_times(machine, &before);
}
