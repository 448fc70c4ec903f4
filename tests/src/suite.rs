//! Tests that say what they miss: one that the machine can't run is listed as ignored, with the reason.

use std::io::Write as _;
use std::num::NonZero;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use fs_err::File;
use libtest_mimic::{Arguments, Trial};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

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
            let (start, before) = (Instant::now(), cpu());
            test();
            note(&named, start.elapsed(), cpu() - before);
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

    /// Runs what the command line asks for; of `a|b`, what has either in its name.
    pub fn run(mut self) -> ExitCode {
        let mut arguments = Arguments::from_args();
        let is_whole = arguments.filter.is_none();
        if let Some(parts) = arguments.filter.take_if(|filter| filter.contains('|')) {
            let wanted = |trial: &Trial| parts.split('|').any(|part| trial.name().contains(part));
            self.trials.retain(wanted);
        }
        // Some wait for a lock, a reader or the disk: two more keep every core busy.
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        arguments.test_threads.get_or_insert(cores + 2);
        if is_whole && !arguments.list {
            std::thread::spawn(matplotlib::make_ahead);
        }
        let conclusion = libtest_mimic::run(&arguments, self.trials);
        Installation::forget_shared();
        browser::end_idle();
        conclusion.exit_code()
    }
}

/// What several tests on one CPython stand on: the first that runs makes it.
pub struct Shared<T> {
    python: Result<Interpreter, String>,
    made: Arc<OnceLock<T>>,
    make: Arc<dyn Fn(&Interpreter) -> T + Send + Sync>,
}

impl<T: Send + Sync + 'static> Shared<T> {
    /// What `make` makes of the newest.
    pub fn new(make: impl Fn(&Interpreter) -> T + Send + Sync + 'static) -> Self {
        Self::on(Interpreter::newest(), make)
    }

    /// What `make` makes of another.
    pub fn on(
        python: Result<Interpreter, String>,
        make: impl Fn(&Interpreter) -> T + Send + Sync + 'static,
    ) -> Self {
        Self { python, made: Arc::default(), make: Arc::new(make) }
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
        let (made, make) = (Arc::clone(&self.made), Arc::clone(&self.make));
        let needed = self.python.clone().and_then(|python| Ok((python, need?)));
        suite.needing(name, needed, move |(python, need)| {
            test(made.get_or_init(|| make(&python)), need);
        });
    }
}

/// Appends the seconds that a test took, and those of processors, to the file of `TEST_TIMES`. The latter are
/// those of all tests that ran at that time: `--test-threads=1` makes them this one's.
fn note(test: &str, took: Duration, cpu: f64) {
    if let Some(file) = std::env::var_os("TEST_TIMES") {
        let line = format!("{:7.2} {cpu:7.2} {test}\n", took.as_secs_f64());
        let mut file = File::options().append(true).create(true).open(file).unwrap();
        file.write_all(line.as_bytes()).unwrap();
    }
}

/// Seconds of processors that this process and its children have used.
fn cpu() -> f64 {
    let of = |who| {
        let usage = getrusage(who).unwrap();
        let seconds = |time: TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
        seconds(usage.user_time()) + seconds(usage.system_time())
    };
    of(UsageWho::RUSAGE_SELF) + of(UsageWho::RUSAGE_CHILDREN)
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

/// Whether `unshare` succeeds with these arguments, or what it says.
pub fn unshared(arguments: &[&str]) -> Result<(), String> {
    match Command::new("unshare").args(arguments).output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => Err(format!("no unshare: {error}")),
    }
}
