//! What `status` and `doctor` say of the machine's installation, to root and to others.

use std::os::unix::fs::{PermissionsExt, chown};

use cg_plot_capture_tests::prelude::*;

use super::super::machine::enabled;
use super::super::root::{PRELOADS, Root};
use super::super::stop::said;

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    let name = "every user is told of the machine's installation, and what takes it back";
    Root::test_with_users(suite, name, |root| {
        // The interpreter's library is a link to below it.
        fs_err::set_permissions(root.path("/root"), PermissionsExt::from_mode(0o755)).unwrap();
        chown(root.path("/home/user"), Some(1000), Some(1000)).unwrap();
        root.enable(&["--frames", "all"]);
        let python = root.python.to_str().unwrap();
        let status = succeed(&mut user(root, &["status"]));
        let undo =
            "undo: sudo /usr/local/lib/cg-plot-capture/bin/cg-plot-capture disable --system\n";
        for line in [
            "enabled for every user in /usr/local/lib/cg-plot-capture\n\
        this shell: its programs have the preload\n",
            &format!("{python}: preload (for every user), hook (for every user)\n"),
            undo,
        ] {
            assert!(status.contains(line), "{line}{status}");
        }
        let report = succeed(&mut user(root, &["status", "--json"]));
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        assert!(report["enabled"] == true && report["preload_here"] == true, "{report}");
        let doctor = |expected: i32| {
            let output = run(&mut user(root, &["doctor", "--verbose", "--python", python]));
            assert_eq!(output.status.code(), Some(expected), "{}", said(&output));
            said(&output)
        };
        let told = doctor(0);
        for line in [
            "note     the capture for every user: enabled in /usr/local/lib/cg-plot-capture, by /etc/ld.so.preload",
            "note     CG_PLOT_MODE=display: figures go to the harness, and no file is saved (to have both: export CG_PLOT_MODE=both)",
        ] {
            assert!(told.contains(line), "{line}\n{told}");
        }
        assert!(!told.contains("not enabled"), "{told}");
        enabled(&run(&mut user(root, &["enable", "--frames", "7"])));
        let status = succeed(&mut user(root, &["status"]));
        let both = "undo: /home/user/.local/share/cg-plot-capture/bin/cg-plot-capture disable\n";
        assert!(status.ends_with(&format!("{both}{undo}")), "{status}");
        assert!(status.contains("CG_PLOT_FRAMES=7 (stored by enable)\n"), "{status}");
        let told = doctor(0);
        assert!(told.contains("by /etc/ld.so.preload; your own settings win"), "{told}");
        succeed(&mut user(root, &["disable"]));
        root.write(PRELOADS, "");
        let told = doctor(1);
        let mend = "\n   sudo cg-plot-capture enable --system\n";
        assert!(told.contains(mend), "{told}");
        root.disable();
    });
    let name =
        "doctor finds what is wrong with the machine's installation, and what it names mends it";
    Root::test(suite, name, |root| {
        let python = root.python.to_str().unwrap();
        root.enable(&["--mode", "both", "--python", python]);
        root.write(PRELOADS, "");
        let doctor = || run(&mut root.cli(&["doctor", "--python", python]));
        let output = doctor();
        let told = said(&output);
        assert!(output.status.code() == Some(1), "{told}");
        assert!(told.contains(&format!("our line is gone from {PRELOADS}")), "{told}");
        let command = "cg-plot-capture enable --system";
        assert!(told.contains(&format!("\n   {command}\n")), "{told}");
        let words: Vec<&str> = command.split(' ').skip(1).collect();
        enabled(&run(&mut root.cli(&words)));
        let output = doctor();
        assert!(output.status.success(), "{}", said(&output));
        root.disable();
    });
}

/// The command as a user who is not root.
fn user(root: &Root, arguments: &[&str]) -> Command {
    let words =
        ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", "env", "HOME=/home/user"];
    root.command(&[&words[..], &["/command"], arguments].concat())
}
