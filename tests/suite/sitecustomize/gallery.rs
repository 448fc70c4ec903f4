//! Matplotlib's own gallery: each script delivers what a blocking desktop would have shown.
//!
//! The yardstick is a desktop of the tests' own (`tests/scripts/gallery/desktop.py`), which knows
//! nothing of the capture. A few scripts run by default, and all with `CG_PLOT_TESTS=all`.

use std::os::unix::fs::symlink;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::source;

use comparison::differences;
use report::{Case, Report};
use side::{Picture, Runner, Setup};

mod comparison;
mod known;
mod report;
mod side;

/// What scripts import, where it is small.
const PACKAGES: [&str; 2] = ["matplotlib", "colorspacious"];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.test("gallery: the comparison finds what differs", comparison::finds_what_differs);
    let python = Interpreter::newest();
    if tests_all() {
        suite.needing("gallery: 99 of 100 scripts are as on a desktop", python, |python| {
            let report = run(&python, |_| true);
            assert!(report.cases.len() > 500, "{}", report.cases.len());
            println!("{report}");
            let differing = report.differing(false).len();
            assert!(differing * 100 <= report.cases.len(), "{differing} differ");
        });
    } else {
        suite.needing("gallery: a sample of scripts is as on a desktop", python, |python| {
            let report = run(&python, |name| known::SAMPLE.contains(&name));
            assert_eq!(report.cases.len(), known::SAMPLE.len());
            assert!(report.differing(false).is_empty(), "\n{report}");
        });
    }
}

/// Runs the scripts that are wanted, as many at a time as there are processors.
fn run(python: &Interpreter, wanted: impl Fn(&str) -> bool) -> Report<'static> {
    let venv = venv_with(python, &PACKAGES);
    let gallery = source::matplotlib(&venv).join("galleries");
    let mut scripts = source::files(&gallery, "py");
    let name = |path: &Path| path.strip_prefix(&gallery).unwrap().to_str().unwrap().to_owned();
    scripts.retain(|path| wanted(&name(path)));
    let setup = Setup::new(Installation::enable(python, &[]), venv);
    let _ = fs_err::remove_dir_all(differing());
    fs_err::create_dir_all(differing()).unwrap();
    // A tutorial opens `../../doc/…`, and runs two folders further down.
    symlink(gallery.with_file_name("doc"), differing().join("doc")).unwrap();
    let (next, cases) = (AtomicUsize::new(0), Mutex::new(vec![]));
    let work = || {
        let mut runner = setup.runner();
        while let Some(path) = scripts.get(next.fetch_add(1, Ordering::Relaxed)) {
            let case = one(&setup, &mut runner, path, name(path));
            cases.lock().unwrap().push(case);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
    let mut cases = cases.into_inner().unwrap();
    cases.sort_by(|a, b| a.script.cmp(&b.script));
    Report { cases, excuses: &known::EXCUSES }
}

/// One script on all three sides, each in a folder of its own.
fn one(setup: &Setup, runner: &mut Runner, path: &Path, script: String) -> Case {
    let folder = tempfile::tempdir_in(differing()).unwrap();
    let mut desktop = runner.run("desktop", path, &folder.path().join("desktop"));
    let agg = runner.run("agg", path, &folder.path().join("agg"));
    let directory = folder.path().join("captured");
    fs_err::create_dir(&directory).unwrap();
    let exactly = !desktop.pictures.contains(&Picture::Heavy);
    let mut captured = setup.captured(path, &directory, exactly);
    let differences = differences(&desktop, &agg, &captured);
    if !differences.is_empty() {
        for (index, picture) in captured.pictures.iter().enumerate() {
            fs_err::write(directory.join(format!("{}.svg", index + 1)), picture.svg()).unwrap();
        }
        let kept = differing().join(script.replace('/', "-"));
        fs_err::rename(folder.keep(), kept).unwrap();
    }
    desktop.forget();
    captured.forget();
    Case { script, differences, desktop, agg, captured }
}

/// Where the pictures of scripts that differ are kept for a look.
fn differing() -> PathBuf {
    target().join("test-gallery")
}
