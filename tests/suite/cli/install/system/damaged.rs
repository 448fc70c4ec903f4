//! The machine's installation, damaged or deleted by hand.

use cg_plot_capture_tests::prelude::*;

use super::super::machine::{State, same, timeless};
use super::super::root::{FOLDER, PRELOADS, Root};
use super::super::stop;
use super::complains;

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    Root::test(suite, "disable --system finds what is left of a folder that was deleted", |root| {
        for list in lists() {
            let before = ruin(root, list);
            // What a machine whose libc is musl would have.
            let script = format!("{FOLDER}/env.sh");
            let line = format!("if [ -r {script} ]; then . {script}; fi # cg-plot-capture\n");
            root.write("/etc/profile.d/cg-plot-capture.sh", &line);
            let (code, _, text) = told(&run(&mut root.cli(&["status"])));
            let mend = "to fix it: cg-plot-capture disable --system";
            assert!(code == Some(1) && text.contains(mend), "{text}");
            let text = root.disable();
            assert!(text.contains("  took back /etc/ld.so.preload\n"), "{text}");
            assert!(!complains(root));
            same(&timeless(root.state()), &before);
            assert_eq!(root.disable(), "nothing is enabled here\n");
        }
    });
    let name =
        "enable --system finds what is left of a deleted folder or receipt, or of a damaged one";
    Root::test(suite, name, |root| {
        for list in lists() {
            let before = ruin(root, list);
            let report = root.enable(&["--mode", "both"]);
            assert!(report.contains("enabled in") && !complains(root), "{report}");
            let receipt = format!("{FOLDER}/receipt.json");
            fs_err::remove_file(root.path(&receipt)).unwrap();
            let status = || said(&run(&mut root.cli(&["status"])));
            let told = format!("problem: the capture: {FOLDER} is left, without its receipt; ");
            assert!(
                status().contains(&told) && status().contains("enable --system\n"),
                "{}",
                status()
            );
            root.enable(&[]);
            assert!(!status().contains("problem"), "{}", status());
            root.write(&receipt, "{");
            let told = "; cg-plot-capture disable --system takes back";
            assert!(status().contains(told), "{}", status());
            root.disable();
            same(&timeless(root.state()), &before);
        }
    });
    Root::test(suite, "an entry that is a part of a line is left, and said", |root| {
        ruin(root, None);
        let list = format!("libm.so.6:{}", root.read(PRELOADS));
        root.write(PRELOADS, &list);
        let text = root.disable();
        let left = "/etc/ld.so.preload names our library in a line with others";
        assert!(text.contains(left), "{text}");
        assert_eq!(root.read(PRELOADS), list);
        assert!(!root.path(&root.hook).exists());
    });
    let need = Root::need().and_then(|python| tool("gcc").map(|_| python));
    let name =
        "a kill of disable --system at each change of what it found leaves the rest to be found";
    suite.seldom().needing(name, need, |python| killed(&Root::new(&python)));
}

/// What lists of preloads may hold besides our entry.
fn lists() -> impl Iterator<Item = Option<&'static str>> {
    [Some("# ours\nlibm.so.6\n"), None].into_iter().take(if tests_all() { 2 } else { 1 })
}

/// Enables and deletes the folder; answers how it was before.
fn ruin(root: &Root, list: Option<&str>) -> State {
    if let Some(text) = list {
        root.write(PRELOADS, text);
    }
    let before = timeless(root.state());
    root.enable(&[]);
    fs_err::remove_dir_all(root.path(FOLDER)).unwrap();
    assert!(complains(root));
    before
}

fn killed(root: &Root) {
    stop::library(&root.path("/stop.so"));
    root.write(PRELOADS, "libm.so.6\n");
    let before = timeless(root.state());
    let ruin = || {
        root.enable(&[]);
        root.write(&format!("{FOLDER}/receipt.json"), "");
    };
    ruin();
    let disable =
        || root.command(&["env", "LD_PRELOAD=/stop.so", "/command", "disable", "--system"]);
    let steps = stop::killed(stop::FEW, disable, |step| {
        eprintln!("killed at change {step}");
        assert!(!complains(root));
        root.disable();
        same(&timeless(root.state()), &before);
        ruin();
    });
    assert!(steps > 10, "{steps}");
}
