//! What a program reads about its own errors and warnings is, to the byte, what it reads without us.
//!
//! Most of it needs no Matplotlib, but a package of that name which takes no time to import.

mod cases;

use cg_plot_capture_tests::prelude::*;

use crate::sitecustomize::figures::some_minors;

use cases::{CASES, Case, WAYS};

/// From this one on `raise` without an operand takes the traceback that a handler has left in the error;
/// before, the one that it came with.
const REPLACES_TRACEBACKS: u32 = 11;

/// Matplotlibs that warn of a backend that closes figures. Before 3.12 its warnings look for the first
/// caller by the names of modules, and from then on by those of files.
const WARNING: [(u32, &[&str]); 2] = [(9, &["matplotlib"]), (12, &["matplotlib==3.9.*"])];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let name = "a failing import has the traceback that it has without us";
    suite.on_pythons(name, some_minors(), |python| {
        let setup = Setup::new(python);
        let mut turn = 0;
        for case in CASES {
            // One way is enough for most errors.
            for way in if case.every_way { WAYS } else { &WAYS[..1] } {
                setup.imports(case, way, turn);
                turn += 1;
            }
        }
    });
    let minors: &[u32] = if tests_all() { &[11, 12, 13] } else { &[13] };
    let name = "a program that can't be started has the traceback that it has without us";
    suite.on_pythons(name, minors, |python| {
        let path = script("tracebacks/starters").to_str().unwrap().to_owned();
        for turn in 0..2 {
            Setup::new(python).alike("starters", turn, || (vec![path.clone()], vec![]));
        }
    });
    let name = "a backend that pyplot refuses has the traceback that it has without us";
    suite.on_pythons(name, minors, |python| {
        let venv = venv_with(python, &["matplotlib"]);
        let (plain, captured) = Setup::new(python).with(&venv, "backends");
        assert!(plain.contains("ValueError") && plain.contains("RuntimeError: broken"), "{plain}");
        assert_eq!(captured, plain);
    });
    for (minor, packages) in WARNING {
        let name = format!("Matplotlib's warnings name the program's line (CPython 3.{minor})");
        let python = Interpreter::cpython(3, minor);
        if minor != 9 && !tests_all() {
            continue;
        }
        suite.needing(&name, python, move |python| {
            let venv = venv_with(&python, packages);
            let (plain, captured) = Setup::new(&python).with(&venv, "warned");
            assert!(plain.contains("warned.py:6: MatplotlibDeprecationWarning"), "{plain}");
            assert_eq!(captured, plain);
        });
    }
}

/// What these tests share.
struct Setup {
    installation: Installation,
    version: u32,
}

/// A program's arguments and environment.
type Program = (Vec<String>, Vec<(&'static str, PathBuf)>);

impl Setup {
    fn new(python: &Interpreter) -> Self {
        Self { installation: Installation::shared(python, &[]), version: python.version.1 }
    }

    /// One broken file, imported in one way.
    #[track_caller]
    fn imports(&self, case: &Case, way: &cases::Way, turn: usize) {
        if self.version < case.since {
            return;
        }
        let name = format!("{} {}", case.name, way.name);
        let folder = tempfile::Builder::new().prefix("cg-tracebacks-").tempdir().unwrap();
        case.write(folder.path(), way);
        self.alike(&name, turn, || {
            let arguments = way.arguments.iter().map(|word| (*word).to_owned()).collect();
            let mut environment = vec![("PYTHONPATH", folder.path().to_owned())];
            environment.extend(case.environment.map(|(name, value)| (name, value.into())));
            (arguments, environment)
        });
    }

    /// A program says and does the same under each layer as without it; by default the layers take turns.
    #[track_caller]
    fn alike(&self, name: &str, turn: usize, program: impl Fn() -> Program) {
        let Installation { home, python, original, .. } = &self.installation;
        let outcome = |mut command: Command| {
            let (arguments, environment) = program();
            let output = run(command.args(arguments).envs(environment));
            let [out, err] = [&output.stdout, &output.stderr].map(|text| without_font_cache(text));
            (output.status, out, comparable(&err))
        };
        let layer = turn % 2;
        if tests_all() || layer == 0 {
            let plain = outcome(home.command(&original.program));
            let preloaded = outcome(self.installation.preloaded(&original.program));
            assert_eq!(preloaded, plain, "{name}, preload");
        }
        if tests_all() || layer == 1 {
            // This one's files are elsewhere, and tracebacks name them.
            let mut off = home.command(&python.program);
            off.env("CG_PLOT_CAPTURE", "off");
            assert_eq!(outcome(home.command(&python.program)), outcome(off), "{name}, hook");
        }
    }

    /// What a script says with a Matplotlib, without us and under the preload.
    fn with(&self, python: &Path, name: &str) -> (String, String) {
        let say = |mut command: Command| {
            command.env("MPLBACKEND", "agg").args(["-W", "always"]);
            let output = run(command.arg(script(&format!("tracebacks/{name}"))));
            without_font_cache(&output.stderr)
        };
        let installation = &self.installation;
        (say(installation.home.command(python)), say(installation.preloaded(python)))
    }
}

/// What Python says of an error: not of its imports, which are ours too, nor of how long they take.
fn comparable(err: &str) -> String {
    let verbose = err.lines().any(|line| line.starts_with("import _frozen_importlib"));
    let from = if verbose { err.rfind("Traceback").unwrap() } else { 0 };
    let lines = err[from..].lines().take_while(|line| !verbose || !line.starts_with("# "));
    lines.filter(|line| !line.starts_with("import time:")).collect::<Vec<_>>().join("\n")
}
