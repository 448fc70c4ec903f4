//! The message is the original's: what `cg-plot-capture==1.0.2` from PyPI sends, byte for byte.

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::scripts;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.on_newest("ten scripts send what the original sends", |python| {
        let both = Both::new(python);
        let scripts = scripts("parity");
        assert_eq!(scripts.len(), 10);
        // By default each fifth.
        for script in scripts.into_iter().step_by(if tests_all() { 1 } else { 5 }) {
            let (theirs, ours) = both.deliver(&script);
            assert!(!theirs.stream.is_empty(), "{}: {}", script.display(), theirs.stderr());
            assert!(theirs.stream == ours.stream, "{}: {}", script.display(), ours.stderr());
        }
    });
    let name = "whatever the original delivers we deliver once, where figures stay open";
    suite.on_newest(name, |python| {
        let both = Both::new(python);
        let names = ["life/parity", "life/in_order", "two_shows"];
        for name in names.into_iter().take(if tests_all() { 3 } else { 2 }) {
            let (theirs, ours) = both.deliver(&script(name));
            let mut seen = Vec::new();
            for message in theirs.messages() {
                if !seen.contains(&message.svg) {
                    seen.push(message.svg);
                }
            }
            let ours: Vec<Vec<u8>> = ours.messages().into_iter().map(|one| one.svg).collect();
            assert!(seen.len() > 1, "{name}");
            assert!(seen == ours, "{name}: {} and {}", seen.len(), ours.len());
        }
    });
}

/// The original and ours, for the same scripts.
struct Both {
    installation: Installation,
    original: PathBuf,
    rc: PathBuf,
}

impl Both {
    fn new(python: &Interpreter) -> Self {
        let original = venv_with(python, &ORIGINAL);
        let installation = Installation::shared(python, &[]);
        let rc = installation.home.path().join("matplotlibrc");
        fs_err::write(&rc, "svg.hashsalt: salt\n").unwrap();
        Self { installation, original, rc }
    }

    /// What the original sends, and what we do. With everything else the same.
    fn deliver(&self, script: &Path) -> (Delivery, Delivery) {
        let run = |mut command: Command| {
            command.arg(script).env("MATPLOTLIBRC", &self.rc);
            command.env("SOURCE_DATE_EPOCH", "1700000000").env("CG_PLOT_AFTER_SHOW", "keep");
            deliver(&mut command).success()
        };
        let mut theirs = self.installation.home.command(&self.original);
        theirs.env("MPLBACKEND", "cg_plot_capture");
        // The original is installed where ours runs, and yields to it.
        (run(theirs), run(self.installation.preloaded(&self.original)))
    }
}
