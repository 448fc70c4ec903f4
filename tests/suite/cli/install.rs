//! An installation changes what it says, and nothing of it is left afterwards.

use machine::{Machine, same};

use cg_plot_capture_tests::prelude::*;

mod cli_output;
mod damaged;
mod interrupted;
mod lines;
pub(crate) mod machine;
mod occupied_paths;
mod other_users;
pub(crate) mod root;
mod round_trip;
mod shells;
mod site;
pub(crate) mod slots;
mod status;
mod stop;
mod stub;
mod system;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    round_trip::add(suite);
    occupied_paths::add(suite);
    interrupted::add(suite);
    stub::add(suite);
    damaged::add(suite);
    system::add(suite);
    shells::add(suite);
    lines::add(suite);
    site::add(suite);
    slots::add(suite);
    other_users::add(suite);
    status::add(suite);
    cli_output::add(suite);
    Machine::test(suite, "enable twice keeps the first originals and all settings", |machine| {
        machine.write(".bashrc", "true");
        let before = machine.state();
        machine.enable(&["--mode", "both"]);
        let text = machine.read(".bashrc");
        let receipt = machine.read(".local/share/cg-plot-capture/receipt.json");
        machine.enable(&["--mode", "both"]);
        assert_eq!(machine.read(".bashrc"), text);
        assert_eq!(machine.read(".local/share/cg-plot-capture/receipt.json"), receipt);
        machine.enable(&["--filename", "a{i}.pdf"]);
        let settings = machine.read(".local/share/cg-plot-capture/settings");
        assert_eq!(settings, "CG_PLOT_MODE=both\nCG_PLOT_FILENAME=a{i}.pdf\n");
        assert_eq!(machine.read(".bashrc"), text);
        machine.disable();
        same(&machine.state(), &before);
    });
    let name = "enable keeps what it is not told again, and --reset forgets it";
    let need = Interpreter::newest().and_then(|python| slots::namespaces().map(|()| python));
    suite.needing(name, need, |python| merged(&Machine::new(&python)));
    Machine::test(suite, "enable after an edit adds nothing twice and loses nothing", |machine| {
        machine.write(".bashrc", "one\n");
        machine.write(".profile", "one\n");
        machine.enable(&[]);
        let edited = machine.read(".bashrc") + "two\n";
        machine.write(".bashrc", &edited);
        machine.write(".profile", "rewritten\n");
        machine.enable(&[]);
        assert_eq!(machine.read(".bashrc"), edited);
        assert_eq!(machine.read(".profile").matches("# cg-plot-capture").count(), 1);
        machine.disable();
        assert_eq!(machine.read(".bashrc"), "one\ntwo\n");
        assert_eq!(machine.read(".profile"), "rewritten\n");
    });
    Machine::test(suite, "an edit made while enabled survives disable", |machine| {
        machine.write(".bashrc", "one\n");
        machine.write(".profile", "one\n");
        machine.enable(&[]);
        machine.write(".bashrc", &(machine.read(".bashrc") + "two\n"));
        fs_err::remove_file(machine.path(".profile")).unwrap();
        let said = machine.disable();
        assert!(said.contains(".bashrc was edited since"), "{said}");
        assert_eq!(machine.read(".bashrc"), "one\ntwo\n");
        assert!(!machine.path(".profile").exists() && !machine.folder().exists());
    });
    Machine::test(suite, "a bad setting is refused and nothing is changed", |machine| {
        refused(machine, &["--mode", "dispaly"], "not one of display, save, both");
        refused(machine, &["--filename", "{j}.png"], "CG_PLOT_FILENAME={j}.png");
        refused(machine, &["--after-show", "open"], "not one of auto, close, keep");
        refused(machine, &["--unshown", "yes"], "not one of ignore, capture");
        refused(machine, &["--rasterize", "0"], "not auto, never or a whole number from 1");
        refused(machine, &["--max-bytes", "4MB"], "not a whole number from 1");
        refused(machine, &["--frames", "first"], "not last, all or a whole number from 1");
        refused(machine, &["--max-figures", "many"], "not a whole number or none");
        refused(machine, &["--log", ""], "CG_PLOT_LOG=: it is empty");
        let escape = "a\x1b[2J{i}.png";
        refused(machine, &["--filename", escape], "a setting has no control characters");
    });
    Machine::test(
        suite,
        "a program that is no Python is refused and nothing is changed",
        |machine| {
            refused(machine, &["/bin/true"], "/bin/true");
            refused(machine, &["/nonexistent"], "/nonexistent");
        },
    );
    Machine::test(suite, "a dry run names every change and makes none", |machine| {
        machine.write(".bashrc", "true\n");
        let before = machine.state();
        let said = succeed(&mut machine.enabling(&["--dry-run"]));
        same(&machine.state(), &before);
        for path in [machine.path(".bashrc"), machine.hook(), machine.folder().join("env.sh")] {
            assert!(said.contains(&path.display().to_string()), "{}:\n{said}", path.display());
        }
    });
    Machine::test(suite, "another installation's hook is left alone", |machine| {
        let hook = machine.hook();
        fs_err::create_dir(hook.parent().unwrap()).unwrap();
        fs_err::write(&hook, "# cg-plot-capture hook\nx = '/other/payload-1'\n").unwrap();
        let before = machine.state();
        let said = machine.enable(&[]);
        assert!(said.contains("another installation's hook stands"), "{said}");
        machine.disable();
        same(&machine.state(), &before);
    });
    Machine::test(suite, "status says what is in place", status);
}

