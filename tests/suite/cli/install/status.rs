//! What `status` and `doctor` say is what stands, whoever put it there or took it away.

use cg_plot_capture_tests::prelude::*;

use super::machine::{Machine, same};
use super::root::{PRELOADS, Root};
use super::slots::{take_library, take_zip};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    Machine::test(suite, "status says what is in place", |machine| {
        machine.write(".bashrc", "true\n");
        let ask = |arguments: &[&str], environment: &[(&str, &str)]| {
            let mut command = machine.home.cli(&["status"]);
            command.args(arguments).envs(environment.iter().copied());
            // So that the machine has the one interpreter to speak of.
            told(&run(command.env("PATH", machine.python.program.parent().unwrap())))
        };
        machine.enable(&["--mode", "both"]);
        let (code, said, _) = ask(&[], &[("CG_PLOT_FILENAME", "b{i}.png")]);
        // The rest of it is a screen in `screens/life.txt`.
        assert!(
            code == Some(0) && said.contains("CG_PLOT_FILENAME=b{i}.png (environment)"),
            "{said}"
        );
        let json = |environment: &[(&str, &str)]| {
            serde_json::from_str::<serde_json::Value>(&ask(&["--json"], environment).1).unwrap()
        };
        assert_eq!(json(&[])["preload_here"], false);
        assert_eq!(json(&[("LD_PRELOAD", &machine.preload())])["preload_here"], true);
        machine.write(".bashrc", "true\n");
        let (code, said, _) = ask(&["--json"], &[]);
        assert!(code == Some(1) && said.contains("our line is gone from"), "{said}");
    });
    let name = "status names a bad setting, what is allowed and what is used";
    Machine::test(suite, name, |machine| {
        let bad = [("CG_PLOT_MODE", "dispaly")];
        let is_named = |environment: &[(&str, &str)], used: &str, mend: &str, shows: &str| {
            let (code, shown, problems) = ask(machine, &["status"], environment);
            let problem = "problem: CG_PLOT_MODE=dispaly: not one of display, save, both; using";
            assert_eq!(problems, format!("{problem} {used}; to fix it: {mend}\n"));
            assert!(code == Some(1) && shown.contains(shows), "{shown}");
        };
        is_named(&bad, "display", "unset CG_PLOT_MODE", "");
        machine.enable(&["--mode", "save"]);
        is_named(&bad, "save", "unset CG_PLOT_MODE", "CG_PLOT_MODE=save (stored by enable)");
        machine.write(".local/share/cg-plot-capture/settings", "CG_PLOT_MODE=dispaly\n");
        is_named(&[], "display", "cg-plot-capture enable", "CG_PLOT_MODE=display (default)");
    });
    let name = "status and doctor name the other installation whose hook it is that captures";
    Machine::test(suite, name, |machine| {
        machine.enable(&["--mode", "save"]);
        let python = machine.python.program.to_str().unwrap();
        let second = Home::new();
        let before = (machine.state(), state(&second.path()));
        let ask =
            |arguments: &[&str]| told(&run(machine.finding(arguments).env("HOME", second.path())));
        let (code, shown, _) = ask(&["enable", "--no-shell", "--python", python]);
        assert!(shown.contains("enabled in "), "{code:?} {shown}");
        let theirs = machine.folder();
        let stands = format!(
            "no hook (another installation's hook stands at {}, that of {})\n",
            machine.hook().parent().unwrap().display(),
            theirs.display()
        );
        let (code, shown, problems) = ask(&["status"]);
        assert!(code == Some(0) && shown.contains(&stands), "{shown}{problems}");
        let note = format!("{python}: another installation captures here: {}; ", theirs.display())
            + "its settings count where no preload of ours is\n";
        let (_, said, _) = ask(&["doctor", "--verbose", "--python", python]);
        assert!(said.contains("note     ") && said.contains(&note), "{said}");
        if tests_all() {
            let (_, said, _) = self::ask(machine, &["doctor", "--python", python], &[]);
            assert!(!said.contains("another installation"), "{said}");
            let (code, said, _) = ask(&["doctor", "--python", python, "--json"]);
            assert!(code == Some(0) && said.contains("another installation captures"), "{said}");
        }
        assert_eq!(ask(&["disable"]).0, Some(0));
        same(&machine.state(), &before.0);
        same(&state(&second.path()), &before.1);
    });
    let name = "where the only interpreter that was named is gone, the command that names another mends it";
    Machine::test(suite, name, |machine| {
        machine.enable(&[]);
        let python = machine.python.program.display();
        let other = Interpreter::newest().unwrap().private(&machine.path("other"));
        let ask = |arguments: &[&str]| {
            told(&run(machine.home.cli(arguments).env("PATH", other.program.parent().unwrap())))
        };
        let away = machine.path("away");
        fs_err::rename(&machine.python.prefix, &away).unwrap();
        let gone = format!("--python named Pythons that are gone: {python}; to ");
        let named = other.program.parent().unwrap().join("python3");
        let command = format!(": cg-plot-capture enable --python {}\n", named.display());
        // Plain enable keeps what it can't reach now, and says so.
        for (arguments, code) in [(["status"], 1), (["enable"], 0), (["status"], 1)] {
            let (ended, shown, said) = ask(&arguments);
            assert!(said.contains(&gone) && said.ends_with(&command), "{shown}{said}");
            assert_eq!(ended, Some(code), "{shown}{said}");
        }
        fs_err::rename(&away, &machine.python.prefix).unwrap();
        fs_err::remove_file(machine.hook()).unwrap();
        assert_eq!(ask(&["enable"]).0, Some(0));
        assert!(machine.hook().exists());
        fs_err::remove_dir_all(&machine.python.prefix).unwrap();
        let (code, shown, said) = ask(&["enable", "--python", named.to_str().unwrap()]);
        let gone = format!("named Pythons that are gone: {python}\n");
        assert!(code == Some(0) && said.ends_with(&gone), "{shown}{said}");
        let (code, shown, problems) = ask(&["status"]);
        assert_eq!((code, problems.as_str()), (Some(0), ""), "{shown}");
        let (code, shown, _) = ask(&["disable"]);
        let left = format!(
            "{}/lib is gone: if it comes back, remove our files in {} ",
            machine.python.prefix.display(),
            machine.hook().display()
        );
        assert!(code == Some(0) && shown.contains(&left), "{shown}");
        assert!(!machine.folder().exists());
    });
    let name = "an entry of the machine's list that is gone brings no preload, says status";
    Root::test(suite, name, |root| {
        root.enable(&[]);
        let (code, shown, _) = told(&run(&mut root.cli(&["status"])));
        assert!(code == Some(0) && shown.contains(": preload (for every user)"), "{shown}");
        fs_err::remove_file(root.path(PRELOADS)).unwrap();
        let (code, shown, problems) = told(&run(&mut root.cli(&["status"])));
        assert!(code == Some(1) && problems.contains("ld.so.preload"), "{shown}{problems}");
        let left = format!(": no preload (our line is gone from {PRELOADS}), hook");
        let left = root.python.display().to_string() + &left;
        assert!(shown.contains(&left) && !shown.contains(": preload"), "{shown}");
    });
    let name = "what enable names as a slot's limit is no problem to doctor, in the same words";
    Machine::test(suite, name, |machine| {
        take_zip(machine);
        take_library(machine);
        let python = machine.python.program.to_str().unwrap();
        let limit = "by a .pth file, which venvs do not read";
        let said = machine.enable(&[]);
        assert!(said.contains(&format!("hook ({limit})")), "{said}");
        let (code, said, _) = ask(machine, &["doctor", "--verbose", "--python", python], &[]);
        let note = format!("{python}: {limit}: a message came from plain, ");
        assert!(code == Some(0) && said.contains(&note), "{said}");
        assert!(said.contains(", none from a venv made now (not armed)"), "{said}");
        // Nothing else is forgiven.
        let packages = machine.python.library.join("site-packages");
        fs_err::remove_file(packages.join("cg-plot-capture-hook.pth")).unwrap();
        let (code, said, _) = ask(machine, &["doctor", "--python", python], &[]);
        assert!(code == Some(1) && said.contains("no message came from plain"), "{said}");
    });
    let name = "a receipt that another user's folder hides is told with that user's name";
    Root::test_with_users(suite, name, |root| {
        let python = root.python.to_str().unwrap();
        let enable = ["env", "HOME=/home/user", "/command", "enable", "--python", python];
        let (_, shown, problems) = told(&run(&mut root.command(&enable)));
        let folder = "/home/user/.local/share/cg-plot-capture";
        assert!(shown.contains(&format!("enabled in {folder}\n")), "{shown}{problems}");
        let hint = "belongs to root: do it as that user, with HOME=/home/user\n";
        for command in ["status", "doctor", "disable"] {
            let (code, _, problems) = told(&run(&mut root.user(&["/command", command])));
            assert_eq!(code, Some(1), "{command}: {problems}");
            assert!(problems.ends_with(&format!("hint: {folder} {hint}")), "{command}: {problems}");
        }
    });
}

/// What a command says that finds the machine's interpreter.
fn ask(
    machine: &Machine,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> (Option<i32>, String, String) {
    told(&run(machine.finding(arguments).envs(environment.iter().copied())))
}
