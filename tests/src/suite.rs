//! Tests that say what they miss: one that the machine can't run is listed as ignored, with the reason.

use std::io::Write as _;
use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use fs_err::File;
use libtest_mimic::{Arguments, Trial};

use crate::browser;
use crate::installation::Installation;
use crate::interpreter::Interpreter;
use crate::matplotlib;

/// The tests to run.
#[derive(Default)]
pub struct Suite {
    trials: Vec<Trial>,
    /// Whether the next test is one of those that `seldom` leaves out.
    skips_next: bool,
}

impl Suite {
    /// Has the next test run only where every test is wanted, because another one is of its kind.
    pub fn seldom(&mut self) -> &mut Self {
        self.skips_next = !tests_all();
        self
    }

    /// The same under a condition.
    pub fn seldom_if(&mut self, is_of_a_kind: bool) -> &mut Self {
        if is_of_a_kind { self.seldom() } else { self }
    }

    fn add(&mut self, trial: Trial) {
        if !std::mem::take(&mut self.skips_next) {
            self.trials.push(trial);
        }
    }

    /// Adds a test that every machine can run. Its name is a sentence.
    pub fn test(&mut self, name: &str, test: impl FnOnce() + Send + 'static) {
        let named = name.to_owned();
        self.add(Trial::test(name, move || {
            let start = Instant::now();
            test();
            note(&named, start.elapsed());
            Ok(())
        }));
    }

    /// Adds a test that is handed what it needs, or is listed as ignored where that is missing.
    pub fn needing<T: Send + 'static>(
        &mut self,
        name: &str,
        need: Result<T, String>,
        test: impl FnOnce(T) + Send + 'static,
    ) {
        match need {
            Ok(need) => self.test(name, move || test(need)),
            Err(missing) => {
                let name = format!("{name} [skipped: {missing}]");
                self.add(Trial::test(name, || Ok(())).with_ignored_flag(true));
            }
        }
    }

    /// Adds a test for the newest CPython.
    pub fn on_newest(&mut self, name: &str, test: impl FnOnce(&Interpreter) + Send + 'static) {
        self.needing(name, Interpreter::newest(), |python| test(&python));
    }

    /// Adds a test for CPython 3 of the first and the last minor version that is named, and for Debian's own;
    /// where every test is wanted, for all of them.
    pub fn on_pythons(
        &mut self,
        name: &str,
        minors: &[u32],
        test: impl Fn(&Interpreter) + Clone + Send + 'static,
    ) {
        if std::mem::take(&mut self.skips_next) {
            return;
        }
        let mut wanted = minors.to_vec();
        if !tests_all() {
            wanted.retain(|minor| [minors.first(), minors.last()].contains(&Some(minor)));
        }
        for minor in wanted {
            let test = test.clone();
            let name = format!("{name} (CPython 3.{minor})");
            self.needing(&name, Interpreter::cpython(3, minor), move |python| test(&python));
        }
        let name = format!("{name} (Debian's python3)");
        self.needing(&name, Interpreter::debian(), move |python| test(&python));
    }

    /// The same where they hardly differ: by default for the newest CPython alone.
    pub fn on_newest_or_all(
        &mut self,
        name: &str,
        minors: &[u32],
        test: impl Fn(&Interpreter) + Clone + Send + 'static,
    ) {
        match tests_all() {
            true => self.on_pythons(name, minors, test),
            false => self.on_newest(name, test),
        }
    }

    /// Runs what the command line asks for.
    pub fn run(self) -> ExitCode {
        let mut arguments = Arguments::from_args();
        // Some wait for a lock, a reader or the disk: two more keep every core busy.
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        arguments.test_threads.get_or_insert(cores + 2);
        if arguments.filter.is_none() && !arguments.list {
            std::thread::spawn(matplotlib::make_ahead);
        }
        let conclusion = libtest_mimic::run(&arguments, self.trials);
        Installation::forget_shared();
        browser::end_idle();
        conclusion.exit_code()
    }
}

/// What several tests of the newest CPython stand on: the first that runs makes it.
pub struct Shared<T> {
    made: Arc<OnceLock<T>>,
    make: fn(&Interpreter) -> T,
}

impl<T: Send + Sync + 'static> Shared<T> {
    /// What `make` makes.
    pub fn new(make: fn(&Interpreter) -> T) -> Self {
        Self { made: Arc::default(), make }
    }

    /// Adds a test that is handed it.
    pub fn test(&self, suite: &mut Suite, name: &str, test: impl FnOnce(&T) + Send + 'static) {
        self.needing(suite, name, Ok(()), |made, ()| test(made));
    }

    /// Adds a test that is handed it and what it needs.
    pub fn needing<N: Send + 'static>(
        &self,
        suite: &mut Suite,
        name: &str,
        need: Result<N, String>,
        test: impl FnOnce(&T, N) + Send + 'static,
    ) {
        let (made, make) = (Arc::clone(&self.made), self.make);
        let needed = need.and_then(|need| Ok((need, Interpreter::newest()?)));
        suite.needing(name, needed, move |(need, python)| {
            test(made.get_or_init(|| make(&python)), need);
        });
    }
}

/// Appends how many seconds a test took to the file of `TEST_TIMES`.
fn note(test: &str, took: Duration) {
    if let Some(file) = std::env::var_os("TEST_TIMES") {
        let line = format!("{:7.2} {test}\n", took.as_secs_f64());
        let mut file = File::options().append(true).create(true).open(file).unwrap();
        file.write_all(line.as_bytes()).unwrap();
    }
}

/// Whether every test is wanted, and not only one for each class of behaviour.
pub fn tests_all() -> bool {
    std::env::var("CG_PLOT_TESTS").is_ok_and(|value| value == "all")
}

/// A program on `PATH`, or what is missing.
pub fn tool(name: &str) -> Result<PathBuf, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found =
        std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    found.ok_or_else(|| format!("no {name}"))
}
