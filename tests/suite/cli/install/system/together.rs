//! The machine's installation beside those of its users.

use std::os::unix::fs::{PermissionsExt, chown};

use cg_plot_capture_tests::prelude::*;

use super::super::machine::{enabled, same};
use super::super::root::Root;

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    let name = "a user's settings win over the machine's, and the capture is armed once";
    Root::test(suite, name, |root| {
        let user = |words: &[&str]| {
            let mut command = root.command(words);
            command.env("HOME", "/home/user");
            command
        };
        let python = root.python.to_str().unwrap();
        let code = "import sys\n\
            start = sys.modules['cg_plot_capture._start']\n\
            settings = start.capture().settings()\n\
            armed = [finder for finder in sys.meta_path if finder is start]\n\
            print(start.layer, len(armed), 'sitecustomize' in sys.builtin_module_names,\n\
                settings.max_bytes, settings.frames)";
        // Of a plain Python, and of one from a shell that has sourced our script.
        let says = |plain: &str, sourced: &str| {
            let source = ". ~/.local/share/cg-plot-capture/env.sh;";
            for (source, expected) in [("", plain), (source, sourced)] {
                if !expected.is_empty() {
                    let script = format!("{source} exec \"$@\"");
                    let mut command = user(&["sh", "-c", &script, "sh", python, "-c", code]);
                    assert_eq!(succeed(&mut command), format!("{expected}\n"));
                }
            }
        };
        let before = root.state();
        let system_on = || drop(root.enable(&["--max-bytes", "2000", "--frames", "all"]));
        let user_on =
            || drop(enabled(&run(&mut user(&["/command", "enable", "--max-bytes", "1000"]))));
        let user_off = || drop(succeed(&mut user(&["/command", "disable"])));
        system_on();
        says("preload 1 False 2000 all", "");
        user_on();
        says("preload 1 False 1000 all", "preload 1 False 1000 all");
        let status = succeed(&mut user(&["/command", "status"]));
        for line in [
            "enabled in /home/user/.local/share/cg-plot-capture\n",
            "enabled for every user in /usr/local/lib/cg-plot-capture\n",
            "CG_PLOT_MAX_BYTES=1000 (stored by enable)\n",
            "CG_PLOT_FRAMES=all (stored by enable --system)\n",
        ] {
            assert!(status.contains(line), "{status}");
        }
        user_off();
        says("preload 1 False 2000 all", "");
        root.disable();
        same(&root.state(), &before);
        // The other way round, the interpreter's one hook is the user's.
        user_on();
        says("hook 1 False 1000 last", "preload 1 False 1000 last");
        system_on();
        says("preload 1 False 1000 all", "preload 1 False 1000 all");
        user_off();
        says("preload 1 False 2000 all", "");
        root.disable();
        same(&root.state(), &before);
    });
    Root::test(suite, "root's own installation and the machine's stand side by side", |root| {
        let before = root.state();
        // Nobody else reaches root's home.
        let report = enabled(&run(&mut root.cli(&["enable", "--max-bytes", "1000"])));
        assert!(report.starts_with("enabled in /usr/local/lib/cg-plot-capture-root\n"), "{report}");
        root.enable(&["--max-bytes", "2000"]);
        assert_eq!(max_bytes(root, "0", "/root"), "1000\n");
        succeed(&mut root.cli(&["disable"]));
        assert_eq!(max_bytes(root, "0", "/root"), "2000\n");
        root.disable();
        same(&root.state(), &before);
    });
    let name = "settings in another user's home decide nothing";
    Root::test_with_users(suite, name, |root| {
        // The interpreter's library is a link to below it.
        fs_err::set_permissions(root.path("/root"), PermissionsExt::from_mode(0o755)).unwrap();
        root.enable(&["--max-bytes", "2000"]);
        let folder = root.path("/home/user/.local/share/cg-plot-capture");
        fs_err::create_dir_all(&folder).unwrap();
        fs_err::write(folder.join("settings"), "CG_PLOT_MAX_BYTES=1000\n").unwrap();
        chown(folder.join("settings"), Some(1000), Some(1000)).unwrap();
        for (user, bytes) in [("1000", "1000\n"), ("0", "2000\n"), ("1001", "2000\n")] {
            assert_eq!(max_bytes(root, user, "/home/user"), bytes, "{user}");
        }
        root.disable();
    });
}

/// What a user's Python has of the settings that are stored.
fn max_bytes(root: &Root, user: &str, home: &str) -> String {
    let code =
        "import sys; print(sys.modules['cg_plot_capture._start'].capture().settings().max_bytes)";
    let (user, home) = (format!("--reuid={user}"), format!("HOME={home}"));
    let words = ["setpriv", &user, "--clear-groups", "env", &home, root.python.to_str().unwrap()];
    succeed(&mut root.command(&[&words[..], &["-c", code]].concat()))
}
