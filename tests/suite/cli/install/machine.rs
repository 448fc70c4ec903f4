//! A home and an interpreter that an installation may change.

use cg_plot_capture_tests::prelude::*;

/// What [`state`] answers.
pub(crate) type State = BTreeMap<PathBuf, (u32, i128, Vec<u8>)>;

/// A test's name, and what it does.
pub(super) type Test = (&'static str, fn(&Machine));

/// A home and an interpreter that may be changed.
pub(crate) struct Machine {
    pub(crate) home: Home,
    _folder: tempfile::TempDir,
    pub(crate) python: Interpreter,
}

impl Machine {
    /// Adds a test that is handed a fresh one.
    pub(crate) fn test(suite: &mut Suite, name: &str, test: fn(&Self)) {
        suite.on_newest(name, move |python| test(&Self::new(python)));
    }

    /// The same where something besides an interpreter is needed.
    pub(crate) fn needing<T>(
        suite: &mut Suite,
        name: &str,
        need: Result<T, String>,
        test: fn(&Self),
    ) {
        let need = Interpreter::newest().and_then(|python| need.map(|_| python));
        suite.needing(name, need, move |python| test(&Self::new(&python)));
    }

    pub(crate) fn new(python: &Interpreter) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let python = python.private(folder.path());
        Self { home: Home::new(), _folder: folder, python }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs_err::write(self.path(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs_err::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.path(".local/share/cg-plot-capture")
    }

    pub(crate) fn settings(&self) -> String {
        self.read(".local/share/cg-plot-capture/settings")
    }

    pub(crate) fn payloads(&self) -> Vec<PathBuf> {
        let entries = fs_err::read_dir(self.folder()).unwrap().map(|entry| entry.unwrap().path());
        let is_payload = |path: &PathBuf| path.to_string_lossy().contains("/payload-");
        entries.filter(is_payload).collect()
    }

    pub(crate) fn preload(&self) -> String {
        let payloads = self.payloads();
        assert_eq!(payloads.len(), 1);
        format!("{}/libcg_plot_inject.so", payloads[0].display())
    }

    pub(crate) fn hook(&self) -> PathBuf {
        self.python.hook()
    }

    /// `cg-plot-capture` where the interpreter is found.
    pub(crate) fn finding(&self, arguments: &[&str]) -> Command {
        let mut command = self.home.cli(arguments);
        let bin = self.python.program.parent().unwrap();
        command.env("PATH", format!("{}:/usr/bin:/bin", bin.display()));
        command
    }

    pub(crate) fn enabling(&self, arguments: &[&str]) -> Command {
        let mut command = self.home.cli(&["enable", "--python"]);
        command.arg(&self.python.program).args(arguments);
        command
    }

    /// Enables; whether each layer could be proven is another test's business.
    pub(crate) fn enable(&self, arguments: &[&str]) -> String {
        enabled(&run(&mut self.enabling(arguments)))
    }

    pub(crate) fn disable(&self) -> String {
        succeed(&mut self.home.cli(&["disable"]))
    }

    pub(crate) fn state(&self) -> State {
        let mut all = state(&self.home.path());
        all.extend(state(&self.python.prefix));
        all
    }
}

#[track_caller]
pub(crate) fn enabled(output: &Output) -> String {
    let (_, out, _) = told(output);
    assert!(out.contains("enabled in "), "{}", said(output));
    out
}

/// The command for the last problem, run as it is.
#[track_caller]
pub(crate) fn take_advice(home: &Home, said: &str) {
    let command = advice(said);
    let path = format!("{}:/usr/bin:/bin", cg_plot_capture().parent().unwrap().display());
    succeed(home.command("sh").args(["-c", command]).env("PATH", path));
}

/// That command.
pub(crate) fn advice(said: &str) -> &str {
    said.lines().rfind(|line| line.starts_with("   ")).unwrap().trim()
}

/// Without times, which the receipt alone knows.
pub(crate) fn timeless(mut state: State) -> State {
    state.values_mut().for_each(|(_, time, _)| *time = 0);
    state
}

/// Compares all but the times of folders, which are those of what came and went in them.
#[track_caller]
pub(crate) fn same(after: &State, before: &State) {
    const FOLDER: u32 = 0o040_000;
    let entry = |state: &State, path: &PathBuf| {
        let (mode, time, content) = state.get(path)?.clone();
        Some((mode, if mode & 0o170_000 == FOLDER { 0 } else { time }, content))
    };
    let differs = |path: &&PathBuf| entry(before, path) != entry(after, path);
    let differing: BTreeSet<_> = before.keys().chain(after.keys()).filter(differs).collect();
    let first = differing.first().map(|path| (before.get(*path), after.get(*path)));
    assert!(differing.is_empty(), "{differing:?}, the first: {first:?}");
}
