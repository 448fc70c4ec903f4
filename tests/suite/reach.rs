//! Every way of starting a Python process delivers its figures, by each layer alone.
//!
//! By default one interpreter runs the rows under `LD_PRELOAD`, but those that another stands for. A few are
//! run by each interpreter too, and by each other layer: `ld.so.preload` maps the same library, and
//! processes of the hook start others by the same wrapped functions. There layers and interpreters take
//! turns. Where a row is not about Matplotlib, what it starts sends an SVG of its own by the capture, in
//! a tenth of the time. With `CG_PLOT_TESTS=all` in the environment each runs all, and Matplotlib draws.

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::copy_of;

use layer::{Layer, MATPLOTLIB, Setup};

use row::Row;

mod closing;
mod layer;
mod row;
mod start_methods;

/// The versions of CPython that run the matrix.
const MINORS: [u32; 3] = [9, 11, 13];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let all = tests_all();
    // Runs all rows by default.
    let main = Interpreter::newest();
    let mut pythons: Vec<(String, Result<Interpreter, String>)> =
        MINORS.map(|minor| (format!("CPython 3.{minor}"), Interpreter::cpython(3, minor))).into();
    pythons.push(("Debian's python3".into(), Interpreter::debian()));
    if main.as_ref().is_ok_and(|main| !MINORS.contains(&main.version.1)) {
        pythons.push(("newest CPython".into(), main.clone()));
    }
    for (place, (label, python)) in pythons.into_iter().enumerate() {
        let is_main = python.as_ref().ok().map(|python| &python.program)
            == main.as_ref().ok().map(|python| &python.program);
        let shared = Shared::on(python.clone(), Setup::new);
        for layer in Layer::ALL {
            let label = format!("({}, {label})", layer.label());
            // They are the same library, on whatever interpreter.
            if matches!(layer, Layer::System | Layer::Run) && !(is_main || all) {
                continue;
            }
            let python = layer.permitted().and_then(|()| python.clone());
            // With `run` the figures go to its own folder.
            if layer != Layer::Run {
                let name = format!("reach: the layer alone arms {label}");
                shared.needing(suite, &name, layer.permitted(), move |setup, ()| {
                    alone(setup, layer);
                });
            }
            let mut turn = 0;
            for row in start_methods::ROWS.iter().chain(closing::ROWS) {
                turn += usize::from(row.everywhere);
                let wanted = match layer {
                    _ if all => true,
                    Layer::Preload if is_main => !row.seldom,
                    Layer::Hook if is_main => row.everywhere && turn % 3 == 0,
                    Layer::System => row.everywhere && turn % 3 == 1,
                    Layer::Run => row.everywhere && turn % 3 == 2,
                    Layer::Preload => row.everywhere && (turn + place) % 4 == 0,
                    Layer::Hook => row.everywhere && (turn + place) % 4 == 2,
                };
                if wanted {
                    one(suite, *row, layer, &label, python.clone(), &shared);
                }
            }
        }
    }
}

/// The premise of the matrix: nothing but that layer is there.
fn alone(setup: &Setup, layer: Layer) {
    let folder = copy_of("reach");
    let code = "import runpy, sys; print(sys.modules['cg_plot_capture._start'].layer, flush=True); \
        runpy.run_path('figure.py', run_name='__main__')";
    let delivered = |words: &[&str]| {
        let mut command = setup.command(layer, MATPLOTLIB, words, folder.path());
        let delivery = deliver(&mut command).success();
        (delivery.stdout(), delivery.messages().len())
    };
    let armed = (format!("{}\ndone\n", layer.armed_by()), 1);
    assert_eq!(delivered(&["python", "-c", code]), armed);
    if tests_all() {
        let off = ["env", "CG_PLOT_CAPTURE=off", "python", "figure.py"];
        assert_eq!(delivered(&off), ("done\n".to_owned(), 0));
    }
}

fn one(
    suite: &mut Suite,
    row: Row,
    layer: Layer,
    label: &str,
    python: Result<Interpreter, String>,
    shared: &Shared<Setup>,
) {
    let python = python.and_then(|python| match row.tool {
        _ if python.version < (3, row.since) => Err(format!("since 3.{}", row.since)),
        Some(name) => tool(name).map(|_| python),
        None => Ok(python),
    });
    let name = format!("reach: {} {label}", row.text);
    shared.needing(suite, &name, python, move |setup, _| {
        let folder = copy_of("reach");
        if !row.draws && !tests_all() {
            for name in ["figure.py", "shows.py"] {
                fs_err::rename(folder.path().join("plain").join(name), folder.path().join(name))
                    .unwrap();
            }
        }
        let mut command = setup.command(layer, row.packages, &row.words(), folder.path());
        let (output, figures) = match layer {
            Layer::Run => (run(&mut command), svg_files(&folder.path().join("figures"))),
            _ => {
                let delivery = deliver(&mut command);
                let figures = delivery.messages().len();
                (delivery.output, figures)
            }
        };
        let out = String::from_utf8_lossy(&output.stdout);
        let err = without_font_cache(&output.stderr);
        // The last line of `run` says how many there are.
        let err = if layer == Layer::Run { without_last_line(&err) } else { &err };
        assert!(output.status.success(), "{}\n{out}\n{err}", output.status);
        assert_eq!(figures, row.figures, "figures; stderr: {err}");
        assert!(row.talks || err.is_empty(), "stderr: {err}");
        let done: Vec<&str> = out.lines().collect();
        assert!(!row.done || done == vec!["done"; row.figures], "stdout: {out}");
    });
}

/// How many figures `run` has written to its folder.
fn svg_files(folder: &Path) -> usize {
    let files = fs_err::read_dir(folder).into_iter().flatten();
    files.filter(|file| file.as_ref().unwrap().path().extension() == Some("svg".as_ref())).count()
}

fn without_last_line(text: &str) -> &str {
    let text = text.trim_end();
    text.rfind('\n').map_or("", |end| &text[..end])
}
