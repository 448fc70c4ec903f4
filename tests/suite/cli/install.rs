//! An installation changes what it says, and nothing of it is left afterwards.

use machine::{Machine, enabled, same};

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
    let name = "enable again adds nothing twice, and loses neither an edit nor a setting";
    Machine::test(suite, name, |machine| {
        machine.write(".bashrc", "one");
        for name in [".profile", ".zshenv"] {
            machine.write(name, "one\n");
        }
        machine.enable(&["--mode", "both"]);
        let files = [".bashrc", ".local/share/cg-plot-capture/receipt.json"];
        let texts = || files.map(|name| machine.read(name));
        let first = texts();
        machine.enable(&["--mode", "both"]);
        assert_eq!(texts(), first);
        let edited = first[0].clone() + "two\n";
        machine.write(".bashrc", &edited);
        machine.write(".profile", "rewritten\n");
        machine.enable(&["--filename", "a{i}.pdf"]);
        assert_eq!(machine.settings(), "CG_PLOT_MODE=both\nCG_PLOT_FILENAME=a{i}.pdf\n");
        assert_eq!(machine.read(".bashrc"), edited);
        assert_eq!(machine.read(".profile").matches("# cg-plot-capture").count(), 1);
        machine.write(".bashrc", &(edited + "three\n"));
        fs_err::remove_file(machine.path(".zshenv")).unwrap();
        let said = machine.disable();
        assert!(said.contains(".bashrc was edited since"), "{said}");
        assert_eq!(machine.read(".bashrc"), "one\ntwo\nthree\n");
        assert_eq!(machine.read(".profile"), "rewritten\n");
        assert!(!machine.path(".zshenv").exists() && !machine.folder().exists());
    });
    let name = "enable keeps what it is not told again, and --reset forgets it";
    Machine::needing(suite, name, slots::namespaces(), merged);
    let name = "a bad setting or interpreter is refused and nothing is changed";
    Machine::test(suite, name, |machine| {
        machine.write(".bashrc", "true\n");
        let before = machine.state();
        for (arguments, reason) in REFUSED {
            let (code, out, said) = told(&run(&mut machine.enabling(arguments)));
            assert_eq!(code, Some(2), "{said}");
            assert!(said.contains(reason) && out.is_empty(), "{said}");
        }
        same(&machine.state(), &before);
    });
    Machine::test(suite, "a dry run names every change and makes none", |machine| {
        machine.write(".bashrc", "true\n");
        let before = machine.state();
        let said = succeed(&mut machine.enabling(&["--dry-run"]));
        same(&machine.state(), &before);
        for path in [machine.path(".bashrc"), machine.hook(), machine.folder().join("env.sh")] {
            assert!(said.contains(&path.display().to_string()), "{}:\n{said}", path.display());
        }
    });
}

/// What `enable` refuses, and why.
const REFUSED: [(&[&str], &str); 12] = [
    (&["--mode", "dispaly"], "not one of display, save, both"),
    (&["--filename", "{j}.png"], "CG_PLOT_FILENAME={j}.png"),
    (&["--after-show", "open"], "not one of auto, close, keep"),
    (&["--unshown", "yes"], "not one of ignore, capture"),
    (&["--rasterize", "0"], "not auto, never or a whole number from 1"),
    (&["--max-bytes", "4MB"], "not a whole number from 1"),
    (&["--frames", "first"], "not last, all or a whole number from 1"),
    (&["--max-figures", "many"], "not a whole number or none"),
    (&["--log", ""], "CG_PLOT_LOG=: it is empty"),
    (&["--filename", "a\x1b[2J{i}.png"], "a setting has no control characters"),
    (&["/bin/true"], "/bin/true"),
    (&["/nonexistent"], "/nonexistent"),
];

fn merged(machine: &Machine) {
    machine.write(".bashrc", "true\n");
    let other = machine.python.private(&machine.path("other"));
    let before = machine.state();
    let plain = |arguments: &[&str]| {
        let mut enable = machine.home.cli(&["enable"]);
        let path = format!("{}:/usr/bin:/bin", other.program.parent().unwrap().display());
        enable.args(arguments).env("PATH", path);
        // The machine's own Pythons would be reached if it were forgotten.
        enabled(&run(&mut slots::read_only(Path::new("/usr"), &enable)))
    };
    machine.enable(&["--mode", "both", "--no-shell"]);
    // Nothing more is reached, and nothing is forgotten.
    let said = plain(&[]);
    let python = machine.python.program.to_str().unwrap();
    assert!(said.contains(python) && said.contains("changes:\n  none\n"), "{said}");
    plain(&["--log", "debug"]);
    assert_eq!(machine.settings(), "CG_PLOT_MODE=both\nCG_PLOT_LOG=debug\n");
    assert!(!other.hook().exists() && machine.read(".bashrc") == "true\n");
    // What is gone comes back.
    fs_err::remove_file(machine.hook()).unwrap();
    plain(&[]);
    assert!(machine.hook().exists());
    plain(&["--reset", "--frames", "all", "--python", other.program.to_str().unwrap()]);
    assert_eq!(machine.settings(), "CG_PLOT_FRAMES=all\n");
    assert!(other.hook().exists() && machine.read(".bashrc").contains("# cg-plot-capture"));
    machine.disable();
    same(&machine.state(), &before);
}
