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

/// The oldest, and the newest: what differs between Matplotlibs differs between these.
pub(crate) const BOTH: [&str; 2] = ["3.6", NEWEST];

/// Adds a test for each Matplotlib, which is handed its interpreter and requirements; by default for those named.
pub(crate) fn on_matplotlibs(
    suite: &mut Suite,
    name: &str,
    by_default: &[&str],
    test: impl Fn(&Interpreter, &[&str]) + Clone + Send + 'static,
) {
    for (version, packages, minor) in MATPLOTLIBS {
        let test = test.clone();
        let suite = suite.seldom_if(!by_default.contains(&version));
        let name = format!("{name}, on Matplotlib {version}");
        suite.needing(&name, Interpreter::cpython(3, minor), move |it| test(&it, packages));
    }
}

/// What IPython says of `scripts/magic.py` on a machine without a screen, but for the backend's name,
/// which is a desktop's.
const MAGIC: &str = "No event loop hook running.\nUsing matplotlib backend: tkagg\n\
    No event loop hook running.\nUsing matplotlib backend: tkagg\ntkagg []\n";

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    on_matplotlibs(suite, "every backend is captured", &BOTH, |python, packages| {
        let captured = Captured::with(python, &[], packages);
        // The script makes the checks itself; each show in it draws another figure.
        let backend = [("MPLBACKEND", "cg_plot_capture")];
        let delivery = captured.run("backends", &[], &backend).success();
        let shown: usize = delivery.stdout().trim().parse().unwrap();
        assert!(shown > 20, "{shown}");
        assert_eq!(delivery.messages().len(), shown, "{}", delivery.stderr());
    });
    on_matplotlibs(suite, "the answer of a desktop survives", &BOTH, |python, packages| {
        let captured = Captured::with(python, &[], packages);
        let ways = [
            ("nothing", &[][..]),
            ("matplotlibrc", &[("MATPLOTLIBRC", "matplotlibrc")]),
            ("MPLBACKEND", &[("MPLBACKEND", "agg")]),
            ("pyplot first", &[("MPLBACKEND", "Agg")]),
        ];
        // By default the newest tries two, and the oldest one.
        let is_newest = packages.len() == 1 && packages[0] == "matplotlib";
        let count = if tests_all() { 4 } else { 1 + usize::from(is_newest) };
        for (way, variables) in ways.into_iter().take(count) {
            // The test's own folder has a matplotlibrc; the others must not find it.
            let place = captured.folder.join(way);
            fs_err::create_dir(&place).unwrap();
            if way == "matplotlibrc" {
                fs_err::write(place.join(way), "backend: Agg\n").unwrap();
            }
            let mut command = captured.command();
            command.arg(script("answers")).arg(way).envs(variables.iter().copied());
            let delivery = deliver(command.current_dir(place));
            assert_eq!(delivery.stderr(), "", "{way}");
            let delivery = delivery.success();
            // Ten of its own, its child's, and three that it asked for; before 3.9 one more.
            let is_old = ["3.6", "3.7", "3.8"].iter().any(|old| packages[0].contains(old));
            assert_eq!(delivery.messages().len(), 14 + usize::from(is_old), "{way}");
        }
    });
    suite.on_newest("IPython's %matplotlib starts no event loop where no window is", |python| {
        let captured = Captured::with(python, &[], &TOOLS);
        for absent in [&[][..], &["tkinter", "_tkinter"]] {
            for surroundings in ["", "agg"] {
                if !tests_all() && (absent.is_empty() || surroundings.is_empty()) {
                    continue;
                }
                let mut command = captured.command();
                command.args(["-m", "IPython", "--no-banner", "--colors=NoColor"]);
                command.arg(script("magic")).args(absent).env("MPLBACKEND", surroundings);
                let delivery = deliver(&mut command).success();
                assert_eq!(delivery.stdout(), MAGIC, "{absent:?} {surroundings}");
                assert_eq!(delivery.stderr(), "", "{absent:?} {surroundings}");
                assert_eq!(delivery.messages().len(), 2, "{absent:?} {surroundings}");
            }
        }
    });
    let name = "Matplotlib 3.5 runs as if nothing were there";
    suite.seldom().needing(name, Interpreter::cpython(3, 9), |python| {
        let captured = Captured::with(&python, &[], &["matplotlib==3.5.*", "numpy<2"]);
        let outcome = |mut command: Command| {
            let delivery = deliver(command.arg(script("two_shows"))).success();
            assert_eq!(delivery.names(), Vec::<String>::new());
            delivery.stderr()
        };
        let bare = outcome(captured.installation.home.command(&captured.python));
        assert_eq!(outcome(captured.command()), bare);
    });
}
