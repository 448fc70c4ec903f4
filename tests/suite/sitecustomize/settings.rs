//! Settings: each has a variable and a flag, and a bad value costs a line and nothing else.

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::shows;

/// Each variable, a bad value, what is said of it, and what is used.
const BAD: [(&str, &str, &str, &str); 18] = [
    ("CAPTURE", "of", "not one of on, off", "on"),
    ("CAPTURE", " off", "not one of on, off", "on"),
    ("MODE", "dispaly", "not one of display, save, both", "display"),
    (
        "FILENAME",
        "{j}.png",
        "unknown placeholder {j}; there are {i}, {pid}, {script} and {host}",
        NAME,
    ),
    ("FILENAME", "{i:q}.png", "bad format 'q' of {i}", NAME),
    (
        "FILENAME",
        "{i.png",
        "it has a single '{' or '}' (a brace that is meant is written twice)",
        NAME,
    ),
    ("FILENAME", "plots/", "it names a folder, not a file", NAME),
    ("AFTER_SHOW", "open", "not one of auto, close, keep", "auto"),
    ("UNSHOWN", "yes", "not one of ignore, capture", "ignore"),
    ("RASTERIZE", "0", "not auto, never or a whole number from 1", "auto"),
    ("RASTERIZE", "always", "not auto, never or a whole number from 1", "auto"),
    ("MAX_BYTES", "4 MB", "not a whole number from 1", "4000000"),
    ("MAX_BYTES", "0", "not a whole number from 1", "4000000"),
    ("FRAMES", "first", "not last, all or a whole number from 1", "last"),
    ("MAX_FIGURES", "many", "not a whole number or none", "1000"),
    ("MAX_FIGURES", "-1", "not a whole number or none", "1000"),
    ("PICTURES", "none", "not one of on, off", "on"),
    ("LOG", "loud", "not one of warn, debug", "warn"),
];

const NAME: &str = "plot_{i}.png";

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.on_newest("a bad value costs one line and no plot", |python| {
        let captured = Captured::new(python, &[]);
        let mut left = BAD.to_vec();
        // A process has a value of each; by default one process.
        while !left.is_empty() {
            let (mut names, mut command, mut expected) =
                (BTreeSet::new(), captured.command(), BTreeSet::new());
            left.retain(|(name, value, problem, used)| {
                let is_new = names.insert(*name);
                if is_new {
                    let set = format!("CG_PLOT_{name}={value}");
                    command.env(format!("CG_PLOT_{name}"), value);
                    expected.insert(format!("cg-plot-capture: {set}: {problem}; using {used}"));
                }
                !is_new && tests_all()
            });
            let delivery = deliver(command.arg(shows())).success();
            assert_eq!(delivery.names(), ["plot_1.svg", "plot_2.svg"], "{expected:?}");
            let said = delivery.stderr();
            assert_eq!(said.lines().count(), expected.len(), "{said}");
            assert_eq!(said.lines().map(str::to_owned).collect::<BTreeSet<_>>(), expected);
            assert_eq!(delivery.stdout(), "");
        }
    });
    suite.on_newest("every setting can be stored, and counts where a value is bad", |python| {
        let settings = [
            ("mode", "both"),
            ("filename", "{script}_{i}.pdf"),
            ("after-show", "keep"),
            ("unshown", "capture"),
            ("rasterize", "20000"),
            ("max-bytes", "1000000"),
            ("frames", "all"),
            ("max-figures", "none"),
            ("pictures", "off"),
            ("log", "debug"),
        ];
        let options =
            settings.iter().flat_map(|(name, value)| [format!("--{name}"), (*value).into()]);
        let options: Vec<String> = options.collect();
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        let installation = Installation::enable(python, &options);
        let (_, status, _) = told(&run(&mut installation.home.cli(&["status"])));
        for (name, value) in settings {
            let name = name.replace('-', "_").to_uppercase();
            let line = format!("CG_PLOT_{name}={value} (stored by enable)");
            assert!(status.contains(&line), "{status}");
        }
        let mut command = installation.in_shell(installation.venv("venv"));
        command.arg(script("two_shows")).env("CG_PLOT_FILENAME", "{k}");
        let delivery = deliver(&mut command).success();
        assert_eq!(delivery.names(), ["two_shows_1.svg", "two_shows_2.svg"]);
        assert!(installation.home.path().join("two_shows_2.pdf").exists());
        assert!(delivery.stderr().contains("; using {script}_{i}.pdf\n"), "{}", delivery.stderr());
    });
}
