//! Where an installation can't be is said before the first change, and by the dry run too.

use cg_plot_capture_tests::prelude::*;

use super::machine::same;
use super::root::Root;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    Root::test(
        suite,
        "a home that is mounted noexec is refused, and another folder helps",
        |root| {
            fs_err::create_dir(root.path("/opt/mounted")).unwrap();
            script(
                root,
                r#"
        mount -t tmpfs -o noexec,mode=755 none /opt/mounted || exit 8
        export HOME=/opt/mounted/home
        mkdir "$HOME"; echo true >"$HOME/.bashrc"
        folder=/opt/mounted reason=noexec hint=XDG_DATA_HOME
        refused /command enable --python "$1"
        refused /command enable --python "$1" --no-shell
        refused /command enable --python "$1" --dry-run
        export XDG_DATA_HOME=/opt/data
        /command enable --python "$1" && bash -c '. ~/.bashrc; ls /' && /command disable || exit 9
        [ "$(cat "$HOME/.bashrc")" = true ] && [ ! -e /opt/data ]
        "#,
            );
        },
    );
    Root::test(suite, "enable --system is refused where its folder is mounted noexec", |root| {
        let before = root.state();
        script(
            root,
            r#"
        mount -t tmpfs -o noexec,mode=755 none /usr/local/lib || exit 8
        folder=/usr/local reason=noexec hint=without
        refused /command enable --system
        refused /command enable --system --dry-run
        "#,
        );
        same(&root.state(), &before);
    });
    let name = "a home that can't be written is refused, by the dry run too";
    Root::test_with_users(suite, name, |root| {
        script(
            root,
            &format!(
                r#"{AS_USER}
            folder=/home/user hint=XDG_DATA_HOME
            for path in /home/user /home/user/.local/share /home/user/.local/share/cg-plot-capture; do
                mkdir -p "$path" && chown -R 1000:1000 /home/user && chmod 555 "$path" || exit 8
                reason="^error: $path is not writable"
                refused user /command enable
                refused user /command enable --dry-run
                chmod 755 "$path"
            done
            mount -t tmpfs -o ro,mode=755 none /home/user || exit 9
            reason="^error: /home/user is not writable"
            refused env HOME=/home/user /command enable --dry-run
            "#
            ),
        );
    });
    let name = "root makes nothing in another user's home";
    Root::test_with_users(suite, name, |root| {
        script(
            root,
            &format!(
                r#"{AS_USER}
            echo true >/home/user/.bashrc
            folder=/home/user reason="^error: /home/user belongs to another user than root" hint=--system
            export HOME=/home/user
            refused /command enable
            refused /command enable --dry-run
            export SUDO_USER=user
            refused /command enable --user
            # It is enabled for that user by himself, and for everybody by root.
            user /command enable >/dev/null && user /command disable || exit 8
            /command enable --system --no-shell && /command disable --system || exit 9
            # Nobody's, as a container's root has it.
            unset SUDO_USER && chown 4321 /home/user
            /command enable --dry-run >/dev/null || exit 10
            "#
            ),
        );
    });
    let name = "disable stops at a folder that is not writable, and goes on once it is";
    Root::test_with_users(suite, name, |root| {
        script(
            root,
            &format!(
                r#"{AS_USER}
            # Where no hook of a user's own comes in between.
            export XDG_DATA_HOME=/home/user/data/share
            mkdir /home/user/.local && chown 1000:1000 /home/user/.local
            for locked in /home/user/data/share /home/user/data /home/user; do
                before=$(state /home/user)
                user /command enable >/dev/null || exit 8
                chmod 555 "$locked"
                for again in 1 2; do
                    user /command disable >/tmp/out 2>&1 && exit 9
                    grep -q ": $locked is not writable" /tmp/out || {{ cat /tmp/out; exit 10; }}
                done
                [ -e "$XDG_DATA_HOME/cg-plot-capture/receipt.json" ] || exit 11
                chmod 755 "$locked"
                user /command disable || exit 12
                [ "$before" = "$(state /home/user)" ] || exit 13
            done
            "#
            ),
        );
    });
}

/// Has every program say "refused" that ends with 1, names the reason and the hint, and changes
/// nothing below a folder.
const REFUSED: &str = r#"
# The time of a folder is that of what came and went in it.
state() {
    find "$1" -type d -printf '%p %m\n' -o -printf '%p %m %T@\n'
}
refused() {
    state=$(state "$folder")
    "$@" >/tmp/out 2>/tmp/err; code=$?
    [ "$code" = 1 ] && [ ! -s /tmp/out ] && grep -q "$reason" /tmp/err &&
        grep -q "^hint: .*$hint" /tmp/err && [ "$state" = "$(state "$folder")" ] ||
        { echo "$* ended with $code"; cat /tmp/out /tmp/err; exit 7; }
    rm /tmp/out /tmp/err
}
"#;

/// Runs a script of the test's as that machine's root; it must succeed.
fn script(root: &Root, script: &str) {
    let script = format!("{REFUSED}{script}");
    succeed(&mut root.command(&["sh", "-c", &script, "sh", root.python.to_str().unwrap()]));
}

/// The words that run as that machine's user, with a home of his own.
const AS_USER: &str = r#"
chown 1000:1000 /home/user
user() {
    # The interpreter of the test may be in a home of root's.
    setpriv --reuid=1000 --regid=1000 --clear-groups env HOME=/home/user PATH=/none "$@"
}
"#;
