//! A home that is renamed or copied while enabled, and an interpreter that is copied.

use cg_plot_capture_tests::prelude::*;

use super::super::machine::{Machine, State, enabled, same};
use super::super::slots::{namespaces, read_only};
use super::super::stop::copy;

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    Machine::test(
        suite,
        "disable in a home that was renamed takes back what has our mark",
        |machine| {
            let python = enable(machine);
            let new = renamed(machine);
            let moved = "a/.local/share/cg-plot-capture, and was moved or copied since";
            let status = said(&run(machine.home.cli(&["status"]).env("HOME", &new)));
            assert!(status.contains(moved), "{status}");
            let text = said(&run(machine.finding(&["disable"]).env("HOME", &new)));
            let took = format!("took back {}", new.join(".bashrc").display());
            assert!(text.contains(moved) && text.contains(&took), "{text}");
            is_clean(&new);
            same(&state(&machine.python.prefix), &python);
        },
    );
    let name = "enable in a home that was renamed begins anew, and reaches no more than before";
    Machine::needing(suite, name, namespaces(), |machine| {
        let python = enable(machine);
        let new = renamed(machine);
        let mut enable = machine.finding(&["enable"]);
        enable.env("HOME", &new);
        // The machine's own Pythons would be reached if it were forgotten.
        let said = enabled(&run(&mut read_only(Path::new("/usr"), &enable)));
        assert!(!said.contains(" /usr/bin/"), "{said}");
        assert!(said.contains(machine.python.program.to_str().unwrap()), "{said}");
        let bashrc = fs_err::read_to_string(new.join(".bashrc")).unwrap();
        assert_eq!(bashrc.matches("# cg-plot-capture").count(), 1, "{bashrc}");
        assert!(bashrc.contains("/b/.local/") && machine.hook().exists(), "{bashrc}");
        let settings = new.join(".local/share/cg-plot-capture/settings");
        assert_eq!(fs_err::read_to_string(settings).unwrap(), "CG_PLOT_MODE=both\n");
        succeed(machine.home.cli(&["disable"]).env("HOME", &new));
        is_clean(&new);
        same(&state(&machine.python.prefix), &python);
    });
    Machine::test(suite, "a line that names a home that is gone is taken out", |machine| {
        enable(machine);
        let new = renamed(machine);
        fs_err::remove_dir_all(new.join(".local")).unwrap();
        let said = succeed(machine.home.cli(&["disable"]).env("HOME", &new));
        for name in [".bashrc", ".profile"] {
            assert!(said.contains(&format!("took back {}", new.join(name).display())), "{said}");
        }
        is_clean(&new);
    });
    Machine::test(suite, "disable in a copied home leaves the first one enabled", copied);
    let name = "a copied interpreter's hook is silent, and disable takes it";
    Machine::test(suite, name, |machine| {
        let before = machine.state();
        machine.enable(&[]);
        let there = machine.path("copied");
        copy(&machine.python.prefix, &there);
        let [program, library, hook] =
            [&machine.python.program, &machine.python.library, &machine.hook()]
                .map(|path| there.join(path.strip_prefix(&machine.python.prefix).unwrap()));
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
        fs_err::remove_dir_all(&there).unwrap();
        same(&machine.state(), &before);
    });
}

/// Enables in a home called `a`; answers the state of the interpreter before.
fn enable(machine: &Machine) -> State {
    let home = machine.path("a");
    fs_err::create_dir_all(home.join(".config/fish")).unwrap();
    fs_err::write(home.join(".bashrc"), "true").unwrap();
    fs_err::write(home.join(".profile"), "").unwrap();
    let before = state(&machine.python.prefix);
    enabled(&run(machine.enabling(&["--mode", "both"]).env("HOME", home)));
    before
}

/// Calls that home `b`.
fn renamed(machine: &Machine) -> PathBuf {
    let new = machine.path("b");
    fs_err::rename(machine.path("a"), &new).unwrap();
    new
}

/// That a home has nothing of ours. Whether a last line had an end is in the receipt alone.
fn is_clean(home: &Path) {
    for (name, text) in [(".bashrc", "true"), (".profile", "")] {
        assert_eq!(fs_err::read_to_string(home.join(name)).unwrap().trim_end(), text);
    }
    assert!(!home.join(".config/fish/conf.d/cg-plot-capture.fish").exists());
    assert!(!home.join(".local/share/cg-plot-capture").exists());
}

fn copied(machine: &Machine) {
    let python = enable(machine);
    let [old, new] = ["a", "b"].map(|name| machine.path(name));
    let enabled = (state(&old), state(&machine.python.prefix));
    copy(&old, &new);
    let disable = |home: &Path| succeed(machine.finding(&["disable"]).env("HOME", home));
    disable(&new);
    same(&state(&old), &enabled.0);
    same(&state(&machine.python.prefix), &enabled.1);
    assert!(!new.join(".local/share/cg-plot-capture").exists());
    // It sources the first one's script, as long as that is there.
    let line = fs_err::read_to_string(new.join(".bashrc")).unwrap();
    assert!(line.contains("/a/.local/share/cg-plot-capture/env.sh"), "{line}");
    for home in [&old, &new] {
        disable(home);
        is_clean(home);
    }
    same(&state(&machine.python.prefix), &python);
}
