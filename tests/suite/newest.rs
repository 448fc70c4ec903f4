//! Programs that use new features of CPython 3.14 and 3.15 run captured as they run plain, and deliver.

use cg_plot_capture_tests::matplotlib::packages_of;
use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::copy_of;

/// The first minor version that can run it, a line for `sh` in `tests/scripts/reach`, and the number of
/// figures that it shows.
const LINES: [(u32, &str, usize); 16] = [
    (14, "python -I figure.py", 1),
    (14, "python -X importtime=2 figure.py 2>/dev/null", 1),
    // The default method is forkserver from 3.14 on.
    (14, "python default_pool.py", 4),
    (14, "python workers.py pool forkserver", 4),
    (14, "python workers.py process fork", 2),
    (14, "python interpreters.py", 2),
    (14, "python attached.py", 1),
    (14, "python -X disable-remote-debug figure.py", 1),
    (14, "python -c 'from PIL import Image; Image.new(\"L\", (8, 8)).show()'", 1),
    (15, "python lazy.py", 1),
    (15, "python -I lazy.py", 1),
    (15, "python -X lazy_imports=all start.py 'subprocess.run(FIGURE, check=True)'", 1),
    (
        15,
        "python -X lazy_imports=all start.py 'wait(os.posix_spawn(ISOLATED[0], ISOLATED, {}))'",
        1,
    ),
    (
        15,
        "PYTHON_LAZY_IMPORTS=all python start.py 'subprocess.run(ISOLATED, check=True, env={})'",
        1,
    ),
    (15, "python -m profiling.tracing -o profile figure.py", 1),
    // Matplotlib itself fails with this option.
    (15, "python -X lazy_imports=all figure.py", 0),
];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for method in ["fork", "spawn", "forkserver"] {
        let name = format!("newest: a {method} worker delivers a figure that it has not shown");
        suite.on_newest(&name, move |python| {
            let installation = Installation::shared(python, &[]);
            let mut command = installation.preloaded(of(python));
            command.arg(script("life/unshown")).arg(method).env("CG_PLOT_UNSHOWN", "capture");
            let delivery = deliver(&mut command).success();
            assert_eq!(delivery.messages().len(), 4, "{}", delivery.stderr());
        });
    }
    for minor in [14, 15] {
        for (_, line, figures) in LINES.into_iter().filter(|(since, ..)| *since <= minor) {
            let name = format!("newest: {line} (CPython 3.{minor})");
            suite.needing(&name, Interpreter::any(3, minor), move |python| {
                let installation = Installation::shared(&python, &[]);
                let plain = seen(installation.home.command("sh"), &of(&python), line);
                let hooked = installation.venv("hooked");
                let by_preload = seen(installation.preloaded("sh"), &of(&python), line);
                let by_hook = seen(installation.home.command("sh"), &hooked, line);
                for (layer, captured) in [("preload", by_preload), ("hook", by_hook)] {
                    assert_eq!(captured.figures, figures, "by the {layer}: {captured:?}");
                    assert_eq!(captured.status, plain.status, "by the {layer}: {captured:?}");
                    assert_eq!(captured.out, plain.out, "by the {layer}");
                    let err = if figures == 0 { &plain.err } else { "" };
                    assert_eq!(captured.err, err, "by the {layer}");
                }
                assert_eq!(plain.figures, 0);
            });
        }
    }
}

/// The result of a line.
#[derive(Debug)]
struct Seen {
    status: Option<i32>,
    out: String,
    err: String,
    figures: usize,
}

/// A venv of an interpreter that was never enabled.
fn of(python: &Interpreter) -> PathBuf {
    venv_with(python, &["matplotlib"])
}

/// Runs `line` with that Python. In the output, words replace the folders of the Python and of the line.
fn seen(mut shell: Command, python: &Path, line: &str) -> Seen {
    let folder = copy_of("reach");
    let bin = python.parent().unwrap();
    shell.args(["-c", line]).current_dir(folder.path());
    shell.env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", bin.display()));
    let delivery = deliver(&mut shell);
    let places =
        [(packages_of(python), "PACKAGES"), (bin.into(), "BIN"), (folder.path().into(), "HERE")];
    let anywhere = |mut text: String| {
        for (place, name) in &places {
            text = text.replace(place.to_str().unwrap(), name);
        }
        text
    };
    Seen {
        status: delivery.output.status.code(),
        out: anywhere(delivery.stdout()),
        err: anywhere(delivery.stderr()),
        figures: delivery.messages().len(),
    }
}
