//! Killed, failing, or two at once: nothing is left half done.

use std::time::{Duration, Instant};

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::wait::LONGEST;

use super::machine::{Machine, enabled, same};
use super::stop::{self, said};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let stopped = |suite: &mut Suite, name, test: fn(&Machine)| {
        let need = Interpreter::newest().and_then(|python| tool("gcc").map(|_| python));
        suite.needing(name, need, move |python| test(&Machine::new(&python)));
    };
    stopped(suite, "disable after a kill at each change of enable leaves as it was", killed);
    stopped(suite, "disable after a kill at each change of disable leaves as it was", |machine| {
        machine.write(".bashrc", "true");
        fs_err::create_dir_all(machine.path(".config/fish")).unwrap();
        let library = stoppable(machine);
        let before = machine.state();
        machine.enable(&[]);
        let steps = stop::killed(
            stop::FEW,
            || stopping(machine.home.cli(&["disable"]), &library),
            |step| {
                machine.disable();
                eprintln!("killed at change {step}");
                same(&machine.state(), &before);
                machine.enable(&[]);
            },
        );
        assert!(steps > 10, "{steps}");
    });
    stopped(suite, "a failure at any change of enable changes nothing", |machine| {
        machine.write(".bashrc", "true");
        machine.write(".profile", "true\n");
        fs_err::create_dir_all(machine.path(".config/fish")).unwrap();
        let library = stoppable(machine);
        let before = machine.state();
        let steps = stop::failing(
            || stopping(machine.enabling(&[]), &library),
            |step, output| {
                eprintln!("failed at change {step}");
                match output.status.success() {
                    true => drop(machine.disable()),
                    false => {
                        assert!(said(output).contains("nothing was changed"), "{}", said(output))
                    }
                }
                same(&machine.state(), &before);
            },
        );
        assert!(steps > 20, "{steps}");
    });
    stopped(suite, "a failure at any change of a second enable leaves the first", |machine| {
        machine.write(".bashrc", "true\n");
        machine.write(".profile", "true\n");
        let library = stoppable(machine);
        machine.enable(&["--mode", "both"]);
        // The second has something to do in each of its steps.
        machine.write(".bashrc", "true\n");
        let edited = machine.state();
        let payload = machine.payloads().remove(0);
        let outside = [machine.hook(), machine.path(".bashrc"), machine.path(".profile")];
        let texts = || outside.each_ref().map(|path| fs_err::read(path).unwrap());
        let first = texts();
        stop::failing(
            || {
                fs_err::remove_file(payload.join("cg_plot_capture/_window_events.py"))
                    .unwrap_or_default();
                stopping(machine.enabling(&["--mode", "save"]), &library)
            },
            |step, output| {
                eprintln!("failed at change {step}");
                if !output.status.success() {
                    assert!(said(output).contains("nothing was changed"), "{}", said(output));
                    assert_eq!(texts(), first);
                    let settings = machine.read(".local/share/cg-plot-capture/settings");
                    assert_eq!(settings, "CG_PLOT_MODE=both\n");
                }
            },
        );
        machine.disable();
        for name in [".bashrc", ".profile"] {
            assert_eq!(machine.read(name), "true\n");
        }
        let bashrc = machine.path(".bashrc");
        assert_eq!(machine.state()[&bashrc], edited[&bashrc]);
        assert!(!machine.folder().exists() && !machine.hook().exists());
    });
    let name = "an edit that enable can't take back is known to the next disable";
    stopped(suite, name, |machine| {
        machine.write(".bashrc", "true");
        machine.write(".profile", "true\n");
        fs_err::create_dir_all(machine.path(".config/fish")).unwrap();
        let library = stoppable(machine);
        let before = contents(machine);
        stop::failing_from(
            || stopping(machine.enabling(&[]), &library),
            |step, output| {
                eprintln!("failing from change {step} on");
                let after = contents(machine);
                let is_left = after != before && !output.status.success();
                assert_eq!(
                    is_left,
                    said(output).contains("takes back what is left"),
                    "{}",
                    said(output)
                );
                machine.disable();
                assert_eq!(contents(machine), before);
            },
        );
    });
    let name = "an edit that a second enable can't take back is known to the next disable";
    stopped(suite, name, |machine| {
        machine.write(".bashrc", "true\n");
        let library = stoppable(machine);
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
        assert_eq!(machine.read(".local/share/cg-plot-capture/settings"), "CG_PLOT_MODE=both\n");
        machine.disable();
        assert!(
            [".bashrc", ".profile", ".zshenv"].iter().all(|name| machine.read(name) == "true\n")
        );
    });
    let name = "a failing enable over what is left of a deleted folder leaves no folder";
    stopped(suite, name, |machine| {
        machine.write(".bashrc", "true\n");
        let library = stoppable(machine);
        let before = contents(machine);
        machine.enable(&[]);
        fs_err::remove_dir_all(machine.path(".local")).unwrap();
        machine.write(".zshenv", "true\n");
        let left = contents(machine);
        let mut command = stopping(machine.enabling(&[]), &library);
        let output = run(command.env("STOP", "fail:1").env("STOP_ONLY", ".zshenv"));
        assert!(said(&output).contains("nothing was changed"), "{}", said(&output));
        assert_eq!(contents(machine), left);
        let path = format!("{}:/usr/bin:/bin", machine.bin().display());
        succeed(machine.home.cli(&["disable"]).env("PATH", path));
        fs_err::remove_file(machine.path(".zshenv")).unwrap();
        assert_eq!(contents(machine), before);
    });
    let name = "a second enable on a full disk changes nothing, and says so";
    Machine::test(suite, name, |machine| {
        machine.write(".bashrc", "true\n");
        let before = machine.state();
        machine.enable(&[]);
        let enabled = contents(machine);
        let output = on_a_full_disk(machine, &machine.enabling(&["--mode", "both"]), 0);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains("hint: nothing was changed\n"), "{}", said(&output));
        assert_eq!(contents(machine), enabled);
        machine.disable();
        same(&machine.state(), &before);
    });
    Machine::test(suite, "disable on a full disk says what it could not do", |machine| {
        machine.write(".bashrc", "true\n");
        let before = machine.state();
        machine.enable(&[]);
        let output = on_a_full_disk(machine, &machine.home.cli(&["disable"]), 0);
        let text = said(&output);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(!text.contains("disabled") && text.contains("not everything is undone"), "{text}");
        assert!(text.contains(".bashrc"), "{text}");
        assert!(machine.disable().starts_with("disabled\n"));
        same(&machine.state(), &before);
    });
    Machine::test(suite, "a failure in the middle of enable takes back what was done", failing);
    Machine::test(suite, "two enables at once end as one", |machine| {
        machine.write(".bashrc", "true\n");
        let before = machine.state();
        let enables: Vec<_> = (0..3)
            .map(|_| {
                let mut command = machine.enabling(&[]);
                command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for enable in enables {
            enabled(&enable.wait_with_output().unwrap());
        }
        assert_eq!(machine.read(".bashrc").matches("# cg-plot-capture").count(), 1);
        machine.disable();
        same(&machine.state(), &before);
    });
}

pub(super) fn killed(machine: &Machine) {
    machine.write(".bashrc", "true");
    fs_err::create_dir_all(machine.path(".config/fish")).unwrap();
    let library = stoppable(machine);
    let before = machine.state();
    let steps = stop::killed(
        stop::MANY,
        || stopping(machine.enabling(&[]), &library),
        |step| {
            machine.disable();
            // A Python that was being asked for proof outlives the one who asked, by a little.
            let deadline = Instant::now() + LONGEST;
            while machine.folder().exists() && Instant::now() < deadline {
                std::thread::sleep(Duration::from_millis(20));
                machine.disable();
            }
            eprintln!("killed at change {step}");
            same(&machine.state(), &before);
        },
    );
    assert!(steps > 40, "{steps}");
    // What a second `enable` leaves that dies while it writes its receipt.
    machine.enable(&[]);
    machine.write(".local/share/cg-plot-capture/.receipt.json.cg-plot-capture", "{");
    machine.disable();
    same(&machine.state(), &before);
}

/// What is there, whatever its time.
fn contents(machine: &Machine) -> BTreeMap<PathBuf, Vec<u8>> {
    machine.state().into_iter().map(|(path, (_, _, content))| (path, content)).collect()
}

/// The library that stops a command, in the machine's home.
fn stoppable(machine: &Machine) -> PathBuf {
    let library = machine.path("stop.so");
    stop::library(&library);
    library
}

fn stopping(mut command: Command, library: &Path) -> Command {
    command.env("LD_PRELOAD", library);
    command
}

/// A disk on which no byte can be written; units of 512 or 1024 bytes.
fn on_a_full_disk(machine: &Machine, command: &Command, units: u64) -> Output {
    let script = format!("trap '' XFSZ; ulimit -f {units}; exec \"$@\"");
    let mut limited = machine.home.command("sh");
    limited.args(["-c", &script, "sh"]).arg(command.get_program()).args(command.get_args());
    run(&mut limited)
}

fn failing(machine: &Machine) {
    machine.write(".bashrc", "true");
    let before = machine.state();
    // The payload fits, the copy of the command does not.
    let limit = fs_err::metadata(cg_plot_capture()).unwrap().len() / 512 / 3;
    let output = on_a_full_disk(machine, &machine.enabling(&[]), limit);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("bin/") && said.contains("nothing was changed"), "{said}");
    same(&machine.state(), &before);
}
