//! What `status` and `doctor` say is what stands, whoever put it there or took it away.

use std::process::Output;

use cg_plot_capture_tests::command::run;
use cg_plot_capture_tests::suite::Suite;

use super::machine::Machine;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let name = "status and doctor name what is left of a folder that was deleted, and disable";
    Machine::test(suite, name, deleted);
}

/// A command that finds the machine's interpreter and no other.
fn ask(machine: &Machine, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = machine.home.cli(arguments);
    run(command.env("PATH", machine.bin()).envs(environment.iter().copied()))
}

/// The exit code, stdout and stderr.
fn told(output: &Output) -> (Option<i32>, String, String) {
    let [out, err] =
        [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    (output.status.code(), out, err)
}

fn deleted(machine: &Machine) {
    machine.write(".bashrc", "true\n");
    machine.enable(&[]);
    fs_err::remove_dir_all(machine.folder()).unwrap();
    let (code, shown, problems) = told(&ask(machine, &["status"], &[]));
    assert_eq!(code, Some(1), "{shown}{problems}");
    assert!(shown.starts_with("not enabled\n"), "{shown}");
    let python = machine.python.program.to_str().unwrap();
    let (code, said, _) = told(&ask(machine, &["doctor", "--python", python], &[]));
    assert_eq!(code, Some(1), "{said}");
    for path in [machine.path(".bashrc"), machine.hook()] {
        let left = format!("what is ours in {} is left of an earlier enable", path.display());
        let problem = format!("problem: {left}; to mend it: cg-plot-capture disable\n");
        assert!(problems.contains(&problem), "{problems}");
        assert!(said.contains(&format!("{left}\n   cg-plot-capture disable\n")), "{said}");
    }
    assert!(!said.contains("cg-plot-capture enable\n"), "{said}");
    assert!(shown.contains(&format!("{python}: not reached (not enabled)\n")), "{shown}");
    assert!(ask(machine, &["disable"], &[]).status.success());
    let (code, shown, problems) = told(&ask(machine, &["status"], &[]));
    assert_eq!((code, problems.as_str()), (Some(0), ""), "{shown}");
}
