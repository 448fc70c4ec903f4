//! What `status` and `doctor` say is what stands, whoever put it there or took it away.

use cg_plot_capture_tests::prelude::*;

use super::machine::Machine;
use super::root::{PRELOADS, Root};
use super::slots::{take_library, take_zip};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let name = "status and doctor name what is left of a folder that was deleted, and disable";
    Machine::test(suite, name, |machine| {
        machine.write(".bashrc", "true\n");
        machine.enable(&[]);
        fs_err::remove_dir_all(machine.folder()).unwrap();
        let (code, shown, problems) = told(&ask(machine, &["status"], &[]));
        assert_eq!(code, Some(1), "{shown}{problems}");
        assert!(shown.starts_with("not enabled\n"), "{shown}");
        let python = machine.python.program.to_str().unwrap();
        let (code, said, _) = told(&ask(machine, &["doctor", "--python", python], &[]));
        assert_eq!(code, Some(1), "{said}");
        // All of it in one line, because one command takes it back.
        let [rc, hook] =
            [machine.path(".bashrc"), machine.hook()].map(|path| path.display().to_string());
        let left =
            format!("the capture: an earlier enable has left files or lines of ours: {hook}, {rc}");
        assert_eq!(problems, format!("problem: {left}; to fix it: cg-plot-capture disable\n"));
        assert!(said.contains(&format!("1. {left}\n   cg-plot-capture disable\n")), "{said}");
        assert!(!said.contains("cg-plot-capture enable\n"), "{said}");
        assert!(shown.contains(&format!("{python}: not reached (not enabled)\n")), "{shown}");
        assert!(ask(machine, &["disable"], &[]).status.success());
        let (code, shown, problems) = told(&ask(machine, &["status"], &[]));
        assert_eq!((code, problems.as_str()), (Some(0), ""), "{shown}");
    });
    let name = "status names a bad setting, what is allowed and what is used";
    Machine::test(suite, name, |machine| {
        let bad = [("CG_PLOT_MODE", "dispaly")];
        let problem = |used: &str| {
            format!(
                "problem: CG_PLOT_MODE=dispaly: not one of display, save, both; using {used}; \
             to fix it: "
            )
        };
        let (code, shown, problems) = told(&ask(machine, &["status"], &bad));
        assert_eq!(code, Some(1), "{shown}{problems}");
        assert_eq!(problems, format!("{}unset CG_PLOT_MODE\n", problem("display")));
        machine.enable(&["--mode", "save"]);
        let (code, shown, problems) = told(&ask(machine, &["status"], &bad));
        assert_eq!(code, Some(1), "{shown}{problems}");
        assert_eq!(problems, format!("{}unset CG_PLOT_MODE\n", problem("save")));
        assert!(shown.contains("CG_PLOT_MODE=save (stored by enable)"), "{shown}");
        machine.write(".local/share/cg-plot-capture/settings", "CG_PLOT_MODE=dispaly\n");
        let (code, shown, problems) = told(&ask(machine, &["status"], &[]));
        assert_eq!(code, Some(1), "{shown}{problems}");
        assert_eq!(problems, problem("display") + "cg-plot-capture enable\n");
        assert!(shown.contains("CG_PLOT_MODE=display (default)"), "{shown}");
    });
    let name = "status and doctor name the other installation whose hook it is that captures";
    Machine::test(suite, name, |machine| {
        machine.enable(&["--mode", "save"]);
        let python = machine.python.program.to_str().unwrap();
        let second = Home::new();
        let ask = |arguments: &[&str]| {
            let mut command = second.cli(arguments);
            told(&run(command.env("PATH", path(machine))))
        };
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
        let note = format!(
            "{python}: another installation captures here: {}; \
         its settings count where no preload of ours is\n",
            theirs.display()
        );
        let (_, said, _) = ask(&["doctor", "--verbose", "--python", python]);
        assert!(said.contains("note     ") && said.contains(&note), "{said}");
        let (_, said, _) = told(&self::ask(machine, &["doctor", "--python", python], &[]));
        assert!(!said.contains("another installation"), "{said}");
        let (code, said, _) = ask(&["doctor", "--python", python, "--json"]);
        assert!(code == Some(0) && said.contains("another installation captures"), "{said}");
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
        assert!(
            code == Some(0) && said.ends_with(&format!("named Pythons that are gone: {python}\n")),
            "{shown}{said}"
        );
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
        let (code, shown, problems) = told(&run(&mut root.cli(&["status"])));
        assert!(
            code == Some(0) && shown.contains(": preload (for every user)"),
            "{shown}{problems}"
        );
        fs_err::remove_file(root.path(PRELOADS)).unwrap();
        let (code, shown, problems) = told(&run(&mut root.cli(&["status"])));
        assert!(code == Some(1) && problems.contains("ld.so.preload"), "{shown}{problems}");
        let left = format!(
            "{}: no preload (our line is gone from {PRELOADS}), hook",
            root.python.display()
        );
        assert!(shown.contains(&left), "{shown}");
        assert!(!shown.contains(": preload"), "{shown}");
    });
    let name = "what enable names as a slot's limit is no problem to doctor, in the same words";
    Machine::test(suite, name, |machine| {
        take_zip(machine);
        take_library(machine);
        let python = machine.python.program.to_str().unwrap();
        let limit = "by a .pth file, which venvs do not read";
        let said = machine.enable(&[]);
        assert!(said.contains(&format!("hook ({limit})")), "{said}");
        let (code, said, _) =
            told(&ask(machine, &["doctor", "--verbose", "--python", python], &[]));
        let note = format!("{python}: {limit}: a message came from plain, ");
        assert!(code == Some(0) && said.contains(&note), "{said}");
        assert!(said.contains(", none from a venv made now (not armed)"), "{said}");
        // Nothing else is forgiven.
        let packages = machine.python.library.join("site-packages");
        fs_err::remove_file(packages.join("cg-plot-capture-hook.pth")).unwrap();
        let (code, said, _) = told(&ask(machine, &["doctor", "--python", python], &[]));
        assert!(code == Some(1) && said.contains("no message came from plain"), "{said}");
    });
    let name = "a receipt that another user's folder hides is told with that user's name";
    Root::test_with_users(suite, name, |root| {
        let python = root.python.to_str().unwrap();
        let enable = ["env", "HOME=/home/user", "/command", "enable", "--python", python];
        let (_, shown, problems) = told(&run(&mut root.command(&enable)));
        let folder = "/home/user/.local/share/cg-plot-capture";
        assert!(shown.contains(&format!("enabled in {folder}\n")), "{shown}{problems}");
        for command in ["status", "doctor", "disable"] {
            let user = ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups"];
            let words = ["env", "HOME=/home/user", "/command", command];
            let (code, _, problems) = told(&run(&mut root.command(&[&user[..], &words].concat())));
            assert_eq!(code, Some(1), "{command}: {problems}");
            let hint = format!(
                "hint: {folder} belongs to root: do it as that user, with HOME=/home/user\n"
            );
            assert!(problems.ends_with(&hint), "{command}: {problems}");
        }
    });
}

/// Where the machine's interpreter is found.
fn path(machine: &Machine) -> String {
    format!("{}:/usr/bin:/bin", machine.bin().display())
}

/// A command that finds it.
fn ask(machine: &Machine, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = machine.home.cli(arguments);
    run(command.env("PATH", path(machine)).envs(environment.iter().copied()))
}

/// The exit code, stdout and stderr.
fn told(output: &Output) -> (Option<i32>, String, String) {
    let [out, err] =
        [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    (output.status.code(), out, err)
}
