//! The message is the original's: what `cg-plot-capture==1.0.2` from PyPI sends, byte for byte.

use std::process::Command;

use cg_plot_capture_tests::harness::deliver;
use cg_plot_capture_tests::installation::Installation;
use cg_plot_capture_tests::interpreter::Interpreter;
use cg_plot_capture_tests::matplotlib::venv_with;
use cg_plot_capture_tests::scripts::scripts;
use cg_plot_capture_tests::suite::Suite;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.needing("ten scripts send what the original sends", Interpreter::newest(), |python| {
        same_bytes(&python);
    });
}

fn same_bytes(python: &Interpreter) {
    let original = venv_with(python, &["cg-plot-capture==1.0.2"]);
    let installation = Installation::enable(python, &[]);
    let rc = installation.home.path().join("matplotlibrc");
    fs_err::write(&rc, "svg.hashsalt: salt\n").unwrap();
    let environment = |command: &mut Command| {
        command.env("MATPLOTLIBRC", &rc).env("SOURCE_DATE_EPOCH", "1700000000");
    };
    let scripts = scripts("parity");
    assert_eq!(scripts.len(), 10);
    for script in scripts {
        let mut theirs = installation.home.command(&original);
        environment(theirs.env("MPLBACKEND", "cg_plot_capture").arg(&script));
        let theirs = deliver(&mut theirs).success();
        // The original is installed where ours runs, and yields to it.
        let mut ours = installation.preloaded(&original);
        environment(ours.arg(&script));
        let ours = deliver(&mut ours).success();
        assert!(!theirs.stream.is_empty(), "{}: {}", script.display(), theirs.stderr());
        assert!(theirs.stream == ours.stream, "{}: {}", script.display(), ours.stderr());
    }
}
