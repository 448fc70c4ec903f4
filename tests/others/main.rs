//! Other people's tests under the capture: CPython's, Matplotlib's, pandas', and builds by pip.
//!
//! `cargo test --package cg-plot-capture-tests --test others -- "test_os,test_subprocess"`: parts of
//! names choose. What each came to is kept, and the report is on all that is kept.

#![allow(clippy::unwrap_used, reason = "a test's panic is its report")]

use std::collections::HashMap;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock};

use cg_plot_capture_tests::inherited;
use cg_plot_capture_tests::others::ground::{Ground, Way};
use cg_plot_capture_tests::others::report::Report;
use cg_plot_capture_tests::others::subject::{Subject, packages, regression};
use cg_plot_capture_tests::others::verdict::{Difference, Verdict, all_kept, kept};
use cg_plot_capture_tests::prelude::*;
use libtest_mimic::{Arguments, Trial};

/// Those of CPython whose own tests are run, by their minor versions.
const MINORS: [u32; 4] = [11, 13, 14, 15];

type Grounds = Arc<Mutex<HashMap<PathBuf, Arc<OnceLock<Ground>>>>>;

fn main() -> ExitCode {
    inherited::reset();
    let (subjects, missing) = subjects();
    let grounds = Grounds::default();
    let trials =
        subjects.into_iter().flat_map(|subject| Way::ALL.map(|way| (subject.clone(), way)));
    let trials = trials.map(|(subject, way)| trial(grounds.clone(), subject, way)).chain(missing);
    let mut arguments = Arguments::from_args();
    let parts = arguments.filter.take().unwrap_or_default();
    let wanted = |trial: &Trial| parts.split(',').any(|part| trial.name().contains(part));
    let trials = trials.filter(wanted);
    // What runs beside a test of times makes it fail.
    arguments.test_threads.get_or_insert(1);
    let listing = arguments.list;
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    // The copies of interpreters go with it; an exit would leave them.
    drop(grounds);
    if !listing && kept().exists() {
        let report = Report(all_kept(&kept())).to_string();
        fs_err::write(kept().join("report.txt"), &report).unwrap();
        print!("{report}");
    }
    conclusion.exit_code()
}

/// What can be run here, and an ignored test for what can't.
fn subjects() -> (Vec<Subject>, Vec<Trial>) {
    let (mut subjects, mut missing) = (vec![], vec![]);
    let mut lacking = |what: &str, why: &str| {
        let name = format!("{what} [skipped: {why}]");
        missing.push(Trial::test(name, || Ok(())).with_ignored_flag(true));
    };
    for minor in MINORS {
        let python = Interpreter::any(3, minor);
        match python.map(|python| regression(&python)) {
            Ok(found) if found.is_empty() => lacking("cpython", "it came without its tests"),
            Ok(found) => subjects.extend(found),
            Err(why) => lacking("cpython", &why),
        }
    }
    match Interpreter::newest().and_then(|python| packages(&python)) {
        Ok(found) => subjects.extend(found),
        Err(why) => lacking("matplotlib, pandas, pip", &why),
    }
    (subjects, missing)
}

fn trial(grounds: Grounds, subject: Subject, way: Way) -> Trial {
    Trial::test(format!("{}: {}", way.name(), subject.name()), move || {
        let ground = {
            let mut grounds = grounds.lock().unwrap();
            grounds.entry(subject.python.program.clone()).or_default().clone()
        };
        // Its clone of the map goes, so that the last one takes the copies along.
        drop(grounds);
        let ground = ground.get_or_init(|| Ground::new(&subject.python));
        let verdict = Verdict::of(ground, &subject, way);
        let ours: Vec<&Difference> = verdict.differences.iter().filter(|one| one.ours()).collect();
        if ours.is_empty() { Ok(()) } else { Err(format!("{ours:#?}").into()) }
    })
}
