//! What another user may put or replace is never started, imported, read or written to by root, and is
//! named: each command, and each way in which something can be another user's.

use std::os::unix::fs::PermissionsExt;

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::shell;

use super::machine::same;
use super::root::Root;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for way in WAYS {
        let name = format!("root starts no Python that another user may replace: {}", way.name);
        let suite = suite.seldom_if(way.seldom);
        suite.needing(&name, Root::need_users(), move |python| tried(&Root::new(&python), way));
    }
    for (name, files) in SCRIPTS {
        let need = Root::need_users().and_then(|python| match files {
            ["shared_library"] => tool("gcc").map(|_| python),
            _ => Ok(python),
        });
        suite.needing(name, need, |python| {
            let root = Root::new(&python);
            setup(&root);
            script(&root, "", &shell("other_users", files));
        });
    }
    let name =
        "a Python of another user's that --python names is enabled, and undone without a start";
    Root::test_with_users(suite, name, |root| {
        setup(root);
        script(root, "", &shell("other_users", &["foreign"]));
        let before = root.state();
        script(root, "", &shell("other_users", &["named"]));
        let mut after = root.state();
        // What the commands said came and went there.
        let tmp = root.path("/tmp");
        after.insert(tmp.clone(), before[&tmp].clone());
        same(&after, &before);
    });
    let name = "who is root in a namespace of one user alone finds what that user does";
    suite.needing(name, Interpreter::debian().and_then(|_| alone()), |words| {
        let folder = tempfile::tempdir().unwrap();
        // Where that user reads it.
        let command = folder.path().join("command");
        program::copy(cg_plot_capture(), &command);
        fs_err::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let mut status = Command::new(words[0]);
        status.args(&words[1..]).arg(&command).arg("status").current_dir("/");
        status.env_clear().env("HOME", folder.path()).env("PATH", "/usr/bin:/bin");
        let said = succeed(&mut status);
        assert!(said.contains("/usr/bin/python3.") && !said.contains("left out"), "{said}");
    });
}

/// Tests that are scripts of `tests/scripts/other_users`, one behind the other.
const SCRIPTS: [(&str, &[&str]); 9] = [
    ("root starts a Python whose group has no other members", &["empty_group"]),
    (
        "root reads, starts and writes nothing in a home that is not its own",
        &["in_home", "own_home"],
    ),
    (
        "root enables beside a home that belongs to nobody who is known",
        &["in_home", "unknown_home"],
    ),
    ("no variable leads what root starts to another user's files", &["variables"]),
    (
        "root makes nothing where another user may put something else in its place",
        &["in_its_place"],
    ),
    (
        "doctor shows no figure in a venv whose packages another user may replace",
        &["venv_packages"],
    ),
    ("root starts no Python that names a library of another user's", &["shared_library"]),
    (
        "where every Python is another user's, nothing is done and the --python line is named",
        &["foreign", "none_left"],
    ),
    (
        "undoing follows no link and waits for no pipe that another user has put there",
        &["foreign", "undone"],
    ),
];

/// A way in which the program `/opt/x/bin/python3` may be another user's.
struct Way {
    name: &'static str,
    /// What root types to make it so.
    script: &'static str,
    /// What is said.
    reason: &'static str,
    /// Whether it is tried by every command; all are in the long tier.
    by_each: bool,
    /// Whether it is tried in the long tier only, because another is of its kind.
    seldom: bool,
}

const fn way(name: &'static str, script: &'static str, reason: &'static str) -> Way {
    Way { name, script, reason, by_each: false, seldom: false }
}

impl Way {
    const fn by_each(self) -> Self {
        Self { by_each: true, ..self }
    }

    const fn seldom(self) -> Self {
        Self { seldom: true, ..self }
    }
}

/// A program that tells that it was started, as root or as anybody else.
const STRANGER: &str = "#!/bin/sh\necho \"$0 $*\" >>/tmp/started\n";

