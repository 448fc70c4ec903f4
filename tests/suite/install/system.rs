//! `enable --system`, on a machine of the test's own.

use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use cg_plot_capture_tests::command::{cg_plot_capture, run, succeed};
use cg_plot_capture_tests::suite::{Suite, tool};

use super::machine::{enabled, same};
use super::root::{FOLDER, PRELOADS, Root};
use super::stop::{self, said};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for (name, text) in LISTS {
        let name = format!("enable --system and disable leave as it was: {name}");
        suite.needing(&name, Root::need(), move |python| round_trip(&Root::new(&python), *text));
    }
    let test = |suite: &mut Suite, name, test| Root::test(suite, name, test);
    test(suite, "enable --system reaches programs without any variable", everywhere);
    test(suite, "enable --system twice keeps the first list and the last settings", twice);
    test(suite, "two enable --system at once end as one", two_at_once);
    test(suite, "an edit of the list of preloads survives disable --system", edited);
    test(suite, "an upgrade leaves one entry, and disable none", upgrade);
    test(suite, "enable --system is refused where others may write", not_root_s_alone);
    test(suite, "enable --system is refused where the list is no plain file", no_plain_file);
    test(suite, "enable --system is refused where a program can tell", harmful);
    test(suite, "enable --system is refused where 32-bit programs run too", foreign_programs);
    test(suite, "a failure of the last step of enable --system takes all back", last_step);
    test(suite, "a list that can't be mended keeps its library", unmended);
    test(suite, "under sudo enable asks for whom", sudo);
    test(suite, "a user's settings win over the machine's, and the capture is armed once", both);
    test(suite, "root's own installation and the machine's stand side by side", root_s_own);
    Root::test_with_users(suite, "--system is for root alone, and all may see it", not_root);
    Root::test_with_users(
        suite,
        "settings in another user's home decide nothing",
        another_s_settings,
    );
    let need = || Root::need().and_then(|python| tool("gcc").map(|_| python));
    suite.needing(
        "disable after a kill at each change of enable --system leaves as it was",
        need(),
        |python| killed(&Root::new(&python)),
    );
    suite.needing(
        "disable after a kill at each change of disable --system leaves as it was",
        need(),
        |python| killed_undo(&Root::new(&python)),
    );
    suite.needing("a failure at any change of enable --system changes nothing", need(), |python| {
        failing(&Root::new(&python));
    });
}

/// What the list of preloads may look like. `libm` is a library that every machine has.
const LISTS: &[(&str, Option<&str>)] = &[
    ("no list of preloads", None),
    ("an empty list of preloads", Some("")),
    ("a list of preloads with other entries", Some("# ours\nlibm.so.6\n\n")),
    ("a list of preloads without a final newline", Some("libm.so.6")),
    ("a list of preloads with CRLF", Some("# a\r\n# b\r\n")),
    ("a list of preloads with several in a line", Some("libm.so.6:libm.so.6 libm.so.6")),
];

fn round_trip(root: &Root, list: Option<&str>) {
    if let Some(text) = list {
        root.write(PRELOADS, text);
        let path = root.path(PRELOADS);
        let old = SystemTime::UNIX_EPOCH + Duration::new(1_000_000_000, 123_456_789);
        fs_err::File::open(&path).unwrap().into_file().set_modified(old).unwrap();
        fs_err::set_permissions(path, PermissionsExt::from_mode(0o640)).unwrap();
    }
    let before = root.state();
    root.enable(&["--mode", "both"]);
    let text = root.read(PRELOADS);
    assert!(text.starts_with(list.unwrap_or_default()), "{text}");
    assert!(text.ends_with("/libcg_plot_inject.so\n") && root.path(&root.hook).exists(), "{text}");
    assert_eq!(root.read(&format!("{FOLDER}/settings")), "CG_PLOT_MODE=both\n");
    // No entry is one that ld.so would complain of.
    let output = run(&mut root.command(&["env", "-i", "/bin/sh", "-c", "true"]));
    assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]));
    root.disable();
    same(&root.state(), &before);
}

