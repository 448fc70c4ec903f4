//! The main job: enabled once, every way into Python delivers what it shows; disabled, none does.

use cg_plot_capture_tests::prelude::*;

/// The versions of CPython that are tested where the machine has them.
pub(crate) const MINORS: [u32; 5] = [9, 10, 11, 12, 13];

/// The oldest and the newest of them, or each.
pub(crate) fn some_minors() -> &'static [u32] {
    if tests_all() { &MINORS } else { &[9, 13] }
}

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.on_newest_or_all(
        "two shows are two pictures by every way in, until disable",
        &MINORS,
        |python| {
            let installation = Installation::enable(python, &[]);
            let venv = installation.venv("venv");
            let [plain, tkagg] = ["two_shows", "two_shows_tkagg"].map(script);
            let bare = |isolated: &[&str], script: &Path| {
                let mut command = Command::new("/usr/bin/env");
                command.arg("-i").arg(&venv).args(isolated).arg(script);
                command
            };
            let shell = |isolated: &[&str], script: &Path| {
                let mut command = installation.in_shell(&venv);
                command.args(isolated).arg(script);
                command
            };
            for (way, mut command) in [
                ("a shell that sourced ~/.cg_bash_env", shell(&[], &plain)),
                ("the same, isolated", shell(&["-I"], &plain)),
                ("the same, TkAgg", shell(&[], &tkagg)),
                ("env -i", bare(&[], &plain)),
                ("env -i, isolated", bare(&["-I"], &plain)),
                ("env -i, TkAgg", bare(&["-I"], &tkagg)),
            ] {
                let delivery = deliver(&mut command).success();
                let messages = delivery.messages();
                assert_eq!(
                    delivery.names(),
                    ["plot_1.svg", "plot_2.svg"],
                    "{way}: {}",
                    delivery.stderr()
                );
                assert!(messages[0].svg != messages[1].svg, "{way}: the same picture twice");
                assert!(messages.iter().all(|message| message.svg.ends_with(b"</svg>\n")), "{way}");
                assert_eq!(
                    (delivery.stdout(), delivery.stderr()),
                    (String::new(), String::new()),
                    "{way}"
                );
            }
            succeed(&mut installation.home.cli(&["disable"]));
            let delivery = deliver(&mut bare(&[], &plain)).success();
            assert_eq!(delivery.names(), Vec::<String>::new());
            let delivery = deliver(&mut shell(&[], &plain)).success();
            assert_eq!(delivery.names(), Vec::<String>::new());
        },
    );
    suite.on_newest("a venv that pip filled after enable delivers", |python| {
        let installation = Installation::enable(python, &[]);
        let venv = installation.home.path().join("venv");
        let before = state(&installation.home.path().join(".local"));
        succeed(
            installation.in_shell(&installation.python.program).args(["-m", "venv"]).arg(&venv),
        );
        let pip = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-compile",
            "--only-binary=:all:",
            "matplotlib",
        ];
        // pip runs captured as well, and asks where to find packages of the environment it stands in.
        let mut command = installation.in_shell(venv.join("bin/python"));
        for (name, value) in std::env::vars()
            .filter(|(name, _)| name.starts_with("PIP_") || name.ends_with("CERT_FILE"))
        {
            command.env(name, value);
        }
        succeed(command.args(pip));
        let mut command = installation.in_shell(venv.join("bin/python"));
        let delivery = deliver(command.arg(script("two_shows"))).success();
        assert_eq!(delivery.names(), ["plot_1.svg", "plot_2.svg"]);
        assert!(before == state(&installation.home.path().join(".local")), "the payload changed");
    });
    suite.on_newest("figures shown by threads leave the program's parameters alone", |python| {
        let installation = Installation::shared(python, &[]);
        let mut command = installation.in_shell(installation.venv("venv"));
        let mut names = deliver(command.arg(script("threads"))).success().names();
        names.sort();
        assert_eq!(names, [1, 2, 3, 4, 5].map(|number| format!("plot_{number}.svg")));
    });
    suite.on_newest(
        "a figure that a show has closed or left open is shown again, and delivered once",
        |python| {
            let installation = Installation::shared(python, &[]);
            let venv = installation.venv("venv");
            // Each other request has its line in the table of backends.
            for (runner, open) in [("plain", "[]\n"), ("setUpClass", "[1]\n")] {
                let mut command = installation.in_shell(&venv);
                let delivery = deliver(command.arg(script("after_show")).arg(runner)).success();
                assert_eq!(delivery.stdout(), open, "{runner}");
                assert_eq!(delivery.names(), ["plot_1.svg"], "{runner}");
            }
        },
    );
    suite.on_newest("a student's file under unittest is tested as without us", |python| {
        let installation = Installation::shared(python, &[]);
        let mut command = installation.in_shell(installation.venv("venv"));
        // The child's, and those of the two shows that are pyplot's own.
        let delivery = deliver(command.arg(script("graded"))).success();
        assert_eq!(delivery.messages().len(), 3, "{}", delivery.stderr());
    });
    suite.on_newest("no more figures than allowed are delivered", |python| {
        let installation = Installation::shared(python, &[]);
        let venv = installation.venv("venv");
        for (most, delivered, said) in [
            ("1", &["plot_1.svg"][..], "1 figure was delivered, "),
            ("2", &["plot_1.svg", "plot_2.svg"], "2 figures were delivered, "),
        ] {
            let mut command = installation.in_shell(&venv);
            command.arg(script("many_shows")).arg("ignored").env("CG_PLOT_MAX_FIGURES", most);
            let delivery = deliver(&mut command).success();
            assert_eq!(delivery.names(), delivered);
            assert_eq!(delivery.stdout(), "done\n");
            assert_eq!(delivery.stderr().lines().count(), 1, "{}", delivery.stderr());
            assert!(delivery.stderr().contains(said), "{}", delivery.stderr());
        }
    });
}
