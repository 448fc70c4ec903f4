//! What another user may put or replace is never started, imported, read or written to by root, and is
//! named: each command, and each way in which something can be another user's.

use std::os::unix::fs::PermissionsExt;

use cg_plot_capture_tests::prelude::*;

use super::root::Root;
use super::stop::said;

mod home;
mod named;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for way in WAYS {
        let name = format!("root starts no Python that another user may replace: {}", way.name);
        suite.needing(&name, Root::need_users(), move |python| tried(&Root::new(&python), way));
    }
    let name = "root starts a Python whose group has no other members";
    Root::test_with_users(suite, name, |root| {
        setup(root);
        script(
            root,
            "",
            "chgrp empty /opt/x/bin; chmod 775 /opt/x/bin
        /command status >/tmp/out 2>&1 || fails status
        [ -e /tmp/started ] || fails 'it was not started'",
        );
        succeed(&mut root.cli(&["status"]));
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
    home::add(suite);
    named::add(suite);
}

/// A way in which the program `/opt/x/bin/python3` may be another user's.
struct Way {
    name: &'static str,
    /// What root types to make it so.
    script: &'static str,
    /// What is said.
    reason: &'static str,
    /// Whether it is tried by every command; all are in the long tier.
    by_each: bool,
}

const fn way(name: &'static str, script: &'static str, reason: &'static str) -> Way {
    Way { name, script, reason, by_each: false }
}

impl Way {
    const fn by_each(self) -> Self {
        Self { by_each: true, ..self }
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
os.setxattr(\"/opt/x/bin\", \"system.posix_acl_access\", struct.pack(\"<I\", 2) + b\"\".join(entries))'", "/opt/x/bin is writable by others than root, by its access control list").by_each(),
    way("the owner of its folder", "others; chown user /opt/x/bin; chmod 555 /opt/x/bin", "/opt/x/bin belongs to another user than root"),
    way("everybody's right to write into its folder", "others; chmod 1777 /opt/x/bin", "/opt/x/bin is writable by everybody"),
    way("the own group of a user, on its folder", "others; chgrp user /opt/x/bin; chmod 2775 /opt/x/bin", "/opt/x/bin is writable by its group"),
    way("a group that has no name", "others; chgrp 4321 /opt/x/bin; chmod 775 /opt/x/bin", "/opt/x/bin is writable by its group"),
    way("the owner of a folder above", "others; chown user /opt/x", "/opt/x belongs to another user than root"),
    way("a read-only mount of another user's folder", "others; chown user /opt/x; mount --bind /opt/x /opt/x; mount -o remount,bind,ro /opt/x", "/opt/x belongs to another user than root"),
    way("a link of another user's to a program of root's", "mv /opt/x/bin/python3 /usr/local/bin/tool; mkdir /home/user/bin
            ln -s /usr/local/bin/tool /home/user/bin/link; ln -s /home/user/bin/link /opt/x/bin/python3
            chown -h user /home/user/bin/link", "/home/user/bin/link belongs to another user than root"),
    way("the folder of a link on the way", "mv /opt/x/bin/python3 /usr/local/bin/tool; mkdir /home/user/bin
            ln -s ../../../usr/local/bin/tool /home/user/bin/link
            ln -s ../../../home/user/bin/link /opt/x/bin/python3; chown user /home/user/bin", "/home/user/bin belongs to another user than root"),
    way("a folder that is a link into another user's home", "others; mv /opt/x /home/user/x; ln -s /home/user/x /opt/x; chown user /home/user", "/home/user belongs to another user than root"),
    way("the interpreter of a script", "mv /opt/x/bin/python3 /home/user/sh; chown user /home/user/sh
            echo '#!/home/user/sh' >/opt/x/bin/python3; chmod 755 /opt/x/bin/python3", "/home/user/sh belongs to another user than root"),
    way("what a script hands over to", "mv /opt/x/bin/python3 /home/user/python3; chown user /home/user/python3
            printf '#!/bin/sh\\nexec /home/user/python3 \"$@\"\\n' >/opt/x/bin/python3
            chmod 755 /opt/x/bin/python3", "/home/user/python3 belongs to another user than root"),
    way("the folder of its library", "real; tells lib/$version/encodings/__init__.py; chown user /opt/x/lib", "/opt/x/lib belongs to another user than root").by_each(),
    way("one file of its library", "real; tells lib/$version/encodings/__init__.py
            chown user /opt/x/lib/$version/encodings/__init__.py", "encodings/__init__.py belongs to another user than root"),
    way("where its library is only a link", "real; tells lib/$version/encodings/__init__.py
            mv /opt/x/lib /home/user/lib; ln -s /home/user/lib /opt/x/lib; chown user /home/user/lib", "/home/user/lib belongs to another user than root"),
    way("a library that it would find if its own is gone", "real; tells lib/$version/encodings/__init__.py
            mkdir /tmp/lib; mv /opt/x/lib/$version /tmp/lib/$version; mv /opt/x /tmp/x; ln -s /tmp/x /opt/x
            chown user /tmp/lib", "/tmp/lib belongs to another user than root"),
    way("the folder at its zip file's path", "real; mkdir /opt/x/lib/$zip; tells lib/$zip/sitecustomize.py; chown user /opt/x/lib/$zip", "zip belongs to another user than root"),
    way("a package of its own", "real; tells lib/$version/site-packages/sitecustomize.py
            chown user /opt/x/lib/$version/site-packages/sitecustomize.py", "sitecustomize.py belongs to another user than root"),
    way("a folder that its packages add", "real; mkdir /opt/x/other; tells other/sitecustomize.py
            echo /opt/x/other >/opt/x/lib/$version/site-packages/a.pth; chown user /opt/x/other", "/opt/x/other belongs to another user than root"),
    way("the base of its venv", "real; tells lib/$version/encodings/__init__.py; mv /opt/x /home/user/x; mkdir -p /opt/x/bin
            cp /home/user/x/bin/$version /opt/x/bin/python3
            echo home = /home/user/x/bin >/opt/x/pyvenv.cfg; chown user /home/user/x", "/home/user/x belongs to another user than root"),
];

/// The commands that look for Pythons, with what they have to end with and to say.
const COMMANDS: &str = r#"
real() {
    rm -r /opt/x; mv /opt/python /opt/x
    ln -sf "$version" /opt/x/bin/python3
    # Its own, so that one can be changed.
    cp -rL "/opt/x/lib/$version/encodings" /opt/x/encodings
    rm "/opt/x/lib/$version/encodings"; mv /opt/x/encodings "/opt/x/lib/$version/encodings"
    python=/opt/x/bin/python3
}
# Into a new file, and none that was there is given away: those of a private copy may be the interpreter's.
tells() {
    # Before there is an open().
    echo 'import posix; posix.close(posix.open("/tmp/started", posix.O_CREAT | posix.O_WRONLY, 0o666))' >/tmp/text
    [ ! -e "/opt/x/$1" ] || cat "/opt/x/$1" >>/tmp/text
    mv /tmp/text "/opt/x/$1"
}
# Programs that we start by their names.
others() {
    for name in true sh env; do cp /opt/x/bin/python3 /opt/x/bin/$name; done
}
fails() {
    echo "$*"; cat /tmp/out; exit 9
}
# The exit code, and the words of the command.
check() {
    expected=$1; shift
    "$@" >/tmp/out 2>&1; code=$?
    [ ! -e /tmp/started ] || { cat /tmp/started; fails "started by $*"; }
    [ "$expected" = any ] || [ "$code" = "$expected" ] || fails "$* ended with $code"
    case $* in
        *--json*) grep -q "\"/opt/x/bin/python3\"" /tmp/out || fails "$* does not name it" ;;
        *) grep -q "/opt/x/bin/python3: left out, " /tmp/out || fails "$* does not name it" ;;
    esac
    grep -q "$reason" /tmp/out || fails "$* does not say why"
}
"#;

/// Two of those that change nothing: which problem a way is, one function says to every command.
const SOME: &str = r#"
export PATH="/opt/x/bin:$PATH"
check 0 /command status
check 0 /command enable --dry-run --json
"#;

/// Those that change nothing.
const QUICK: &str = r#"
export PATH="/opt/x/bin:$PATH"
check 0 /command status
check 0 /command status --json
check 1 /command doctor --verbose
check 1 /command doctor --json
check 0 /command enable --dry-run
check 0 /command enable --dry-run --json
check 0 /command enable --system --dry-run
check 0 /command disable
check 0 /command disable --json
check 1 /command demo
"#;

/// The rest.
const ENABLED: &str = r#"
check any /command enable
check any /command enable --json
check 0 /command status
check any /command doctor --verbose
folder=/usr/local/lib/cg-plot-capture-root
[ -e $folder ] || fails "not enabled"
# With the receipt nobody is looked for, and without it those that may be started are.
rm $folder/receipt.json
check 0 /command disable
[ ! -e $folder ] || fails "not disabled"
check any /command enable --system
check any /command enable --system --json
rm /usr/local/lib/cg-plot-capture/receipt.json
check 0 /command disable --system --json
"#;

fn setup(root: &Root) {
    let bin = root.path("/opt/x/bin");
    fs_err::create_dir_all(&bin).unwrap();
    root.program("/opt/x/bin/python3", STRANGER);
    root.write("/etc/group", "root:x:0:\nstaff:x:50:user\nempty:x:51:root\nuser:x:1000:\n");
}

/// Runs a script as that machine's root, behind the functions above; it must succeed.
#[track_caller]
fn script(root: &Root, variables: &str, script: &str) {
    let version = root.python.file_name().unwrap().to_str().unwrap();
    let zip = version.replace('.', "") + ".zip";
    let script = format!("set -u; version={version} zip={zip} {variables}\n{COMMANDS}{script}");
    let output = run(&mut root.command(&["sh", "-c", &script]));
    assert!(output.status.success(), "{}", said(&output));
}

fn tried(root: &Root, way: &Way) {
    setup(root);
    // It needs no environment to say whose Python it is.
    let variables = format!("reason='{}'; export XDG_CACHE_HOME=/dev/null/none", way.reason);
    let commands = if way.by_each || tests_all() { [QUICK, ENABLED].concat() } else { SOME.into() };
    // Some of them end otherwise where no Python is left.
    let root = if way.by_each || tests_all() { root.with_pythons() } else { root.clone() };
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
