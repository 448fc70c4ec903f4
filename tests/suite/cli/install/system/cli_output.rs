//! What `status` and `doctor` say of the machine's installation, to root and to others.

use std::os::unix::fs::{PermissionsExt, chown};

use cg_plot_capture_tests::prelude::*;

use super::super::machine::enabled;
use super::super::root::{PRELOADS, Root};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    let name =
        "every user is told of the machine's installation, and what takes it back or mends it";
    Root::test_with_users(suite, name, |root| {
        // The interpreter's library is a link to below it.
        fs_err::set_permissions(root.path("/root"), PermissionsExt::from_mode(0o755)).unwrap();
        chown(root.path("/home/user"), Some(1000), Some(1000)).unwrap();
        let user = |words: &[&str]| root.user(&[&["/command"], words].concat());
        let reason = "error: --system changes the whole machine, which only root may do\n";
        for command in ["enable", "disable"] {
            root.refused(&mut user(&[command, "--system"]), 1, reason);
        }
        root.enable(&["--frames", "all"]);
        let python = root.python.to_str().unwrap();
        let status = succeed(&mut user(&["status"]));
        let undo =
            "undo: sudo /usr/local/lib/cg-plot-capture/bin/cg-plot-capture disable --system\n";
        for line in [
            "enabled for every user in /usr/local/lib/cg-plot-capture\n\
        this shell: its programs have the preload\n",
            &format!("{python}: preload (for every user), hook (for every user)\n"),
            "CG_PLOT_FRAMES=all (stored by enable --system)\n",
            undo,
        ] {
            assert!(status.contains(line), "{line}{status}");
        }
        let report = succeed(&mut user(&["status", "--json"]));
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        assert!(report["enabled"] == true && report["preload_here"] == true, "{report}");
        let asked = |command: &mut Command, expected: i32, lines: &[&str]| {
            let (code, told, err) = told(&run(command));
            assert_eq!(code, Some(expected), "{told}{err}");
            lines.iter().for_each(|line| assert!(told.contains(line), "{line}\n{told}"));
            assert!(expected == 1 || !told.contains("not enabled"), "{told}");
        };
        let by_user = |expected, lines: &[&str]| {
            asked(&mut user(&["doctor", "--verbose", "--python", python]), expected, lines);
        };
        enabled(&run(&mut user(&["enable", "--frames", "7"])));
        let status = succeed(&mut user(&["status"]));
        let both = "undo: /home/user/.local/share/cg-plot-capture/bin/cg-plot-capture disable\n";
        assert!(status.ends_with(&format!("{both}{undo}")), "{status}");
        assert!(status.contains("CG_PLOT_FRAMES=7 (stored by enable)\n"), "{status}");
        by_user(0, &["by /etc/ld.so.preload; your own settings win"]);
        succeed(&mut user(&["disable"]));
        by_user(
            0,
            &[
                "note     the capture for every user: enabled in /usr/local/lib/cg-plot-capture, by /etc/ld.so.preload",
                "note     CG_PLOT_MODE=display: figures go to the harness, and no file is saved (to have both: export CG_PLOT_MODE=both)",
            ],
        );
        root.write(PRELOADS, "");
        by_user(1, &["\n   sudo cg-plot-capture enable --system\n"]);
        let by_root = |expected, lines: &[&str]| {
            asked(&mut root.cli(&["doctor", "--python", python]), expected, lines);
        };
        let gone = format!("our line is gone from {PRELOADS}");
        by_root(1, &[&gone, "\n   cg-plot-capture enable --system\n"]);
        root.enable(&[]);
        by_root(0, &[]);
        root.disable();
    });
}
