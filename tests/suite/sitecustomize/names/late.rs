//! What a name needs is known when a figure is made or shown: at exit, Python no longer knows it.

use cg_plot_capture_tests::prelude::*;

/// What `late.py` does, and its messages' names, in order.
const CASES: [(&str, &[&str]); 12] = [
    ("joblib", &["late_1.svg"]),
    ("at_exit", &["late_1.svg"]),
    ("timer", &["late_1.svg"]),
    ("pause", &["late_1.svg", "late_2.svg"]),
    ("draw", &["late_1.svg"]),
    ("pause_in_a_folder", &["late_1.svg", "late_2.svg"]),
    ("draw_in_a_folder", &["late_1.svg"]),
    ("renamed", &["late_1.svg"]),
    ("replaced", &["late_1.svg"]),
    ("forked", &["late_1.svg", "late_2.svg"]),
    ("scripts", &["first_1.svg", "second_2.svg"]),
    (
        "workers",
        &["late_1.svg", "late_2.svg", "late_1.svg", "late_2.svg", "late_1.svg", "late_2.svg"],
    ),
];

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    let name = "a figure that is delivered at exit has its script's name, in its folder";
    suite.on_newest_or_all(name, &[9, 13], |python| {
        let captured = Captured::with(python, &["--unshown", "capture"], &TOOLS);
        // By default each third case.
        for (how, names) in CASES.into_iter().step_by(if tests_all() { 1 } else { 3 }) {
            delivers(&captured, &["late.py", how], names);
        }
        delivers(&captured, &["-m", "late", "draw"], &["late_1.svg"]);
    });
    suite.on_newest("what has no script is called python", |python| {
        let captured = Captured::new(python, &["--filename", "{script}_{i}.svg"]);
        let code = "import atexit, matplotlib.pyplot as plt; plt.plot([1]); plt.show()\n\
            plt.plot([1]); atexit.register(plt.show)\n";
        let startup = captured.folder.join("startup.py");
        fs_err::write(&startup, "").unwrap();
        let shells =
            ["printf %s \"$1\" | \"$0\" -i", "\"$0\" -c \"$1\"", "printf %s \"$1\" | \"$0\" -"];
        for shell in shells.into_iter().take(if tests_all() { 3 } else { 1 }) {
            let mut command = captured.installation.preloaded("sh");
            command.args(["-c", shell]).arg(&captured.python).arg(code);
            let delivery = deliver(command.env("PYTHONSTARTUP", &startup)).success();
            assert_eq!(delivery.names(), ["python_1.svg", "python_2.svg"], "{shell}");
        }
    });
    let archive = "an archive's and a package's name is that of the whole";
    suite.on_newest(archive, |python| {
        let captured = Captured::new(python, &["--filename", "{script}_{i}.svg"]);
        let folder = &captured.folder;
        fs_err::copy(script("saving/late"), folder.join("late.py")).unwrap();
        fs_err::create_dir(folder.join("package")).unwrap();
        let main = "import late, sys; getattr(late, sys.argv[1])()";
        fs_err::write(folder.join("package/__main__.py"), main).unwrap();
        let mut zip = captured.command();
        succeed(zip.args(["-m", "zipapp", "package", "-o", "archive.pyz"]));
        for (program, how) in [
            (&["archive.pyz"][..], "workers"),
            (&["-m", "package"], "pause"),
            (&["package"], "pause"),
            (&["archive.pyz"], "pause"),
        ]
        .into_iter()
        .take(if tests_all() { 4 } else { 2 })
        {
            let stem = program.last().unwrap();
            let mut command = captured.command();
            let delivery = deliver(command.args(program).arg(how).env("PYTHONPATH", ".")).success();
            let names = delivery.names();
            let known = names.iter().all(|name| name.starts_with(&format!("{stem}_")));
            assert!(!names.is_empty() && known, "{names:?} {}", delivery.stderr());
        }
    });
}

/// Runs Python where `late.py` is; the messages have those names, and all that is saved is in the folder.
fn delivers(captured: &Captured, arguments: &[&str], names: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    fs_err::copy(script("saving/late"), folder.path().join("late.py")).unwrap();
    let mut command = captured.command();
    command.args(arguments).current_dir(&folder);
    command.env("CG_PLOT_MODE", "both").env("CG_PLOT_FILENAME", "{script}_{i}.svg");
    let delivery = deliver(&mut command).success();
    assert_eq!(delivery.names(), names, "{arguments:?}: {}", delivery.stderr());
    let entries = fs_err::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap());
    let saved = entries.filter(|entry| entry.path().extension() == Some("svg".as_ref()));
    assert_eq!(saved.count(), names.len(), "{arguments:?}");
}
