//! `enable --system`, on a machine of the test's own.

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, SystemTime};

use cg_plot_capture_tests::prelude::*;

use super::machine::{enabled, same};
use super::root::{FOLDER, PRELOADS, Root};
use super::stop::said;

mod cli_output;
mod damaged;
mod refused;
mod stopped;
mod together;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for (name, text) in LISTS {
        let name = format!("enable --system and disable leave as it was: {name}");
        suite.needing(&name, Root::need(), move |python| round_trip(&Root::new(&python), *text));
    }
    Root::test(suite, "enable --system reaches programs without any variable", |root| {
        let report = root.enable(&[]);
        let python = root.python.to_str().unwrap();
        assert!(report.contains(&format!("{python}: preload, hook")), "{report}");
        let maps = [
            "env",
            "-i",
            "/bin/sh",
            "-c",
            "while read line; do echo \"$line\"; done </proc/$$/maps",
        ];
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
    });
    Root::test(suite, "enable --system twice keeps the first list and all settings", |root| {
        root.write(PRELOADS, "libm.so.6");
        let before = root.state();
        root.enable(&["--mode", "both"]);
        let list = root.read(PRELOADS);
        root.enable(&["--filename", "a{i}.pdf"]);
        assert_eq!(root.read(PRELOADS), list);
        assert_eq!(
            root.read(&format!("{FOLDER}/settings")),
            "CG_PLOT_MODE=both\nCG_PLOT_FILENAME=a{i}.pdf\n"
        );
        assert!(root.disable().starts_with("disabled\n"));
        assert_eq!(root.disable(), "nothing is enabled here\n");
        same(&root.state(), &before);
    });
    Root::test(suite.seldom(), "two enable --system at once end as one", |root| {
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
    });
    Root::test(suite, "an edit of the list of preloads survives disable --system", |root| {
        root.write(PRELOADS, "libm.so.6\n");
        root.enable(&[]);
        root.write(PRELOADS, &(root.read(PRELOADS) + "libm.so.6\n"));
        let said = root.disable();
        assert!(said.contains("was edited since: only our line is out"), "{said}");
        assert_eq!(root.read(PRELOADS), "libm.so.6\nlibm.so.6\n");
        assert!(!root.path(FOLDER).exists());
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
    });
    refused::add(suite);
    together::add(suite);
    cli_output::add(suite);
    stopped::add(suite);
    damaged::add(suite);
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

/// The command with another payload: one letter in a comment of it differs.
fn another_version(root: &Root) -> std::path::PathBuf {
    let mut bytes = fs_err::read(cg_plot_capture()).unwrap();
    let text = b"Starts to wait.";
    // A build without optimisation may have two copies of a constant.
    let found: Vec<usize> = memchr::memmem::find_iter(&bytes, text).collect();
    for at in found {
        bytes[at] = b's';
    }
    let path = root.scratch().join("another");
    program::write(&path, bytes);
    path
}
