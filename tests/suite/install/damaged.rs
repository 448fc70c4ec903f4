//! What somebody has damaged or deleted by hand is replaced, or found and taken back.

use cg_plot_capture_tests::command::run;
use cg_plot_capture_tests::suite::Suite;

use super::machine::{Machine, enabled, same};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    Machine::test(suite, "a damaged settings file is replaced by enable, which says so", settings);
    Machine::test(suite, "disable takes back a damaged settings file", settings_then_disable);
}

const SETTINGS: &str = ".local/share/cg-plot-capture/settings";

fn settings(machine: &Machine) {
    machine.enable(&["--mode", "both"]);
    machine.write(SETTINGS, "CG_PLOT_MODE=both\n\0\0\0\0");
    let output = run(&mut machine.enabling(&["--mode", "save"]));
    enabled(&output);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("settings is damaged: line 2 is no setting; it gets"), "{said}");
    assert_eq!(machine.read(SETTINGS), "CG_PLOT_MODE=save\n");
}

fn settings_then_disable(machine: &Machine) {
    let before = machine.state();
    machine.enable(&["--mode", "both"]);
    fs_err::write(machine.path(SETTINGS), b"\xff\0").unwrap();
    machine.disable();
    same(&machine.state(), &before);
}
