//! Toolkits that are not there: what programs poke at in their windows, tool bars and canvases.

use cg_plot_capture_tests::matplotlib::try_venv_with;
use cg_plot_capture_tests::prelude::*;

use crate::sitecustomize::backends::{BOTH, MATPLOTLIBS, on_matplotlibs};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let name = "what programs poke at in windows is there";
    on_matplotlibs(suite, name, &BOTH, |python, packages| {
        // The script makes the checks itself.
        let captured = Captured::with(python, &[], packages);
        let delivery = captured.run("toolkits/pokes", &[], &[]).success();
        assert_eq!(delivery.stderr(), "");
        let shown: usize = delivery.stdout().trim().parse().unwrap();
        assert_eq!(delivery.messages().len(), shown);
    });
    for (version, packages, minor) in [MATPLOTLIBS[0], MATPLOTLIBS[5]] {
        let name = format!("a canvas has the names of the real Tk, on Matplotlib {version}");
        suite.needing(&name, Interpreter::cpython(3, minor), move |python| {
            check(&venv_with(&python, packages), &["tk", "webagg", "macosx"]);
        });
    }
    if tests_all() {
        let made = Interpreter::cpython(3, 12).and_then(|python| {
            try_venv_with(&python, &["matplotlib==3.11.*", "PyQt6"])
                .map_err(|why| format!("no PyQt6: {}", why.lines().last().unwrap_or_default()))
        });
        suite.needing("a canvas has the names of the real Qt", made, |venv| check(&venv, &["qt"]));
    }
}

/// Has the real classes compared with our table.
fn check(venv: &Path, toolkits: &[&str]) {
    let folder = workspace().join("sitecustomize/python/cg_plot_capture");
    let mut command = Command::new(venv);
    let output = run(command.arg(script("toolkits/check")).arg(folder).args(toolkits));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
