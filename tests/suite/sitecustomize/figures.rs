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
    let name = "two shows are two pictures by every way in, until disable";
    suite.on_newest_or_all(name, &MINORS, |python| {
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
        let nobody = Vec::<String>::new();
        let ways = [
            ("a shell that sourced ~/.cg_bash_env", shell(&[], &plain)),
            ("env -i, isolated", bare(&["-I"], &plain)),
            ("the shell, isolated, TkAgg", shell(&["-I"], &tkagg)),
            ("env -i, TkAgg", bare(&["-I"], &tkagg)),
            ("env -i", bare(&[], &plain)),
        ];
        for (way, mut command) in ways.into_iter().take(if tests_all() { 5 } else { 3 }) {
            let delivery = deliver(&mut command).success();
            let (messages, stderr) = (delivery.messages(), delivery.stderr());
            assert_eq!(delivery.names(), ["plot_1.svg", "plot_2.svg"], "{way}: {stderr}");
            assert!(messages[0].svg != messages[1].svg, "{way}: the same picture twice");
            assert!(messages.iter().all(|message| message.svg.ends_with(b"</svg>\n")), "{way}");
            assert_eq!((&*delivery.stdout(), &*stderr), ("", ""), "{way}");
        }
        succeed(&mut installation.home.cli(&["disable"]));
        for mut command in [bare(&[], &plain), shell(&[], &plain)] {
            assert_eq!(deliver(&mut command).success().names(), nobody);
        }
    });
    // That one is made later is in many tests; that pip fills one, in the wheel's.
    suite.seldom().on_newest("a venv that pip filled after enable delivers", |python| {
        let installation = Installation::enable(python, &[]);
        let venv = installation.home.path().join("venv");
        let before = state(&installation.folder());
        let mut make = installation.in_shell(&installation.python.program);
        succeed(make.args(["-m", "venv"]).arg(&venv));
        let pip = ["-m", "pip", "install", "--quiet", "--no-compile", "--only-binary=:all:"];
        // pip runs captured as well, and asks where to find packages of the environment it stands in.
        let mut command = installation.in_shell(venv.join("bin/python"));
        let is_pip_s = |name: &str| name.starts_with("PIP_") || name.ends_with("CERT_FILE");
        command.envs(std::env::vars().filter(|(name, _)| is_pip_s(name)));
        succeed(command.args(pip).arg("matplotlib"));
        let mut command = installation.in_shell(venv.join("bin/python"));
        let delivery = deliver(command.arg(script("two_shows"))).success();
        assert_eq!(delivery.names(), ["plot_1.svg", "plot_2.svg"]);
        assert!(before == state(&installation.folder()), "the payload changed");
    });
    suite.on_newest("figures shown by threads leave the program's parameters alone", |python| {
        let mut names = Captured::new(python, &[]).run("threads", &[], &[]).success().names();
        names.sort();
        assert_eq!(names, [1, 2, 3, 4, 5].map(|number| format!("plot_{number}.svg")));
    });
    let name = "a figure that a show has closed or left open is shown again, and delivered once";
    suite.on_newest(name, |python| {
        let captured = Captured::new(python, &[]);
        // Each other request has its line in the table of backends.
        for (runner, open) in [("plain", "[]\n"), ("setUpClass", "[1]\n")] {
            let delivery = captured.run("after_show", &[runner], &[]).success();
            assert_eq!(delivery.stdout(), open, "{runner}");
            assert_eq!(delivery.names(), ["plot_1.svg"], "{runner}");
        }
    });
    suite.on_newest("a student's file under unittest is tested as without us", |python| {
        // The child's, and those of the two shows that are pyplot's own.
        let delivery = Captured::new(python, &[]).run("graded", &[], &[]).success();
        assert_eq!(delivery.messages().len(), 3, "{}", delivery.stderr());
    });
    suite.on_newest("no more figures than allowed are delivered", |python| {
        let captured = Captured::new(python, &[]);
        for (most, delivered, said) in [
            ("1", &["plot_1.svg"][..], "1 figure was delivered, "),
            ("2", &["plot_1.svg", "plot_2.svg"], "2 figures were delivered, "),
        ] {
            let most = [("CG_PLOT_MAX_FIGURES", most)];
            let delivery = captured.run("many_shows", &["ignored"], &most).success();
            assert_eq!((delivery.names(), &*delivery.stdout()), (owned(delivered), "done\n"));
            let stderr = delivery.stderr();
            assert!(stderr.lines().count() == 1 && stderr.contains(said), "{stderr}");
        }
    });
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
