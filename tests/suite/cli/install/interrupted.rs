//! Killed, failing, or two at once: nothing is left half done.

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::wait::until;

use super::machine::{Machine, Test, enabled, same};
use super::stop::{self, Kept};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for (name, test) in STOPPED {
        Machine::needing(suite, name, tool("gcc"), test);
    }
    let name = "a command on a full disk changes nothing, or says what it could not do";
    Machine::test(suite, name, on_full_disks);
    Machine::test(suite, "two enables at once end as one", |machine| {
        machine.write(".bashrc", "true\n");
        let before = machine.state();
        let enables = [(); 3].map(|()| {
            let mut command = machine.enabling(&[]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        });
        for enable in enables {
            enabled(&enable.wait_with_output().unwrap());
        }
        assert_eq!(machine.read(".bashrc").matches("# cg-plot-capture").count(), 1);
        machine.disable();
        same(&machine.state(), &before);
    });
}

/// Tests of commands that a library stops.
const STOPPED: [Test; 6] = [
    ("disable after a kill at each change of enable leaves as it was", killed),
    ("disable after a kill at each change of disable leaves as it was", |machine| {
        let library = furnish(machine);
        let before = machine.state();
        machine.enable(&[]);
        let kept = Kept::new(&[&machine.home.path(), machine.hook().parent().unwrap()]);
        let disable = || stopping(machine.home.cli(&["disable"]), &library);
        let steps = stop::killed(stop::FEW, disable, |step| {
            eprintln!("killed at change {step}");
            machine.disable();
            same(&machine.state(), &before);
            kept.put_back();
        });
        assert!(steps > 10, "{steps}");
    }),
    (
        "a failure at any change of enable changes nothing, or is known to the next disable",
        |machine| {
            let library = furnish(machine);
            let before = machine.state();
            let enable = || stopping(machine.enabling(&[]), &library);
            let steps = stop::failing(enable, |step, output| {
                eprintln!("failed at change {step}");
                match output.status.success() {
                    true => drop(machine.disable()),
                    false => {
                        assert!(said(output).contains("nothing was changed"), "{}", said(output))
                    }
                }
                same(&machine.state(), &before);
            });
            assert!(steps > 20, "{steps}");
            // And all that come after it.
            let before = contents(machine);
            stop::failing_from(enable, |step, output| {
                let is_left = contents(machine) != before && !output.status.success();
                let told = said(output);
                assert_eq!(
                    is_left,
                    told.contains("takes back what is left"),
                    "from {step}: {told}"
                );
                machine.disable();
                assert_eq!(contents(machine), before);
            });
        },
    ),
    ("a failure at any change of a second enable leaves the first", second),
    ("an edit that a second enable can't take back is known to the next disable", |machine| {
        machine.write(".bashrc", "true\n");
        let library = stop::library(&machine.path("stop.so"));
        machine.enable(&["--mode", "both"]);
        for name in [".profile", ".zshenv"] {
            machine.write(name, "true\n");
        }
        // The first of the two is written, and nothing after that: neither the other nor the first once more.
        let mut command = stopping(machine.enabling(&["--mode", "save"]), &library);
        let output = run(command.env("STOP", "from:2").env("STOP_ONLY", ".profile:.zshenv"));
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains("takes back what is left"), "{}", said(&output));
        assert!(machine.read(".profile").contains("# cg-plot-capture"));
        assert_eq!(machine.settings(), "CG_PLOT_MODE=both\n");
        machine.disable();
        let texts = [".bashrc", ".profile", ".zshenv"].map(|name| machine.read(name));
        assert_eq!(texts, ["true\n"; 3]);
    }),
    ("a failing enable over what is left of a deleted folder leaves no folder", |machine| {
        machine.write(".bashrc", "true\n");
        let library = stop::library(&machine.path("stop.so"));
        let before = contents(machine);
        machine.enable(&[]);
        fs_err::remove_dir_all(machine.path(".local")).unwrap();
        machine.write(".zshenv", "true\n");
        let left = contents(machine);
        let mut command = stopping(machine.enabling(&[]), &library);
        let output = run(command.env("STOP", "fail:1").env("STOP_ONLY", ".zshenv"));
        assert!(said(&output).contains("nothing was changed"), "{}", said(&output));
        assert_eq!(contents(machine), left);
        succeed(&mut machine.finding(&["disable"]));
        fs_err::remove_file(machine.path(".zshenv")).unwrap();
        assert_eq!(contents(machine), before);
    }),
];