fn everywhere(root: &Root) {
    let report = root.enable(&[]);
    let python = root.python.to_str().unwrap();
    assert!(report.contains(&format!("{python}: preload, hook")), "{report}");
    let maps =
        ["env", "-i", "/bin/sh", "-c", "while read line; do echo \"$line\"; done </proc/$$/maps"];
    assert!(succeed(&mut root.command(&maps)).contains("libcg_plot_inject.so"));
    let code = "import sys; print(sys.modules['cg_plot_capture._start'].layer)";
    let layer = |flag| succeed(&mut root.command(&["env", "-i", python, flag, "-c", code]));
    assert_eq!((layer("-I"), layer("-E")), ("preload\n".into(), "preload\n".into()));
    let status = run(&mut root.cli(&["status"]));
    let status = (status.status.code(), said(&status));
    assert_eq!(status.0, Some(0), "{}", status.1);
    for line in ["enabled for every user in", "this shell: its programs have the preload"] {
        assert!(status.1.contains(line), "{}", status.1);
    }
}

fn twice(root: &Root) {
    root.write(PRELOADS, "libm.so.6");
    let before = root.state();
    root.enable(&["--mode", "both"]);
    let list = root.read(PRELOADS);
    root.enable(&["--filename", "a{i}.pdf"]);
    assert_eq!(root.read(PRELOADS), list);
    assert_eq!(root.read(&format!("{FOLDER}/settings")), "CG_PLOT_FILENAME=a{i}.pdf\n");
    assert!(root.disable().starts_with("disabled\n"));
    assert_eq!(root.disable(), "nothing is enabled here\n");
    same(&root.state(), &before);
}

