//! What a figure goes through, from its first show until it is closed, on each Matplotlib.
//!
//! Each case is a script as people write them; what it delivers is told by the titles that it gives
//! its figures. By default the newest Matplotlib runs all of them, with `CG_PLOT_TESTS=all` in the
//! environment each one does; what differs between them is in `backends.rs`, by default too.

mod cases;

use cg_plot_capture_tests::harness::{Delivery, deliver};
use cg_plot_capture_tests::installation::Installation;
use cg_plot_capture_tests::interpreter::Interpreter;
use cg_plot_capture_tests::matplotlib::venv_with;
use cg_plot_capture_tests::scripts::script;
use cg_plot_capture_tests::suite::{Suite, tests_all};

use crate::backends::MATPLOTLIBS;
use cases::{CASES, Case, PIXELS};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for (version, packages, minor) in MATPLOTLIBS {
        if !tests_all() && version != "3.11" {
            continue;
        }
        let name = format!("a figure's life is that on a desktop, on Matplotlib {version}");
        suite.needing(&name, Interpreter::cpython(3, minor), move |python| {
            let world = World::new(&python, packages);
            let failures: Vec<String> = CASES.iter().filter_map(|case| world.fails(case)).collect();
            assert!(failures.is_empty(), "{}", failures.join("\n"));
            world.layouts_leave_no_mark();
        });
    }
    suite.needing(
        "no failure of ours reaches the program, in whatever function",
        Interpreter::newest(),
        |python| {
            let world = World::new(&python, &["matplotlib"]);
            // By default each fourth function.
            let steps = if tests_all() { "1" } else { "4" };
            let pictures = tempfile::tempdir().unwrap();
            let inline = [("CG_PLOT_INLINE", pictures.path().to_str().unwrap())];
            let delivery = world.run("raises", &["0", steps], &inline).success();
            assert_eq!(delivery.stdout().trim(), "True 0", "{}", delivery.stderr());
        },
    );
    suite.needing(
        "a hundred figures kept and shown one by one cost less than three times as much as closed ones",
        Interpreter::newest(),
        |python| {
            let world = World::new(&python, &["matplotlib"]);
            let seconds = |backend: &[&str], after: &str| {
                let settings = [("CG_PLOT_AFTER_SHOW", after)];
                let delivery = world.run("keeps", backend, &settings).success();
                assert_eq!(delivery.messages().len(), 100, "{}", delivery.stderr());
                delivery.stdout().trim().parse::<f64>().unwrap()
            };
            let closed = seconds(&[], "close");
            for (backend, after) in [(&[][..], "keep"), (&["Agg"], "auto")] {
                let kept = seconds(backend, after);
                assert!(kept < 3.0 * closed, "{backend:?} {after}: {kept} s, {closed} s");
            }
        },
    );
}

/// An installation and a venv.
struct World {
    installation: Installation,
    python: std::path::PathBuf,
}

impl World {
    fn new(python: &Interpreter, packages: &[&str]) -> Self {
        let installation = Installation::enable(python, &[]);
        let python = venv_with(python, packages);
        Self { installation, python }
    }

    fn run(&self, name: &str, arguments: &[&str], settings: &[(&str, &str)]) -> Delivery {
        let folder = tempfile::tempdir().unwrap();
        let mut command = self.installation.preloaded(&self.python);
        command.arg(script(&format!("life/{name}"))).args(arguments).current_dir(folder.path());
        deliver(command.envs(settings.iter().copied()))
    }

    /// What is wrong, if anything.
    fn fails(&self, case: &Case) -> Option<String> {
        let delivery = self.run(case.script, case.arguments, case.settings);
        let messages = delivery.messages();
        let shown: Vec<String> = messages
            .iter()
            .zip(case.titles.iter().chain(std::iter::repeat(&"no more")))
            .map(|(message, title)| if shows(&message.svg, title) { *title } else { "other" })
            .map(str::to_owned)
            .collect();
        let stdout = delivery.stdout();
        let right = shown == case.titles
            && stdout.trim_end() == case.stdout
            && delivery.output.status.success() == case.succeeds
            && (case.talks || delivery.stderr().is_empty());
        (!right).then(|| {
            let Case { script, arguments, settings, .. } = case;
            format!("{script} {arguments:?} {settings:?}: {shown:?}\n{stdout}{}", delivery.stderr())
        })
    }

    /// Layouts place the axes at each draw. After ours, a figure is saved as if it had not been shown,
    /// and shown twice it is delivered once.
    fn layouts_leave_no_mark(&self) {
        let delivery = self.run("layouts", &["shows"], &[]).success();
        assert_eq!(delivery.messages().len(), 5, "{}", delivery.stderr());
        let mut plain = self.installation.home.command(&self.python);
        let plain = deliver(plain.arg(script("life/layouts")).arg("plain")).success();
        assert_eq!(delivery.stdout(), plain.stdout());
    }
}

/// Whether a text stands in the figure: an SVG names each in a comment. Or whether it is an image, and not a
/// blank one.
pub(crate) fn shows(svg: &[u8], text: &str) -> bool {
    let svg = String::from_utf8_lossy(svg);
    match text {
        "" => true,
        PIXELS => svg.contains("<image") && svg.len() > 8000,
        text => svg.contains(&format!("<!-- {text} -->")),
    }
}
