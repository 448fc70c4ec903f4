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
use side::{Picture, Runner, Setup};

mod comparison;
mod known;
mod side;

/// What scripts import, where it is small.
const PACKAGES: [&str; 2] = ["matplotlib", "colorspacious"];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.test("gallery: the comparison finds what differs", comparison::finds_what_differs);
    let python = Interpreter::newest();
    if tests_all() {
        suite.needing("gallery: 99 of 100 scripts are as on a desktop", python, |python| {
            let cases = run(&python, |_| true);
            assert!(cases.len() > 500, "{}", cases.len());
            let differing = differing(&cases, &known::EXCUSES);
            println!("{}", differing.join("\n"));
            assert!(differing.len() * 100 <= cases.len(), "{} differ", differing.len());
        });
    } else {
        suite.needing("gallery: a sample of scripts is as on a desktop", python, |python| {
            let cases = run(&python, |name| known::SAMPLE.contains(&name));
            assert_eq!(cases.len(), known::SAMPLE.len());
            assert_eq!(differing(&cases, &[]), [""; 0]);
        });
    }
}

/// A script by its path below the gallery, and what differs.
type Case = (String, Vec<String>);

/// What differs where there is no excuse for it.
fn differing(cases: &[Case], excuses: &[(&str, &str)]) -> Vec<String> {
    let is_excused = |script: &str| excuses.iter().any(|(known, _)| *known == script);
    let differing = cases.iter().filter(|(script, found)| !found.is_empty() && !is_excused(script));
    differing.map(|(script, found)| format!("{script}: {}", found.join("; "))).collect()
}

/// Runs the scripts that are wanted, as many at a time as there are processors.
fn run(python: &Interpreter, wanted: impl Fn(&str) -> bool) -> Vec<Case> {
    let venv = venv_with(python, &PACKAGES);
    let gallery = source::matplotlib(&venv).join("galleries");
    let mut scripts = source::files(&gallery, "py");
    let name = |path: &Path| path.strip_prefix(&gallery).unwrap().to_str().unwrap().to_owned();
    scripts.retain(|path| wanted(&name(path)));
    let setup = Setup::new(Installation::shared(python, &[]), venv);
    let _ = fs_err::remove_dir_all(kept());
    fs_err::create_dir_all(kept()).unwrap();
    // A tutorial opens `../../doc/…`, and runs two folders further down.
    symlink(gallery.with_file_name("doc"), kept().join("doc")).unwrap();
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
    cases.sort();
    cases
}

/// One script on all three sides, each in a folder of its own.
fn one(setup: &Setup, runner: &mut Runner, path: &Path, script: String) -> Case {
    let folder = tempfile::tempdir_in(kept()).unwrap();
    let desktop = runner.run("desktop", path, &folder.path().join("desktop"));
    let agg = runner.run("agg", path, &folder.path().join("agg"));
    let directory = folder.path().join("captured");
    fs_err::create_dir(&directory).unwrap();
    let exactly = !desktop.pictures.contains(&Picture::Heavy);
    let captured = setup.captured(path, &directory, exactly);
    let differences = differences(&desktop, &agg, &captured);
    if !differences.is_empty() {
        for (index, picture) in captured.pictures.iter().enumerate() {
            fs_err::write(directory.join(format!("{}.svg", index + 1)), picture.svg()).unwrap();
        }
        let place = kept().join(script.replace('/', "-"));
        fs_err::rename(folder.keep(), place).unwrap();
    }
    (script, differences)
}

/// Where the pictures of scripts that differ are kept for a look.
fn kept() -> PathBuf {
    target().join("test-gallery")
}
