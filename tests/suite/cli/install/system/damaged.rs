//! The machine's installation, damaged or deleted by hand.

use cg_plot_capture_tests::prelude::*;

use super::super::machine::{State, same};
use super::super::root::{FOLDER, PRELOADS, Root};
use super::super::stop::{self, said};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    let test = |suite: &mut Suite, name, test| Root::test(suite, name, test);
    test(suite, "disable --system finds what is left of a folder that was deleted", |root| {
        for list in LISTS {
            let before = ruin(root, list);
            // What a machine whose libc is musl would have.
            let script = format!("{FOLDER}/env.sh");
            let line = format!("if [ -r {script} ]; then . {script}; fi # cg-plot-capture\n");
            root.write("/etc/profile.d/cg-plot-capture.sh", &line);
            let status = run(&mut root.cli(&["status"]));
            let text = said(&status);
            assert_eq!(status.status.code(), Some(1), "{text}");
            assert!(text.contains("to fix it: cg-plot-capture disable --system"), "{text}");
            let text = root.disable();
            assert!(text.contains("  took back /etc/ld.so.preload\n"), "{text}");
            assert!(!complains(root));
            same(&timeless(root), &before);
            assert_eq!(root.disable(), "nothing is enabled here\n");
        }
    });
    test(suite, "enable --system finds what is left of a folder that was deleted", |root| {
        for list in LISTS {
            // Other lists are taken back by the test before.
            if list.is_none() && !tests_all() {
                continue;
            }
            let before = ruin(root, list);
            let report = root.enable(&[]);
            assert!(report.contains("enabled in"), "{report}");
            assert!(!complains(root));
            root.disable();
            same(&timeless(root), &before);
        }
    });
    test(suite, "disable --system takes back what a damaged receipt was of", |root| {
        let before = timeless(root);
        root.enable(&["--mode", "both"]);
        root.write(&format!("{FOLDER}/receipt.json"), "{");
        let text = said(&run(&mut root.cli(&["status"])));
        assert!(text.contains("; cg-plot-capture disable --system takes back"), "{text}");
        root.disable();
        same(&timeless(root), &before);
        root.enable(&["--mode", "both"]);
        fs_err::remove_file(root.path(format!("{FOLDER}/receipt.json"))).unwrap();
        let text = said(&run(&mut root.cli(&["status"])));
        let told = format!("problem: the capture: {FOLDER} is left, without its receipt; ");
        assert!(text.contains(&told) && text.contains("enable --system\n"), "{text}");
        root.enable(&[]);
        assert!(!said(&run(&mut root.cli(&["status"]))).contains("problem"));
        root.disable();
        same(&timeless(root), &before);
    });
    test(suite, "an entry that is a part of a line is left, and said", |root| {
        ruin(root, None);
        let list = format!("libm.so.6:{}", root.read(PRELOADS));
        root.write(PRELOADS, &list);
        let text = root.disable();
        assert!(
            text.contains("/etc/ld.so.preload names our library in a line with others"),
            "{text}"
        );
        assert_eq!(root.read(PRELOADS), list);
        assert!(!root.path(&root.hook).exists());
    });
    let need = Root::need().and_then(|python| tool("gcc").map(|_| python));
    let name =
        "a kill of disable --system at each change of what it found leaves the rest to be found";
    suite.seldom().needing(name, need, |python| killed(&Root::new(&python)));
}

/// What lists of preloads may hold besides our entry.
const LISTS: [Option<&str>; 2] = [None, Some("# ours\nlibm.so.6\n")];

/// Without times, which the receipt alone knows.
fn timeless(root: &Root) -> State {
    let mut state = root.state();
    state.values_mut().for_each(|(_, time, _)| *time = 0);
    state
}

fn complains(root: &Root) -> bool {
    said(&run(&mut root.command(&["true"]))).contains("cannot be preloaded")
}

/// Enables and deletes the folder; answers how it was before.
fn ruin(root: &Root, list: Option<&str>) -> State {
    if let Some(text) = list {
        root.write(PRELOADS, text);
    }
    let before = timeless(root);
    root.enable(&[]);
    fs_err::remove_dir_all(root.path(FOLDER)).unwrap();
    assert!(complains(root));
    before
}

fn killed(root: &Root) {
    stop::library(&root.path("/stop.so"));
    root.write(PRELOADS, "libm.so.6\n");
    let before = timeless(root);
    let ruin = || {
        root.enable(&[]);
        root.write(&format!("{FOLDER}/receipt.json"), "");
    };
    ruin();
    let disable =
        || root.command(&["env", "LD_PRELOAD=/stop.so", "/command", "disable", "--system"]);
    let steps = stop::killed(stop::FEW, disable, |step| {
        assert!(!complains(root));
        root.disable();
        eprintln!("killed at change {step}");
        same(&timeless(root), &before);
        ruin();
    });
    assert!(steps > 10, "{steps}");
}