const WAYS: &[Way] = &[
    way("its owner", "chown user /opt/x/bin/python3", "/opt/x/bin/python3 belongs to another user than root").by_each(),
    way("everybody's right to write", "chmod 757 /opt/x/bin/python3", "/opt/x/bin/python3 is writable by everybody"),
    way("its group, which has a member", "chgrp staff /opt/x/bin/python3; chmod 775 /opt/x/bin/python3", "/opt/x/bin/python3 is writable by its group"),
    way("an access control list", "/opt/python/bin/$version -c '
import os, struct
entries = (1, 7, -1), (2, 7, 1000), (4, 5, -1), (16, 7, -1), (32, 5, -1)
entries = [struct.pack(\"<HHi\", *entry) for entry in entries]
os.setxattr(\"/opt/x/bin\", \"system.posix_acl_access\", struct.pack(\"<I\", 2) + b\"\".join(entries))'", "/opt/x/bin is writable by others than root, by its access control list"),
    way("the owner of its folder", "others; chown user /opt/x/bin; chmod 555 /opt/x/bin", "/opt/x/bin belongs to another user than root"),
    way("everybody's right to write into its folder", "others; chmod 1777 /opt/x/bin", "/opt/x/bin is writable by everybody").seldom(),
    way("the own group of a user, on its folder", "others; chgrp user /opt/x/bin; chmod 2775 /opt/x/bin", "/opt/x/bin is writable by its group").seldom(),
    way("a group that has no name", "others; chgrp 4321 /opt/x/bin; chmod 775 /opt/x/bin", "/opt/x/bin is writable by its group").seldom(),
    way("the owner of a folder above", "others; chown user /opt/x", "/opt/x belongs to another user than root").seldom(),
    way("a read-only mount of another user's folder", "others; chown user /opt/x; mount --bind /opt/x /opt/x; mount -o remount,bind,ro /opt/x", "/opt/x belongs to another user than root"),
    way("a link of another user's to a program of root's", "mv /opt/x/bin/python3 /usr/local/bin/tool; mkdir /home/user/bin
            ln -s /usr/local/bin/tool /home/user/bin/link; ln -s /home/user/bin/link /opt/x/bin/python3
            chown -h user /home/user/bin/link", "/home/user/bin/link belongs to another user than root"),
    way("the folder of a link on the way", "mv /opt/x/bin/python3 /usr/local/bin/tool; mkdir /home/user/bin
            ln -s ../../../usr/local/bin/tool /home/user/bin/link
            ln -s ../../../home/user/bin/link /opt/x/bin/python3; chown user /home/user/bin", "/home/user/bin belongs to another user than root").seldom(),
    way("a folder that is a link into another user's home", "others; mv /opt/x /home/user/x; ln -s /home/user/x /opt/x; chown user /home/user", "/home/user belongs to another user than root"),
    way("the interpreter of a script", "mv /opt/x/bin/python3 /home/user/sh; chown user /home/user/sh
            echo '#!/home/user/sh' >/opt/x/bin/python3; chmod 755 /opt/x/bin/python3", "/home/user/sh belongs to another user than root"),
    way("what a script hands over to", "mv /opt/x/bin/python3 /home/user/python3; chown user /home/user/python3
            printf '#!/bin/sh\\nexec /home/user/python3 \"$@\"\\n' >/opt/x/bin/python3
            chmod 755 /opt/x/bin/python3", "/home/user/python3 belongs to another user than root"),
    way("the folder of its library", "real; tells lib/$version/encodings/__init__.py; chown user /opt/x/lib", "/opt/x/lib belongs to another user than root"),
    way("one file of its library", "real; tells lib/$version/encodings/__init__.py
            chown user /opt/x/lib/$version/encodings/__init__.py", "encodings/__init__.py belongs to another user than root").seldom(),
    way("where its library is only a link", "real; tells lib/$version/encodings/__init__.py
            mv /opt/x/lib /home/user/lib; ln -s /home/user/lib /opt/x/lib; chown user /home/user/lib", "/home/user/lib belongs to another user than root").seldom(),
    way("a library that it would find if its own is gone", "real; tells lib/$version/encodings/__init__.py
            mkdir /tmp/lib; mv /opt/x/lib/$version /tmp/lib/$version; mv /opt/x /tmp/x; ln -s /tmp/x /opt/x
            chown user /tmp/lib", "/tmp/lib belongs to another user than root").seldom(),
    way("the folder at its zip file's path", "real; mkdir /opt/x/lib/$zip; tells lib/$zip/sitecustomize.py; chown user /opt/x/lib/$zip", "zip belongs to another user than root"),
    way("a package of its own", "real; tells lib/$version/site-packages/sitecustomize.py
            chown user /opt/x/lib/$version/site-packages/sitecustomize.py", "sitecustomize.py belongs to another user than root").seldom(),
    way("a folder that its packages add", "real; mkdir /opt/x/other; tells other/sitecustomize.py
            echo /opt/x/other >/opt/x/lib/$version/site-packages/a.pth; chown user /opt/x/other", "/opt/x/other belongs to another user than root"),
    way("the base of its venv", "real; tells lib/$version/encodings/__init__.py; mv /opt/x /home/user/x; mkdir -p /opt/x/bin
            cp /home/user/x/bin/$version /opt/x/bin/python3
            echo home = /home/user/x/bin >/opt/x/pyvenv.cfg; chown user /home/user/x", "/home/user/x belongs to another user than root"),
];

fn setup(root: &Root) {
    let bin = root.path("/opt/x/bin");
    fs_err::create_dir_all(&bin).unwrap();
    root.program("/opt/x/bin/python3", STRANGER);
    root.write("/etc/group", "root:x:0:\nstaff:x:50:user\nempty:x:51:root\nuser:x:1000:\n");
}

/// Runs a script as that machine's root, behind the functions that all have; it must succeed.
#[track_caller]
fn script(root: &Root, variables: &str, script: &str) {
    let version = root.python.file_name().unwrap().to_str().unwrap();
    let zip = version.replace('.', "") + ".zip";
    let functions = shell("other_users", &["functions"]);
    let script = format!("set -u; version={version} zip={zip} {variables}\n{functions}{script}");
    succeed(&mut root.command(&["sh", "-c", &script]));
}

fn tried(root: &Root, way: &Way) {
    setup(root);
    // It needs no environment to say whose Python it is.
    let variables = format!("reason='{}'; export XDG_CACHE_HOME=/dev/null/none", way.reason);
    let by_each = way.by_each || tests_all();
    let commands = shell("other_users", if by_each { &["quick", "enabled"] } else { &["some"] });
    // Some of them end otherwise where no Python is left.
    let root = if by_each { root.with_pythons() } else { root.clone() };
    script(&root, &variables, &format!("{{ {}; }} || exit 8\n{commands}", way.script));
}

/// What makes such a namespace.
fn alone() -> Result<Vec<&'static str>, String> {
    let user = ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups"];
    let words: Vec<&str> = match nix::unistd::geteuid().is_root() {
        true => [&user[..], &["unshare", "-r"]].concat(),
        false => vec!["unshare", "-r"],
    };
    let made = Command::new(words[0]).args(&words[1..]).arg("true").output();
    match made.is_ok_and(|output| output.status.success()) {
        true => Ok(words),
        false => Err("no user may make a namespace".to_owned()),
    }
}