fn merged(machine: &Machine) {
    machine.write(".bashrc", "true\n");
    let other = machine.python.private(&machine.path("other"));
    let before = machine.state();
    let plain = |arguments: &[&str]| {
        let mut enable = machine.home.cli(&["enable"]);
        let path = format!("{}:/usr/bin:/bin", other.program.parent().unwrap().display());
        enable.args(arguments).env("PATH", path);
        // The machine's own Pythons would be reached if it were forgotten.
        machine::enabled(&run(&mut slots::with_read_only(Path::new("/usr"), &enable)))
    };
    machine.enable(&["--mode", "both", "--no-shell"]);
    let settings = || machine.read(".local/share/cg-plot-capture/settings");
    // Nothing more is reached, and nothing is forgotten.
    let said = plain(&[]);
    let python = machine.python.program.to_str().unwrap();
    assert!(said.contains(python) && said.contains("changes:\n  none\n"), "{said}");
    plain(&["--log", "debug"]);
    assert_eq!(settings(), "CG_PLOT_MODE=both\nCG_PLOT_LOG=debug\n");
    assert!(!other.hook().exists() && machine.read(".bashrc") == "true\n");
    // What is gone comes back.
    fs_err::remove_file(machine.hook()).unwrap();
    plain(&[]);
    assert!(machine.hook().exists());
    plain(&["--reset", "--frames", "all", "--python", other.program.to_str().unwrap()]);
    assert_eq!(settings(), "CG_PLOT_FRAMES=all\n");
    assert!(other.hook().exists() && machine.read(".bashrc").contains("# cg-plot-capture"));
    machine.disable();
    same(&machine.state(), &before);
}

#[track_caller]
fn refused(machine: &Machine, arguments: &[&str], reason: &str) {
    machine.write(".bashrc", "true\n");
    let before = machine.state();
    let output = run(&mut machine.enabling(arguments));
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains(reason) && output.stdout.is_empty(), "{said}");
    same(&machine.state(), &before);
}

fn status(machine: &Machine) {
    machine.write(".bashrc", "true\n");
    let ask = |arguments: &[&str], environment: &[(&str, &str)]| {
        let mut command = machine.home.cli(&["status"]);
        command.args(arguments).envs(environment.iter().copied());
        // So that the machine has the one interpreter to speak of.
        command.env("PATH", machine.python.program.parent().unwrap());
        let output = run(&mut command);
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    assert!(ask(&[], &[]).1.starts_with("not enabled"));
    machine.enable(&["--mode", "both"]);
    let (code, said) = ask(&[], &[("CG_PLOT_FILENAME", "b{i}.png")]);
    assert_eq!(code, Some(0), "{said}");
    // The rest of it is a screen in `screens/life.txt`.
    assert!(said.contains("CG_PLOT_FILENAME=b{i}.png (environment)"), "{said}");
    let json = |environment: &[(&str, &str)]| {
        serde_json::from_str::<serde_json::Value>(&ask(&["--json"], environment).1).unwrap()
    };
    assert_eq!(json(&[])["preload_here"], false);
    assert_eq!(json(&[("LD_PRELOAD", &machine.preload())])["preload_here"], true);
    machine.write(".bashrc", "true\n");
    let (code, said) = ask(&["--json"], &[]);
    assert!(code == Some(1) && said.contains("our line is gone from"), "{said}");
}
