//! `--system` that fails or is killed: nothing is left half done.

use cg_plot_capture_tests::prelude::*;

use super::super::machine::{State, enabled, same};
use super::super::root::{FOLDER, PRELOADS, Root};
use super::super::stop;
use super::{another_version, complains};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    Root::test(suite, "a failure of the last step of enable --system takes all back", |root| {
        root.write(PRELOADS, "libm.so.6\n");
        let enable = ["/command", "enable", "--system", "--mode", "save"];
        let mounted = [&["sh", "-c", MOUNTED, "sh"][..], &enable].concat();
        root.refused(&mut root.command(&mounted), 1, "is mounted by itself: left alone\nhint: ");
        // What stands where the list is prepared shows only when it is written.
        let taken = root.path("/etc/.ld.so.preload.cg-plot-capture");
        let clean = root.state();
        fs_err::create_dir_all(taken.join("x")).unwrap();
        root.refused(&mut root.command(&enable), 1, "nothing was changed");
        fs_err::remove_dir_all(&taken).unwrap();
        // And a later one, which would have changed more than the list.
        root.enable(&[]);
        fs_err::create_dir_all(taken.join("x")).unwrap();
        let list = root.read(PRELOADS);
        let newer = root.with_command(&another_version(root));
        let output = run(&mut newer.command(&enable));
        let text = said(&output);
        assert!(output.status.code() == Some(1) && text.contains("nothing was changed"), "{text}");
        assert_eq!((root.read(PRELOADS), &*root.read(&format!("{FOLDER}/settings"))), (list, ""));
        assert!(succeed(&mut root.cli(&["status"])).contains("enabled for every user"));
        fs_err::remove_dir_all(taken).unwrap();
        root.disable();
        same(&root.state(), &clean);
    });
    Root::test(suite, "a list that can't be mended keeps its library", |root| {
        root.write(PRELOADS, "libm.so.6\n");
        let before = root.state();
        root.enable(&[]);
        let disable = ["sh", "-c", MOUNTED, "sh", "/command", "disable", "--system"];
        let output = run(&mut root.command(&disable));
        let text = said(&output);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(!text.contains("disabled") && text.contains("not everything is undone"), "{text}");
        assert!(!complains(root));
        root.disable();
        same(&root.state(), &before);
    });
    let stopped = |suite: &mut Suite, name, test: fn(&Root)| {
        let need = Root::need().and_then(|python| tool("gcc").map(|_| python));
        suite.needing(name, need, move |python| {
            let root = Root::new(&python);
            root.write(PRELOADS, "libm.so.6");
            stop::library(&root.path("/stop.so"));
            test(&root);
        });
    };
    let name = "disable after a kill at each change of enable --system leaves as it was";
    stopped(suite, name, |root| {
        let before = root.state();
        let steps =
            stop::killed(stop::MANY, || enabling(root), |step| is_undone(root, step, &before));
        assert!(steps > 40, "{steps}");
    });
    // The last two are of kinds that the user's own installation has by default.
    let name = "disable after a kill at each change of disable --system leaves as it was";
    stopped(suite.seldom(), name, |root| {
        let before = root.state();
        let on = || drop(enabled(&run(&mut enabling(root))));
        let disable =
            || root.command(&["env", "LD_PRELOAD=/stop.so", "/command", "disable", "--system"]);
        on();
        let steps = stop::killed(stop::FEW, disable, |step| {
            is_undone(root, step, &before);
            on();
        });
        assert!(steps > 10, "{steps}");
    });
    let name = "a failure at any change of enable --system changes nothing";
    stopped(suite.seldom(), name, |root| {
        let before = root.state();
        let steps = stop::failing(
            || enabling(root),
            |step, output| {
                if !output.status.success() {
                    let (code, _, text) = told(output);
                    assert!(code == Some(1) && text.contains("nothing was changed"), "{text}");
                    same(&root.state(), &before);
                }
                is_undone(root, step, &before);
            },
        );
        assert!(steps > 20, "{steps}");
    });
}

/// Its own mount can't be replaced.
const MOUNTED: &str = "mount --bind /etc/ld.so.preload /etc/ld.so.preload && exec \"$@\"";

/// `enable --system` that is stopped.
fn enabling(root: &Root) -> Command {
    let python = root.python.to_str().unwrap();
    let enable = ["/command", "enable", "--system", "--python", python];
    root.command(&[&["env", "LD_PRELOAD=/stop.so"], &enable[..]].concat())
}

/// No program complains of what was left, and `disable` takes it back.
#[track_caller]
fn is_undone(root: &Root, step: u32, before: &State) {
    eprintln!("stopped at change {step}");
    assert!(!complains(root));
    root.disable();
    same(&root.state(), before);
}
