//! Killed, failing, or two at once: nothing is left half done.

use std::process::Stdio;
use std::time::{Duration, SystemTime};

use cg_plot_capture_tests::command::{cg_plot_capture, run, succeed};
use cg_plot_capture_tests::suite::Suite;

use super::machine::{Machine, enabled, same};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    Machine::test(suite, "disable after a kill of enable at any moment leaves as it was", killed);
    Machine::test(
        suite,
        "disable after a kill of disable at any moment leaves as it was",
        killed_undo,
    );
    Machine::test(suite, "a failure in the middle of enable takes back what was done", failing);
    Machine::test(suite, "two enables at once end as one", two_at_once);
}

pub(super) fn killed(machine: &Machine) {
    machine.write(".bashrc", "true");
    fs_err::create_dir_all(machine.path(".config/fish")).unwrap();
    let before = machine.state();
    let started = SystemTime::now();
    machine.enable(&[]);
    let whole = started.elapsed().unwrap();
    machine.disable();
    for step in 0..24 {
        let mut command = machine.enabling(&[]);
        let mut enable = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * step / 24);
        enable.kill().unwrap();
        enable.wait().unwrap();
        machine.disable();
        // A Python that was being asked for proof outlives the one who asked, by a little.
        for _ in 0..100 {
            if !machine.folder().exists() {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
            succeed(&mut machine.home.cli(&["disable"]));
        }
        same(&machine.state(), &before);
    }
    // What a second `enable` leaves that dies while it writes its receipt.
    machine.enable(&[]);
    machine.write(".local/share/cg-plot-capture/.receipt.json.cg-plot-capture", "{");
    machine.disable();
    same(&machine.state(), &before);
}

fn killed_undo(machine: &Machine) {
    machine.write(".bashrc", "true");
    fs_err::create_dir_all(machine.path(".config/fish")).unwrap();
    let before = machine.state();
    machine.enable(&[]);
    let started = SystemTime::now();
    machine.disable();
    let whole = started.elapsed().unwrap();
    for step in 0..12 {
        machine.enable(&[]);
        let mut command = machine.home.cli(&["disable"]);
        let mut disable = command.stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * step / 12);
        disable.kill().unwrap();
        disable.wait().unwrap();
        machine.disable();
        same(&machine.state(), &before);
    }
}

fn failing(machine: &Machine) {
    machine.write(".bashrc", "true");
    let before = machine.state();
    // The payload fits, the copy of the command does not; units of 512 or 1024 bytes.
    let limit = fs_err::metadata(cg_plot_capture()).unwrap().len() / 512 / 3;
    let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$@\"");
    let enabling = machine.enabling(&[]);
    let mut command = machine.home.command("sh");
    command.args(["-c", &script, "sh"]).arg(enabling.get_program()).args(enabling.get_args());
    let output = run(&mut command);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("bin/") && said.contains("nothing was changed"), "{said}");
    same(&machine.state(), &before);
}

fn two_at_once(machine: &Machine) {
    machine.write(".bashrc", "true\n");
    let before = machine.state();
    let enables: Vec<_> = (0..3)
        .map(|_| {
            let mut command = machine.enabling(&[]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for enable in enables {
        enabled(&enable.wait_with_output().unwrap());
    }
    assert_eq!(machine.read(".bashrc").matches("# cg-plot-capture").count(), 1);
    machine.disable();
    same(&machine.state(), &before);
}
