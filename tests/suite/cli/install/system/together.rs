//! The machine's installation beside those of its users.

use std::os::unix::fs::{PermissionsExt, chown};

use cg_plot_capture_tests::prelude::*;

use super::super::machine::{enabled, same};
use super::super::root::Root;
use super::super::stop::said;

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    Root::test(
        suite,
        "a user's settings win over the machine's, and the capture is armed once",
        |root| {
            let user = |words: &[&str]| {
                let mut command = root.command(words);
                command.env("HOME", "/home/user");
                command
            };
            let python = root.python.to_str().unwrap();
            let code = "import sys\n\
        start = sys.modules['cg_plot_capture._start']\n\
        capture = start.capture()\n\
        armed = [finder for finder in sys.meta_path if finder is start]\n\
        print(start.layer, len(armed), 'sitecustomize' in sys.builtin_module_names,\n\
            capture.settings().max_bytes, capture.settings().frames)";
            let says = |source: &str| {
                let script = format!("{source} exec \"$@\"");
                said(&run(&mut user(&["sh", "-c", &script, "sh", python, "-c", code])))
            };
            let plain =
                |expected: &str| assert_eq!(says(""), format!("exit status: 0\n{expected}\n\n"));
            let sourced = |expected: &str| {
                let said = says(". ~/.local/share/cg-plot-capture/env.sh;");
                assert_eq!(said, format!("exit status: 0\n{expected}\n\n"));
            };
            let before = root.state();
            let system_on = || drop(root.enable(&["--max-bytes", "2000", "--frames", "all"]));
            let user_on =
                || drop(enabled(&run(&mut user(&["/command", "enable", "--max-bytes", "1000"]))));
            let user_off = || drop(succeed(&mut user(&["/command", "disable"])));
            system_on();
            plain("preload 1 False 2000 all");
            user_on();
            plain("preload 1 False 1000 all");
            sourced("preload 1 False 1000 all");
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
            plain("preload 1 False 2000 all");
            root.disable();
            same(&root.state(), &before);
            // The other way round, the interpreter's one hook is the user's.
            user_on();
            plain("hook 1 False 1000 last");
            sourced("preload 1 False 1000 last");
            system_on();
            plain("preload 1 False 1000 all");
            sourced("preload 1 False 1000 all");
            user_off();
            plain("preload 1 False 2000 all");
            root.disable();
            same(&root.state(), &before);
        },
    );
    Root::test(suite, "root's own installation and the machine's stand side by side", |root| {
        let before = root.state();
        // Nobody else reaches root's home.
        let report = enabled(&run(&mut root.cli(&["enable", "--max-bytes", "1000"])));
        assert!(report.starts_with("enabled in /usr/local/lib/cg-plot-capture-root\n"), "{report}");
        root.enable(&["--max-bytes", "2000"]);
        let code = "import sys; print(sys.modules['cg_plot_capture._start'].capture().settings().max_bytes)";
        let words = [root.python.to_str().unwrap(), "-c", code];
        assert_eq!(succeed(&mut root.command(&words)), "1000\n");
        succeed(&mut root.cli(&["disable"]));
        assert_eq!(succeed(&mut root.command(&words)), "2000\n");
        root.disable();
        same(&root.state(), &before);
    });
    let test = |suite: &mut Suite, name, test| Root::test_with_users(suite, name, test);
    test(suite, "--system is for root alone, and all may see it", |root| {
        let user = |arguments: &[&str]| {
            let words = [
                "setpriv",
                "--reuid=1000",
                "--regid=1000",
                "--clear-groups",
                "env",
                "HOME=/home/user",
            ];
            root.command(&[&words[..], &["/command"], arguments].concat())
        };
        let reason = "error: --system changes the whole machine, which only root may do\n";
        root.refused(&mut user(&["enable", "--system"]), 1, reason);
        root.refused(&mut user(&["disable", "--system"]), 1, reason);
        root.enable(&["--mode", "save"]);
        let output = run(&mut user(&["status"]));
        let text = said(&output);
        assert!(output.status.success(), "{text}");
        assert!(text.contains("CG_PLOT_MODE=save (stored by enable --system)"), "{text}");
        root.disable();
    });
    test(suite, "settings in another user's home decide nothing", |root| {
        // The interpreter's library is a link to below it.
        fs_err::set_permissions(root.path("/root"), PermissionsExt::from_mode(0o755)).unwrap();
        root.enable(&["--max-bytes", "2000"]);
        let folder = root.path("/home/user/.local/share/cg-plot-capture");
        fs_err::create_dir_all(&folder).unwrap();
        fs_err::write(folder.join("settings"), "CG_PLOT_MAX_BYTES=1000\n").unwrap();
        chown(folder.join("settings"), Some(1000), Some(1000)).unwrap();
        let code = "import sys; print(sys.modules['cg_plot_capture._start'].capture().settings().max_bytes)";
        let python = root.python.to_str().unwrap();
        let bytes = |user: &str| {
            let user = format!("--reuid={user}");
            let words =
                ["setpriv", &user, "--clear-groups", "env", "HOME=/home/user", python, "-c", code];
            said(&run(&mut root.command(&words)))
        };
        assert_eq!(bytes("1000"), "exit status: 0\n1000\n\n");
        for other in ["0", "1001"] {
            assert_eq!(bytes(other), "exit status: 0\n2000\n\n");
        }
        root.disable();
    });
}
