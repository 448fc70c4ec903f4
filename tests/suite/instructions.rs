//! What each process pays, in instructions: a time would say more of what else the machine does.
//!
//! Each ceiling is a little above what was measured, and relative to the same process without us, so
//! that it holds with another libc and another Python. Who changes what runs at a start and passes one
//! has made every process of a machine slower: make it cheaper, or say what it buys and raise it.

use cg_plot_capture_tests::installation::empty_preload;
use cg_plot_capture_tests::instructions::Count;
use cg_plot_capture_tests::prelude::*;

/// Of the start of a program in C that does nothing, beside the same with an empty library preloaded:
/// 1.069, of which a tenth more is 1.076. The goal is 1.08. One more name that ld.so has to find is
/// 0.005 of this.
const FOREIGN: f64 = 1.076;

/// Instructions that one start of a child costs more where we are to be put back into a scrubbed
/// environment of thirty entries: 3090.
const CHILD: u64 = 3400;

/// Of the start of a Python that does nothing, beside the same without us, by the preload, by the hook
/// and by both: 1.024, 1.032 and 1.026. The goal is 1.05. The garbage collector may run once more or
/// once less, by the number of objects, and one run is 0.008 of this.
const PYTHON: [f64; 3] = [1.035, 1.04, 1.037];

/// Of the imports that most programs begin with, beside the same without us, by the preload: 1.0072 and 1.0158.
const IMPORTS: [(&str, f64); 2] = [("numpy", 1.012), ("matplotlib.pyplot", 1.022)];

/// Children that are started, so that a single one's share is exact.
const CHILDREN: u64 = 20;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let needed = || tool("valgrind").and_then(|_| Interpreter::newest());
    let name = "a foreign process and its children start in few more instructions";
    suite.needing(name, tool("cc").and_then(|_| needed()), |python| {
        let programs = Programs::compile(&python);
        let [empty, ours] = programs.count(0);
        below("a foreign start", &empty, &ours, FOREIGN);
        let [more_empty, more_ours] = programs.count(CHILDREN);
        let children = |more: &Count, none: &Count| more.instructions - none.instructions;
        let each = (children(&more_ours, &ours) - children(&more_empty, &empty)) / CHILDREN;
        assert!(each <= CHILD, "{each} more for each child, and {CHILD} were meant\n{more_ours}");
    });
    suite.needing("a Python starts in few more instructions", needed(), |python| {
        let on = Installation::shared(&python, &[]);
        let bare = python.private(&on.home.path().join("bare"));
        let count = |name: &str, mut command: Command| {
            // Not -I, which would not read the seed, without which no two starts are the same.
            command.env("PYTHONHASHSEED", "0").args(["-s", "-c", "pass"]);
            Count::of(&command, name)
        };
        let plain = count("python-bare", on.home.command(&bare.program));
        for ((name, command), ceiling) in [
            ("python-preload", on.preloaded(&bare.program)),
            ("python-hook", on.home.command(&on.python.program)),
            ("python-both", on.preloaded(&on.python.program)),
        ]
        .into_iter()
        .zip(PYTHON)
        {
            below(name, &plain, &count(name, command), ceiling);
        }
    });
    for (module, ceiling) in IMPORTS {
        let name = format!("import {module} executes few more instructions");
        suite.seldom().needing(&name, needed(), move |python| {
            let installation = Installation::shared(&python, &[]);
            let python = venv_with(&python, &["matplotlib"]);
            let count = |name: &str, mut command: Command| {
                command.env("PYTHONHASHSEED", "0").env("OPENBLAS_NUM_THREADS", "1");
                command.args(["-s", "-c", &format!("import {module}")]);
                // The first start writes caches.
                succeed(&mut command);
                Count::of(&command, &format!("{module}-{name}"))
            };
            let plain = count("bare", installation.home.command(&python));
            let ours = count("preload", installation.preloaded(&python));
            below(module, &plain, &ours, ceiling);
        });
    }
}

/// What runs in a home that has the capture.
struct Programs(Installation);

impl Programs {
    fn compile(python: &Interpreter) -> Self {
        let installation = Installation::shared(python, &[]);
        let folder = installation.home.path();
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/programs/starts.c");
        succeed(Command::new("cc").arg("-o").arg(folder.join("starts")).arg(source));
        Self(installation)
    }

    /// The instructions of a program that starts `children`, under an empty preload and under ours.
    fn count(&self, children: u64) -> [Count; 2] {
        let folder = self.0.home.path();
        let count = |name: &str, preload: &Path| {
            let mut command = self.0.home.command(folder.join("starts"));
            command.arg(children.to_string()).env("LD_PRELOAD", preload);
            Count::of(&command, &format!("{name}-{children}"))
        };
        [count("foreign-empty", &empty_preload(&folder)), count("foreign", &self.0.preload())]
    }
}

#[track_caller]
fn below(what: &str, plain: &Count, ours: &Count, ceiling: f64) {
    let ratio = ours.instructions as f64 / plain.instructions as f64;
    assert!(ratio <= ceiling, "{what}: {ratio:.4}, and {ceiling} was meant\n{ours}\n{plain}");
}
