//! Whatever backend a program asks for, on each Matplotlib; what we need of Matplotlib's private side.

use cg_plot_capture_tests::prelude::*;

/// Each Matplotlib, and the requirements and Python minor versions that take it.
pub(crate) const MATPLOTLIBS: [(&str, &[&str], u32); 6] = [
    ("3.6", &OLDEST, 9),
    ("3.7", &["matplotlib==3.7.*", "numpy<2"], 9),
    ("3.8", &["matplotlib==3.8.*"], 12),
    ("3.9", &["matplotlib==3.9.*"], 12),
    ("3.10", &["matplotlib==3.10.*"], 12),
    // On the newest CPython.
    (NEWEST, &["matplotlib"], 13),
];

/// The newest Matplotlib. Where all are wanted there is one test for each, and by default for the oldest
/// and this.
pub(crate) const NEWEST: &str = "newest";

/// Whether a version is left out by default.
pub(crate) fn is_between(version: &str) -> bool {
    !["3.6", NEWEST].contains(&version)
}

/// What IPython says of `scripts/magic.py` on a machine without a screen, but for the backend's name,
/// which is a desktop's.
const MAGIC: &str = "No event loop hook running.\nUsing matplotlib backend: tkagg\n\
    No event loop hook running.\nUsing matplotlib backend: tkagg\ntkagg []\n";

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for (version, packages, minor) in MATPLOTLIBS {
        let suite = suite.seldom_if(is_between(version));
        let name = format!("every backend is captured, on Matplotlib {version}");
        suite.needing(&name, Interpreter::cpython(3, minor), move |python| {
            let installation = Installation::shared(&python, &[]);
            let venv = venv_with(&python, packages);
            let mut command = installation.preloaded(&venv);
            command.env("MPLBACKEND", "cg_plot_capture");
            // The script makes the checks itself; each show in it draws another figure.
            let delivery = deliver(command.arg(script("backends"))).success();
            let shown: usize = delivery.stdout().trim().parse().unwrap();
            assert!(shown > 20, "{shown}");
            assert_eq!(delivery.messages().len(), shown, "{}", delivery.stderr());
        });
    }
    for (version, packages, minor) in MATPLOTLIBS {
        let suite = suite.seldom_if(is_between(version));
        let name = format!("the answer of a desktop survives, on Matplotlib {version}");
        suite.needing(&name, Interpreter::cpython(3, minor), move |python| {
            let installation = Installation::shared(&python, &[]);
            let venv = venv_with(&python, packages);
            let ways = [
                ("nothing", &[][..]),
                ("MPLBACKEND", &[("MPLBACKEND", "agg")]),
                ("matplotlibrc", &[("MATPLOTLIBRC", "matplotlibrc")]),
                ("pyplot first", &[("MPLBACKEND", "Agg")]),
            ];
            // By default each tries two.
            let (first, step) =
                if tests_all() { (0, 1) } else { (usize::from(version != NEWEST), 2) };
            for (way, variables) in ways.into_iter().skip(first).step_by(step) {
                let folder = tempfile::tempdir().unwrap();
                fs_err::write(folder.path().join("matplotlibrc"), "backend: Agg\n").unwrap();
                let mut command = installation.preloaded(&venv);
                // The test's own folder has a matplotlibrc; the others must not find it.
                let other = if way == "matplotlibrc" { "." } else { "other" };
                fs_err::create_dir(folder.path().join("other")).unwrap();
                command.arg(script("answers")).arg(way).envs(variables.iter().copied());
                command.current_dir(folder.path().join(other));
                let delivery = deliver(&mut command);
                assert_eq!(delivery.stderr(), "", "{way}");
                let delivery = delivery.success();
                // Ten of its own, its child's, and three that it asked for; before 3.9 one more.
                let more = usize::from(["3.6", "3.7", "3.8"].contains(&version));
                assert_eq!(delivery.messages().len(), 14 + more, "{way}");
            }
        });
    }
    suite.on_newest("IPython's %matplotlib starts no event loop where no window is", |python| {
        let installation = Installation::shared(python, &[]);
        let venv = venv_with(python, &TOOLS);
        for absent in [&[][..], &["tkinter", "_tkinter"]] {
            for surroundings in ["", "agg"] {
                if !tests_all() && absent.is_empty() != surroundings.is_empty() {
                    continue;
                }
                let mut command = installation.preloaded(&venv);
                command.args(["-m", "IPython", "--no-banner", "--colors=NoColor"]);
                command.arg(script("magic")).args(absent).env("MPLBACKEND", surroundings);
                let delivery = deliver(&mut command).success();
                assert_eq!(delivery.stdout(), MAGIC, "{absent:?} {surroundings}");
                assert_eq!(delivery.stderr(), "", "{absent:?} {surroundings}");
                assert_eq!(delivery.messages().len(), 2, "{absent:?} {surroundings}");
            }
        }
    });
    suite.seldom().needing(
        "Matplotlib 3.5 runs as if nothing were there",
        Interpreter::cpython(3, 9),
        |python| {
            let installation = Installation::shared(&python, &[]);
            let venv = venv_with(&python, &["matplotlib==3.5.*", "numpy<2"]);
            let outcome = |mut command: std::process::Command| {
                let delivery = deliver(command.arg(script("two_shows"))).success();
                assert_eq!(delivery.names(), Vec::<String>::new());
                delivery.stderr()
            };
            let bare = outcome(installation.home.command(&venv));
            assert_eq!(outcome(installation.preloaded(&venv)), bare);
        },
    );
}
