//! `enable --system`, on a machine of the test's own.

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, SystemTime};

use cg_plot_capture_tests::prelude::*;

use super::machine::{enabled, same};
use super::root::{FOLDER, PRELOADS, Root};

mod cli_output;
mod damaged;
mod refused;
mod stopped;
mod together;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for (name, text) in LISTS {
        let name = format!("enable --system and disable leave as it was: {name}");
        Root::test(suite, &name, move |root| round_trip(root, text));
    }
    Root::test(suite, "enable --system reaches programs without any variable", |root| {
        let before = root.state();
        let report = root.enable(&[]);
        let python = root.python.to_str().unwrap();
        assert!(report.contains(&format!("{python}: preload, hook")), "{report}");
        let maps = "while read line; do echo \"$line\"; done </proc/$$/maps";
        let maps = succeed(&mut root.command(&["env", "-i", "/bin/sh", "-c", maps]));
        assert!(maps.contains("libcg_plot_inject.so"), "{maps}");
        let code = "import sys; print(sys.modules['cg_plot_capture._start'].layer)";
        let layer = |flag| succeed(&mut root.command(&["env", "-i", python, flag, "-c", code]));
        assert_eq!((layer("-I"), layer("-E")), ("preload\n".into(), "preload\n".into()));
        let status = succeed(&mut root.cli(&["status"]));
        for line in ["enabled for every user in", "this shell: its programs have the preload"] {
            assert!(status.contains(line), "{status}");
        }
        root.disable();
        same(&root.state(), &before);
    });
    let name =
        "enable --system twice keeps the list and all settings, and an edit survives disable";
    Root::test(suite, name, |root| {
        root.write(PRELOADS, "libm.so.6\n");
        root.enable(&["--mode", "both"]);
        let list = root.read(PRELOADS);
        root.enable(&["--filename", "a{i}.pdf"]);
        assert_eq!(root.read(PRELOADS), list);
        let settings = "CG_PLOT_MODE=both\nCG_PLOT_FILENAME=a{i}.pdf\n";
        assert_eq!(root.read(&format!("{FOLDER}/settings")), settings);
        root.write(PRELOADS, &(list + "libm.so.6\n"));
        let said = root.disable();
        assert!(said.starts_with("disabled\n"), "{said}");
        assert!(said.contains("was edited since: only our line is out"), "{said}");
        assert_eq!(root.read(PRELOADS), "libm.so.6\nlibm.so.6\n");
        assert!(!root.path(FOLDER).exists());
        assert_eq!(root.disable(), "nothing is enabled here\n");
    });
    Root::test(suite.seldom(), "two enable --system at once end as one", |root| {
        root.write(PRELOADS, "libm.so.6\n");
        let before = root.state();
        let enables = [(); 3].map(|()| {
            let mut command = root.cli(&["enable", "--system"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        });
        for enable in enables {
            enabled(&enable.wait_with_output().unwrap());
        }
        assert_eq!(root.read(PRELOADS).lines().count(), 2);
        root.disable();
        same(&root.state(), &before);
    });
    Root::test(suite, "an upgrade leaves one entry, and disable none", |root| {
        for list in [Some("libm.so.6"), None].into_iter().take(if tests_all() { 2 } else { 1 }) {
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
            assert_eq!(names(&root.path(FOLDER)).len(), 4);
            // As after a kill between the new receipt and the new entry.
            root.write(PRELOADS, &old);
            newer.disable();
            assert_eq!(fs_err::read_to_string(root.path(PRELOADS)).ok().as_deref(), list);
            same(&root.state(), &before);
        }
    });
    refused::add(suite);
    together::add(suite);
    cli_output::add(suite);
    stopped::add(suite);
    damaged::add(suite);
}

/// What the list of preloads may look like. `libm` is a library that every machine has. That there is none is
/// in another test.
const LISTS: [(&str, &str); 3] = [
    ("an empty list of preloads", ""),
    ("a list of preloads with other entries", "# ours\nlibm.so.6\n\n"),
    (
        "a list with several in a line, CRLF and no final newline",
        "# a\r\nlibm.so.6:libm.so.6 libm.so.6",
    ),
];

fn round_trip(root: &Root, list: &str) {
    root.write(PRELOADS, list);
    let path = root.path(PRELOADS);
    let old = SystemTime::UNIX_EPOCH + Duration::new(1_000_000_000, 123_456_789);
    fs_err::File::open(&path).unwrap().into_file().set_modified(old).unwrap();
    fs_err::set_permissions(path, PermissionsExt::from_mode(0o640)).unwrap();
    let before = root.state();
    root.enable(&["--mode", "both"]);
    let text = root.read(PRELOADS);
    assert!(text.starts_with(list), "{text}");
    assert!(text.ends_with("/libcg_plot_inject.so\n") && root.path(&root.hook).exists(), "{text}");
    assert_eq!(root.read(&format!("{FOLDER}/settings")), "CG_PLOT_MODE=both\n");
    // No entry is one that ld.so would complain of.
    assert!(!complains(root));
    root.disable();
    same(&root.state(), &before);
}

/// Whether a program there says anything, as ld.so does of an entry that it can't load.
fn complains(root: &Root) -> bool {
    let ended = told(&run(&mut root.command(&["env", "-i", "/bin/sh", "-c", "true"])));
    ended != (Some(0), String::new(), String::new())
}

/// The command with another payload: one letter in a comment of it differs.
fn another_version(root: &Root) -> PathBuf {
    let mut bytes = fs_err::read(cg_plot_capture()).unwrap();
    // A build without optimisation may have two copies of a constant.
    let found: Vec<usize> = memchr::memmem::find_iter(&bytes, b"Starts to wait.").collect();
    for at in found {
        bytes[at] = b's';
    }
    let path = root.scratch().join("another");
    program::write(&path, bytes);
    path
}