pub(super) fn killed(machine: &Machine) {
    let library = furnish(machine);
    let before = machine.state();
    let enable = || stopping(machine.enabling(&[]), &library);
    let steps = stop::killed(stop::MANY, enable, |step| {
        // A Python that was being asked for proof outlives the one who asked, by a little.
        until("all is taken back", || {
            machine.disable();
            !machine.folder().exists()
        });
        eprintln!("killed at change {step}");
        same(&machine.state(), &before);
    });
    assert!(steps > 40, "{steps}");
    // What a second `enable` leaves that dies while it writes its receipt.
    machine.enable(&[]);
    machine.write(".local/share/cg-plot-capture/.receipt.json.cg-plot-capture", "{");
    machine.disable();
    same(&machine.state(), &before);
}

fn second(machine: &Machine) {
    machine.write(".bashrc", "true\n");
    machine.write(".profile", "true\n");
    let library = stop::library(&machine.path("stop.so"));
    machine.enable(&["--mode", "both"]);
    // The second has something to do in each of its steps.
    machine.write(".bashrc", "true\n");
    let edited = machine.state();
    let module = machine.payloads().remove(0).join("cg_plot_capture/_window_events.py");
    let outside = [machine.hook(), machine.path(".bashrc"), machine.path(".profile")];
    let texts = || outside.each_ref().map(|path| fs_err::read(path).unwrap());
    let first = texts();
    let enable = || {
        fs_err::remove_file(&module).unwrap_or_default();
        stopping(machine.enabling(&["--mode", "save"]), &library)
    };
    stop::failing(enable, |step, output| {
        eprintln!("failed at change {step}");
        if !output.status.success() {
            assert!(said(output).contains("nothing was changed"), "{}", said(output));
            assert_eq!(texts(), first);
            assert_eq!(machine.settings(), "CG_PLOT_MODE=both\n");
        }
    });
    machine.disable();
    assert_eq!([".bashrc", ".profile"].map(|name| machine.read(name)), ["true\n"; 2]);
    let bashrc = machine.path(".bashrc");
    assert_eq!(machine.state()[&bashrc], edited[&bashrc]);
    assert!(!machine.folder().exists() && !machine.hook().exists());
}

fn on_full_disks(machine: &Machine) {
    // A disk on which no byte can be written; units of 512 or 1024 bytes.
    let on_full = |command: &Command, units: u64| {
        let script = format!("trap '' XFSZ; ulimit -f {units}; exec \"$@\"");
        told(&run(&mut within(&["sh", "-c", &script, "sh"], command)))
    };
    machine.write(".bashrc", "true\n");
    let before = machine.state();
    // The payload fits, the copy of the command does not.
    let limit = fs_err::metadata(cg_plot_capture()).unwrap().len() / 512 / 3;
    let (code, _, told) = on_full(&machine.enabling(&[]), limit);
    assert!(code == Some(1) && told.contains("bin/"), "{told}");
    assert!(told.contains("nothing was changed"), "{told}");
    same(&machine.state(), &before);
    machine.enable(&[]);
    let enabled = contents(machine);
    let (code, _, told) = on_full(&machine.enabling(&["--mode", "both"]), 0);
    assert!(code == Some(1) && told.contains("hint: nothing was changed\n"), "{told}");
    assert_eq!(contents(machine), enabled);
    let (code, out, told) = on_full(&machine.home.cli(&["disable"]), 0);
    assert!(code == Some(1) && !out.contains("disabled"), "{out}{told}");
    assert!((out.clone() + &told).contains("not everything is undone"), "{out}{told}");
    assert!((out + &told).contains(".bashrc"));
    assert!(machine.disable().starts_with("disabled\n"));
    same(&machine.state(), &before);
}

/// A home with files of two shells, and the library that stops a command.
fn furnish(machine: &Machine) -> PathBuf {
    machine.write(".bashrc", "true");
    machine.write(".profile", "true\n");
    fs_err::create_dir_all(machine.path(".config/fish")).unwrap();
    stop::library(&machine.path("stop.so"))
}

fn stopping(mut command: Command, library: &Path) -> Command {
    command.env("LD_PRELOAD", library);
    command
}

/// What is there, whatever its time.
fn contents(machine: &Machine) -> BTreeMap<PathBuf, Vec<u8>> {
    machine.state().into_iter().map(|(path, (_, _, content))| (path, content)).collect()
}
