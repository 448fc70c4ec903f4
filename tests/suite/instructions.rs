//! What each process pays, in instructions: a time would say more of what else the machine does.
//!
//! Each ceiling is a little above what was measured, and relative to the same process without us, so
//! that it holds with another libc and another Python. Who changes what runs at a start and passes one
//! has made every process of a machine slower: make it cheaper, or say what it buys and raise it.

use std::path::Path;
use std::process::Command;

use cg_plot_capture_tests::command::succeed;
use cg_plot_capture_tests::installation::Installation;
use cg_plot_capture_tests::instructions::Count;
use cg_plot_capture_tests::interpreter::Interpreter;
use cg_plot_capture_tests::suite::{Suite, tool};

/// Of the start of a program in C that does nothing, beside the same with an empty library preloaded.
/// The goal is 1.08.
const FOREIGN: f64 = 1.07;

/// Instructions that one start of a child costs more, where it is to get us back into a scrubbed
/// environment of thirty entries.
const CHILD: u64 = 4000;

/// Of the start of a Python that does nothing, beside the same without us: by the preload, by the hook
/// and by both. The goal is 1.05.
const PYTHON: [f64; 3] = [1.05, 1.05, 1.05];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let needed = || tool("valgrind").and_then(|_| Interpreter::newest());
    let compiler = || tool("cc").and_then(|_| needed());
    suite.needing("a foreign process starts in few more instructions", compiler(), |python| {
        let programs = Programs::compile(&python);
        let [empty, ours] = programs.count("0");
        below("a foreign start", &empty, &ours, FOREIGN);
    });
    suite.needing("a child is started in few more instructions", compiler(), |python| {
        let programs = Programs::compile(&python);
        let [[empty_none, none], [empty, ours]] = [programs.count("0"), programs.count("20")];
        let more = |with: &Count, without: &Count| with.instructions - without.instructions;
        let each = (more(&ours, &none) - more(&empty, &empty_none)) / 20;
        println!("a child: {each} instructions more");
        assert!(each <= CHILD, "{each} instructions for each child: {}", ours.look());
    });
    suite.needing("a Python starts in few more instructions", needed(), |python| {
        let on = Installation::enable(&python, &[]);
        let bare = python.private(&on.home.path().join("bare"));
        let count = |name: &str, mut command: Command| {
            // Else each start would put its names elsewhere; -I would not read it.
            command.env("PYTHONHASHSEED", "0").args(["-s", "-c", "pass"]);
            succeed(&mut command);
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
}

/// What runs in a home that has the capture.
struct Programs(Installation);

impl Programs {
    fn compile(python: &Interpreter) -> Self {
        let installation = Installation::enable(python, &[]);
        let folder = installation.home.path();
        for (name, options) in [("starts", &[] as &[&str]), ("empty", &["-shared", "-fPIC"])] {
            let source = format!("{}/programs/{name}.c", env!("CARGO_MANIFEST_DIR"));
            let mut compiler = Command::new("cc");
            succeed(compiler.arg("-o").arg(folder.join(name)).arg(source).args(options));
        }
        Self(installation)
    }

    /// The instructions of a program that starts `children`, under an empty preload and under ours.
    fn count(&self, children: &str) -> [Count; 2] {
        let folder = self.0.home.path();
        let count = |name: &str, preload: &Path| {
            let mut command = self.0.home.command(folder.join("starts"));
            command.arg(children).env("LD_PRELOAD", preload);
            Count::of(&command, &format!("{name}-{children}"))
        };
        [count("foreign-empty", &folder.join("empty")), count("foreign", &self.0.preload())]
    }
}

#[track_caller]
fn below(what: &str, plain: &Count, ours: &Count, ceiling: f64) {
    let (with, without) = (ours.instructions, plain.instructions);
    let ratio = with as f64 / without as f64;
    println!("{what}: {with} instructions, {without} without us: {ratio:.4}");
    assert!(
        ratio <= ceiling,
        "{what}: {with} instructions, {without} without us: {ratio:.4}, and at most {ceiling} was \
         meant\n{}\n{}",
        ours.look(),
        plain.look()
    );
}
