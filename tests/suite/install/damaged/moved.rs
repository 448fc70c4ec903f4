//! A home that is renamed or copied while enabled, and an interpreter that is copied.

use std::path::Path;

use cg_plot_capture_tests::command::{run, succeed};
use cg_plot_capture_tests::home::state;
use cg_plot_capture_tests::suite::Suite;

use super::super::machine::{Machine, State, enabled, same};
use super::super::stop::said;
use super::copy;

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    Machine::test(suite, "disable in a home that was renamed leaves it as it was", renamed);
    Machine::test(suite, "enable in a home that was renamed begins anew", renamed_enable);
    Machine::test(suite, "a line that names a home that is gone is taken out", gone);
    Machine::test(suite, "disable in a copied home leaves the first one enabled", copied);
    Machine::test(
        suite,
        "a copied interpreter's hook is silent, and disable takes it",
        interpreter,
    );
}

/// A folder as it stood under another name.
fn under(state: &State, from: &Path, to: &Path) -> State {
    let moved = |path: &Path| to.join(path.strip_prefix(from).unwrap());
    let entries = state.iter().map(|(path, entry)| (moved(path), entry.clone()));
    // Its own path without a slash at the end.
    entries.map(|(path, entry)| (path.components().collect(), entry)).collect()
}

/// Enables in a home called `a`; answers how that was before, and the interpreter.
fn enable(machine: &Machine) -> (State, State) {
    let home = machine.path("a");
    fs_err::create_dir_all(home.join(".config/fish")).unwrap();
    fs_err::write(home.join(".bashrc"), "true").unwrap();
    fs_err::write(home.join(".profile"), "").unwrap();
    let before = (state(&home), state(&machine.python.prefix));
    enabled(&run(machine.enabling(&["--mode", "both"]).env("HOME", home)));
    before
}

fn renamed(machine: &Machine) {
    let (before, python) = enable(machine);
    let [old, new] = ["a", "b"].map(|name| machine.path(name));
    fs_err::rename(&old, &new).unwrap();
    let output = run(machine.home.cli(&["status"]).env("HOME", &new));
    assert!(
        said(&output)
            .contains("a/.local/share/cg-plot-capture, and was moved or copied since; to mend it:"),
        "{output:?}"
    );
    let output = run(machine.home.cli(&["disable"]).env("HOME", &new));
    let text = said(&output);
    assert!(output.status.success() && text.contains("and was moved or copied since"), "{text}");
    assert!(text.contains(&format!("took back {}", new.join(".bashrc").display())), "{text}");
    same(&state(&new), &under(&before, &old, &new));
    same(&state(&machine.python.prefix), &python);
}

fn renamed_enable(machine: &Machine) {
    let (before, python) = enable(machine);
    let [old, new] = ["a", "b"].map(|name| machine.path(name));
    fs_err::rename(&old, &new).unwrap();
    enabled(&run(machine.enabling(&[]).env("HOME", &new)));
    let bashrc = fs_err::read_to_string(new.join(".bashrc")).unwrap();
    assert_eq!(bashrc.matches("# cg-plot-capture").count(), 1, "{bashrc}");
    assert!(bashrc.contains("/b/.local/"), "{bashrc}");
    succeed(machine.home.cli(&["disable"]).env("HOME", &new));
    same(&state(&new), &under(&before, &old, &new));
    same(&state(&machine.python.prefix), &python);
}

fn gone(machine: &Machine) {
    enable(machine);
    let [old, new] = ["a", "b"].map(|name| machine.path(name));
    fs_err::rename(&old, &new).unwrap();
    fs_err::remove_dir_all(new.join(".local")).unwrap();
    let said = succeed(machine.home.cli(&["disable"]).env("HOME", &new));
    // Whether a last line had an end is in the receipt alone.
    for (name, text) in [(".bashrc", "true"), (".profile", "")] {
        assert!(said.contains(&format!("took back {}", new.join(name).display())), "{said}");
        assert_eq!(fs_err::read_to_string(new.join(name)).unwrap().trim_end(), text);
    }
    assert!(!new.join(".config/fish/conf.d/cg-plot-capture.fish").exists());
}

fn copied(machine: &Machine) {
    let (before, python) = enable(machine);
    let [old, new] = ["a", "b"].map(|name| machine.path(name));
    let enabled = (state(&old), state(&machine.python.prefix));
    copy(&old, &new);
    succeed(machine.home.cli(&["disable"]).env("HOME", &new));
    same(&state(&old), &enabled.0);
    same(&state(&machine.python.prefix), &enabled.1);
    let bashrc = fs_err::read_to_string(new.join(".bashrc")).unwrap();
    assert!(bashrc == "true" && !new.join(".local").exists(), "{bashrc}");
    succeed(machine.home.cli(&["disable"]).env("HOME", &old));
    same(&state(&old), &before);
    same(&state(&machine.python.prefix), &python);
}

fn interpreter(machine: &Machine) {
    let before = machine.state();
    machine.enable(&[]);
    let copied = copy(&machine.python.prefix, &machine.path("copied"));
    let program = copied.join("bin").join(machine.python.program.file_name().unwrap());
    let [library, hook] = [&machine.python.library, &machine.hook()]
        .map(|path| copied.join(path.strip_prefix(&machine.python.prefix).unwrap()));
    let code = "import os, sys; print(os.__file__.startswith(sys.prefix), len(sys.argv))";
    let start = || said(&run(machine.home.command(&program).args(["-c", code])));
    let silent = "exit status: 0\nTrue 1\n\n";
    assert!(library.exists() && hook.exists());
    assert_eq!(start(), silent);
    machine.disable();
    assert_eq!(start(), silent);
    assert!(hook.exists());
    let path = program.parent().unwrap();
    succeed(machine.home.cli(&["disable"]).env("PATH", path));
    assert!(!hook.exists() && !hook.parent().unwrap().exists());
    assert_eq!(start(), silent);
    // An empty folder in the zip file's place is of nobody else's making.
    fs_err::create_dir(hook.parent().unwrap()).unwrap();
    succeed(machine.home.cli(&["disable"]).env("PATH", path));
    assert!(!hook.parent().unwrap().exists());
    fs_err::remove_dir_all(&copied).unwrap();
    let home = machine.home.path();
    let mut after = machine.state();
    after.insert(home.clone(), before[&home].clone());
    same(&after, &before);
}