fn two_at_once(root: &Root) {
    root.write(PRELOADS, "libm.so.6\n");
    let before = root.state();
    let enables: Vec<_> = (0..3)
        .map(|_| {
            let mut command = root.cli(&["enable", "--system"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for enable in enables {
        enabled(&enable.wait_with_output().unwrap());
    }
    assert_eq!(root.read(PRELOADS).lines().count(), 2);
    root.disable();
    same(&root.state(), &before);
}

fn edited(root: &Root) {
    root.write(PRELOADS, "libm.so.6\n");
    root.enable(&[]);
    root.write(PRELOADS, &(root.read(PRELOADS) + "libm.so.6\n"));
    let said = root.disable();
    assert!(said.contains("was edited since: only our line is out"), "{said}");
    assert_eq!(root.read(PRELOADS), "libm.so.6\nlibm.so.6\n");
    assert!(!root.path(FOLDER).exists());
}

fn upgrade(root: &Root) {
    for list in [None, Some("libm.so.6")] {
        if let Some(text) = list {
            root.write(PRELOADS, text);
        }
        let before = root.state();
        root.enable(&[]);
        let old = root.read(PRELOADS);
        let newer = root.with_command(&another_version(root));
        newer.enable(&[]);
        let new = root.read(PRELOADS);
        assert!(new != old && new.lines().count() == old.lines().count(), "{old}{new}");
        assert_eq!(fs_err::read_dir(root.path(FOLDER)).unwrap().count(), 4);
        newer.disable();
        same(&root.state(), &before);
        // A kill between the new receipt and the new entry.
        root.enable(&[]);
        newer.enable(&[]);
        root.write(PRELOADS, &old);
        newer.disable();
        assert_eq!(fs_err::read_to_string(root.path(PRELOADS)).ok().as_deref(), list);
        same(&root.state(), &before);
    }
}

/// The command with another payload: one letter in a comment of it differs.
fn another_version(root: &Root) -> std::path::PathBuf {
    let mut bytes = fs_err::read(cg_plot_capture()).unwrap();
    let text = b"Starts to wait.";
    let found = bytes.windows(text.len()).enumerate().filter(|(_, part)| part == text);
    // A build without optimisation may have two copies of a constant.
    for at in found.map(|(at, _)| at).collect::<Vec<_>>() {
        bytes[at] = b's';
    }
    let path = root.scratch().join("another");
    fs_err::write(&path, bytes).unwrap();
    fs_err::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
    path
}

fn not_root_s_alone(root: &Root) {
    let refused = |reason: &str| {
        root.refused(&mut root.cli(&["enable", "--system"]), 1, reason);
    };
    for folder in ["/usr/local/lib", "/usr", "/etc"] {
        let set = |mode| {
            fs_err::set_permissions(root.path(folder), PermissionsExt::from_mode(mode)).unwrap()
        };
        set(0o775);
        refused(&format!("{folder} is writable by its group"));
        set(0o757);
        refused(&format!("{folder} is writable by everybody"));
        set(0o755);
    }
    root.write(PRELOADS, "");
    fs_err::set_permissions(root.path(PRELOADS), PermissionsExt::from_mode(0o664)).unwrap();
    refused("/etc/ld.so.preload is writable by its group");
    fs_err::remove_file(root.path(PRELOADS)).unwrap();
    if chown(root.path("/usr/local"), Some(1000), None).is_ok() {
        refused("/usr/local belongs to another user than root");
    }
}

fn no_plain_file(root: &Root) {
    let refused = |reason: &str| {
        root.refused(&mut root.cli(&["enable", "--system"]), 1, reason);
    };
    root.write("/etc/list", "");
    symlink("list", root.path(PRELOADS)).unwrap();
    refused("/etc/ld.so.preload is a link: left alone");
    fs_err::remove_file(root.path(PRELOADS)).unwrap();
    fs_err::create_dir(root.path(PRELOADS)).unwrap();
    refused("/etc/ld.so.preload is not a file: left alone");
    fs_err::remove_dir(root.path(PRELOADS)).unwrap();
    fs_err::hard_link(root.path("/etc/list"), root.path(PRELOADS)).unwrap();
    refused("/etc/ld.so.preload has another hard link");
}

fn foreign_programs(root: &Root) {
    let folder = root.path("/lib32");
    fs_err::create_dir_all(&folder).unwrap();
    // What a 32-bit program for the 386 begins with.
    let head = [b"\x7fELF\x01\x01\x01", &[0; 9][..], &[3, 0, 3, 0]].concat();
    fs_err::write(folder.join("ld-linux.so.2"), head).unwrap();
    let reason = "programs of another kind run here, by /lib32/ld-linux.so.2";
    root.refused(&mut root.cli(&["enable", "--system"]), 1, reason);
}

fn harmful(root: &Root) {
    root.write(
        "/usr/local/bin/true",
        "#!/bin/sh\nif [ -n \"$LD_PRELOAD\" ]; then echo no >&2; fi\n",
    );
    fs_err::set_permissions(root.path("/usr/local/bin/true"), PermissionsExt::from_mode(0o755))
        .unwrap();
    let mut enable = root.cli(&["enable", "--system"]);
    let output = root.refused(&mut enable, 1, "true does not run under the preload as without it");
    assert!(said(&output).contains("stderr: no\nhint: nothing was changed"), "{}", said(&output));
}

/// Its own mount can't be replaced, which shows only when the list is written.
const MOUNTED: &str = "mount --bind /etc/ld.so.preload /etc/ld.so.preload && exec \"$@\"";

fn last_step(root: &Root) {
    root.write(PRELOADS, "libm.so.6\n");
    let before = root.state();
    let enable = ["sh", "-c", MOUNTED, "sh", "/command", "enable", "--system", "--mode", "save"];
    root.refused(&mut root.command(&enable), 1, "nothing was changed");
    // And a later one, which would have changed more than the list.
    root.enable(&[]);
    let list = root.read(PRELOADS);
    let newer = root.with_command(&another_version(root));
    let output = run(&mut newer.command(&enable));
    let text = said(&output);
    assert!(output.status.code() == Some(1) && text.contains("nothing was changed"), "{text}");
    assert_eq!((root.read(PRELOADS), &*root.read(&format!("{FOLDER}/settings"))), (list, ""));
    assert!(succeed(&mut root.cli(&["status"])).contains("enabled for every user"));
    root.disable();
    same(&root.state(), &before);
}

fn unmended(root: &Root) {
    root.write(PRELOADS, "libm.so.6\n");
    let before = root.state();
    root.enable(&[]);
    let disable = ["sh", "-c", MOUNTED, "sh", "/command", "disable", "--system"];
    let output = run(&mut root.command(&disable));
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(!text.contains("disabled") && text.contains("not all is taken back"), "{text}");
    let output = run(&mut root.command(&["true"]));
    assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]));
    root.disable();
    same(&root.state(), &before);
}

fn sudo(root: &Root) {
    let sudo = |arguments: &[&str]| {
        let mut command = root.cli(arguments);
        command.env("SUDO_USER", "user").env("SUDO_UID", "1000");
        command
    };
    let reason = "enable --system is for every user; without sudo it is for your own home";
    root.refused(&mut sudo(&["enable"]), 2, reason);
    root.refused(&mut sudo(&["enable", "--dry-run"]), 2, reason);
    root.refused(&mut sudo(&["enable", "--system", "--user"]), 2, "cannot be used with");
    let before = root.state();
    enabled(&run(&mut sudo(&["enable", "--user"])));
    succeed(&mut sudo(&["disable"]));
    enabled(&run(&mut sudo(&["enable", "--system"])));
    let output = run(&mut sudo(&["disable"]));
    assert!(said(&output).contains("root's disable --system takes that back"), "{}", said(&output));
    succeed(&mut sudo(&["disable", "--system"]));
    same(&root.state(), &before);
}

fn both(root: &Root) {
    let user = |words: &[&str]| {
        let mut command = root.command(words);
        command.env("HOME", "/home/user");
        command
    };
    let python = root.python.to_str().unwrap();
    let code = "import sys\n\
        start = sys.modules['cg_plot_capture._start']\n\
        capture = start.capture()\n\
        armed = [finder for finder in sys.meta_path if finder is start.Finder]\n\
        print(start.layer, len(armed), 'sitecustomize' in sys.builtin_module_names,\n\
            capture.max_bytes(), capture.frames())";
    let says = |source: &str| {
        let script = format!("{source} exec \"$@\"");
        said(&run(&mut user(&["sh", "-c", &script, "sh", python, "-c", code])))
    };
    let plain = |expected: &str| assert_eq!(says(""), format!("exit status: 0\n{expected}\n\n"));
    let sourced = |expected: &str| {
        let said = says(". ~/.local/share/cg-plot-capture/env.sh;");
        assert_eq!(said, format!("exit status: 0\n{expected}\n\n"));
    };
    let before = root.state();
    let system_on = || drop(root.enable(&["--max-bytes", "2000", "--frames", "all"]));
    let user_on = || drop(enabled(&run(&mut user(&["/command", "enable", "--max-bytes", "1000"]))));
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
}

fn root_s_own(root: &Root) {
    let before = root.state();
    // Nobody else reaches root's home.
    let report = enabled(&run(&mut root.cli(&["enable", "--max-bytes", "1000"])));
    assert!(report.starts_with("enabled in /usr/local/lib/cg-plot-capture-root\n"), "{report}");
    root.enable(&["--max-bytes", "2000"]);
    let code = "import sys; print(sys.modules['cg_plot_capture._start'].capture().max_bytes())";
    let words = [root.python.to_str().unwrap(), "-c", code];
    assert_eq!(succeed(&mut root.command(&words)), "1000\n");
    succeed(&mut root.cli(&["disable"]));
    assert_eq!(succeed(&mut root.command(&words)), "2000\n");
    root.disable();
    let mut after = root.state();
    // Each found the folder as the other had it, and so can't tell its first time.
    let library = root.path("/usr/local/lib");
    after.insert(library.clone(), before[&library].clone());
    same(&after, &before);
}

fn not_root(root: &Root) {
    let user = |arguments: &[&str]| {
        let words =
            ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", "env", "HOME=/home/user"];
        root.command(&[&words[..], &["/command"], arguments].concat())
    };
    let reason = "error: --system changes the whole machine, and only root may\n";
    root.refused(&mut user(&["enable", "--system"]), 1, reason);
    root.refused(&mut user(&["disable", "--system"]), 1, reason);
    root.enable(&["--mode", "save"]);
    let output = run(&mut user(&["status"]));
    let text = said(&output);
    assert!(output.status.success(), "{text}");
    assert!(text.contains("CG_PLOT_MODE=save (stored by enable --system)"), "{text}");
    root.disable();
}

fn another_s_settings(root: &Root) {
    // The interpreter's library is a link to below it.
    fs_err::set_permissions(root.path("/root"), PermissionsExt::from_mode(0o755)).unwrap();
    root.enable(&["--max-bytes", "2000"]);
    let folder = root.path("/home/user/.local/share/cg-plot-capture");
    fs_err::create_dir_all(&folder).unwrap();
    fs_err::write(folder.join("settings"), "CG_PLOT_MAX_BYTES=1000\n").unwrap();
    chown(folder.join("settings"), Some(1000), Some(1000)).unwrap();
    let code = "import sys; print(sys.modules['cg_plot_capture._start'].capture().max_bytes())";
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
}

fn enabling(root: &Root) -> impl Fn() -> std::process::Command {
    stop::library(&root.path("/stop.so"));
    let python = root.python.to_str().unwrap();
    move || {
        root.command(&[
            "env",
            "LD_PRELOAD=/stop.so",
            "/command",
            "enable",
            "--system",
            "--python",
            python,
        ])
    }
}

fn killed(root: &Root) {
    root.write(PRELOADS, "libm.so.6");
    let enable = enabling(root);
    let before = root.state();
    let steps = stop::killed(enable, |step| {
        let output = run(&mut root.command(&["true"]));
        assert_eq!((output.status.code(), said(&output).as_str()), (Some(0), "exit status: 0\n\n"));
        root.disable();
        eprintln!("killed at change {step}");
        same(&root.state(), &before);
    });
    assert!(steps > 40, "{steps}");
}

fn killed_undo(root: &Root) {
    root.write(PRELOADS, "libm.so.6");
    let enable = enabling(root);
    let before = root.state();
    let on = || drop(enabled(&run(&mut enable())));
    let disable =
        || root.command(&["env", "LD_PRELOAD=/stop.so", "/command", "disable", "--system"]);
    on();
    let steps = stop::killed(disable, |step| {
        let output = run(&mut root.command(&["true"]));
        assert_eq!((output.status.code(), said(&output).as_str()), (Some(0), "exit status: 0\n\n"));
        let library = root.path("/usr/local/lib");
        let gone = fs_err::read_dir(&library).unwrap().count() == 0;
        root.disable();
        eprintln!("killed at change {step}");
        let mut after = root.state();
        if gone {
            // Nothing is left that could say which time this folder had a moment ago.
            after.insert(library.clone(), before[&library].clone());
        }
        same(&after, &before);
        on();
    });
    assert!(steps > 10, "{steps}");
}

fn failing(root: &Root) {
    root.write(PRELOADS, "libm.so.6");
    let enable = enabling(root);
    let before = root.state();
    let steps = stop::failing(enable, |step, output| {
        if output.status.success() {
            root.disable();
        } else {
            let text = said(output);
            assert!(
                output.status.code() == Some(1) && text.contains("nothing was changed"),
                "{text}"
            );
        }
        eprintln!("failed at change {step}");
        same(&root.state(), &before);
    });
    assert!(steps > 20, "{steps}");
}
