//! Where `--system` is refused, and nothing is changed.

use std::os::unix::fs::{PermissionsExt, chown, symlink};

use cg_plot_capture_tests::prelude::*;

use super::super::machine::{enabled, same};
use super::super::root::{PRELOADS, Root};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    Root::test(suite, "enable --system is refused where others may write", |root| {
        root.write("/etc/group", "root:x:0:user\n");
        let refused = |reason: &str| refused(root, reason);
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
    });
    Root::test(suite, "enable --system is refused where the list is no plain file", |root| {
        let refused = |reason: &str| refused(root, reason);
        root.write("/etc/list", "");
        symlink("list", root.path(PRELOADS)).unwrap();
        refused("/etc/ld.so.preload is a link: left alone");
        fs_err::remove_file(root.path(PRELOADS)).unwrap();
        fs_err::create_dir(root.path(PRELOADS)).unwrap();
        refused("/etc/ld.so.preload is not a file: left alone");
        fs_err::remove_dir(root.path(PRELOADS)).unwrap();
        fs_err::hard_link(root.path("/etc/list"), root.path(PRELOADS)).unwrap();
        refused("/etc/ld.so.preload has another hard link");
    });
    Root::test(suite, "enable --system is refused where 32-bit programs run too", |root| {
        let folder = root.path("/lib32");
        fs_err::create_dir_all(&folder).unwrap();
        // What a 32-bit program for the 386 begins with.
        let head = [b"\x7fELF\x01\x01\x01", &[0; 9][..], &[3, 0, 3, 0]].concat();
        fs_err::write(folder.join("ld-linux.so.2"), head).unwrap();
        // By that path or by a link to it, where the machine has one.
        refused(root, "/ld-linux.so.2: they would complain");
    });
    Root::test(suite, "enable --system is refused where a program can tell", |root| {
        let script = "#!/bin/sh\nif [ -n \"$LD_PRELOAD\" ]; then echo no >&2; fi\n";
        root.program("/usr/local/bin/true", script);
        let reason = "true does not run under the preload as without it";
        let (_, _, said) = told(&root.refused(&mut root.cli(&["enable", "--system"]), 1, reason));
        assert!(said.contains("stderr: no\nhint: nothing was changed"), "{said}");
    });
    Root::test(suite, "under sudo enable asks for whom", sudo);
    let name = "root does nothing that another user's receipt asks for";
    Root::test_with_users(suite, name, |root| {
        root.write("/etc/secret", "kept");
        let folder = root.path("/home/user/.local/share/cg-plot-capture");
        fs_err::create_dir_all(&folder).unwrap();
        // As a user would write it by hand who wants root to remove that file.
        let receipt = r#"{"form": 2, "folder": "/home/user/.local/share/cg-plot-capture", "made": [],
        "records": [{"edit": "file", "path": "/etc/secret", "hashes":
        ["79f076abdd19a752db7267bfff2f9022161d120dea919fdaca2ffdfc24ca8c96"]}], "metadata": {}}"#;
        fs_err::write(folder.join("receipt.json"), receipt).unwrap();
        chown(&folder, Some(1000), Some(1000)).unwrap();
        for arguments in [["disable"], ["enable"]] {
            let words = [&["env", "HOME=/home/user", "/command"][..], &arguments].concat();
            root.refused(&mut root.command(&words), 1, "belongs to another user than root");
        }
    });
}

#[track_caller]
fn refused(root: &Root, reason: &str) {
    root.refused(&mut root.cli(&["enable", "--system"]), 1, reason);
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
    assert!(said(&output).contains("root's disable --system undoes that"), "{}", said(&output));
    succeed(&mut sudo(&["disable", "--system"]));
    same(&root.state(), &before);
}
