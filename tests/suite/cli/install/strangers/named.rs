//! What `--python` names is its caller's own decision, and the receipt's word for it is enough to undo it.

use cg_plot_capture_tests::suite::Suite;

use super::super::machine::same;
use super::super::root::Root;
use super::{script, setup};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    let test = |suite: &mut Suite, name, test| Root::test_with_users(suite, name, test);
    let name =
        "a Python of another user's that --python names is enabled, and undone without a start";
    test(suite, name, |root| {
        setup(root);
        script(root, "", FOREIGN);
        let before = root.state();
        script(
            root,
            "python=/opt/x/bin/python3",
            r#"
        started() { [ -e /tmp/started ] || fails "it was not started"; rm /tmp/started; }
        quiet() {
            "$@" >/tmp/out 2>&1; code=$?
            [ "$code" = 0 ] || fails "$* ended with $code"
            [ ! -e /tmp/started ] || fails "started by $*"
        }
        hook=/opt/x/lib/$zip/sitecustomize.py
        /command enable --python $python >/tmp/out 2>&1 || fails enable
        started
        grep -q "/opt/x/bin/python3: preload" /tmp/out || fails "not in the report"
        quiet /command status
        grep -q "/opt/x/bin/python3: enabled, but not started as root, /opt/x/lib belongs to" /tmp/out ||
            fails "not in status"
        quiet /command status --json
        grep -q '"enabled": true' /tmp/out && grep -q '"/opt/x/bin/python3"' /tmp/out || fails "not in JSON"
        /command doctor --verbose >/tmp/out 2>&1
        [ ! -e /tmp/started ] || fails "started by doctor"
        grep -q "to look into it: cg-plot-capture doctor --python /opt/x/bin/python3)" /tmp/out ||
            fails "not in doctor"
        # Once more by nobody's name: what was decided stands.
        quiet /command enable
        [ -e $hook ] || fails "the hook is gone"
        quiet /command disable
        [ ! -e $hook ] || fails "the hook stands"
        rm /tmp/out
        "#,
        );
        let mut after = root.state();
        // What the commands said came and went there.
        let tmp = root.path("/tmp");
        after.insert(tmp.clone(), before[&tmp].clone());
        same(&after, &before);
    });
    let name =
        "where every Python is another user's, nothing is done and the --python line is named";
    test(suite, name, |root| {
        setup(root);
        script(
            root,
            "python=/opt/x/bin/python3",
            &format!(
                r#"{FOREIGN}
            export HOME=/opt/home; mkdir -p $HOME
            line="cg-plot-capture enable --python /opt/x/bin/python3"
            refused() {{
                hint=$1; shift
                find /opt /etc /usr/local -printf '%p %T@\n' >/tmp/before
                check 1 /command "$@"
                grep -q -- "$hint" /tmp/out || fails "$* does not say what to type"
                find /opt /etc /usr/local -printf '%p %T@\n' | cmp -s - /tmp/before || fails "$* changed something"
            }}
            reason="/opt/x/lib belongs to another user than root"
            export PATH=/opt/x/bin:/usr/bin:/bin
            refused "^hint: $line\$" enable
            refused "^hint: $line\$" enable --dry-run
            refused "^hint: $line\$" enable --json
            refused "^hint: cg-plot-capture enable --no-shell --mode both --python /opt/x/bin/python3\$" \
                enable --mode both --no-shell
            refused "^hint: cg-plot-capture enable --system --python /opt/x/bin/python3\$" enable --system
            refused "^problem: Python: no Python is left that root may start: .*; to fix it: $line\$" status
            refused "^problem: .*; to fix it: $line\$" status --json
            refused "^   $line\$" doctor
            /command demo >/tmp/out 2>&1
            [ ! -e /tmp/started ] || fails "started by demo"
            grep -q "^hint: cg-plot-capture demo --python /opt/x/bin/python3\$" /tmp/out || fails demo
            # It needs no more than that line.
            /command enable --python /opt/x/bin/python3 >/tmp/out 2>&1 || fails "$line"
            started enable
            /command status >/tmp/out 2>&1 || fails status
            [ ! -e /tmp/started ] || fails "started by status"
            /command doctor --verbose --python /opt/x/bin/python3 >/tmp/out 2>&1
            started doctor
            # And the demo no more than its own.
            XDG_CACHE_HOME=/dev/null/none /command demo --python /opt/x/bin/python3 >/tmp/out 2>&1
            started demo
            # Without a receipt it is not known whose decision that was.
            rm -r /opt/home/.local
            check 0 /command disable
            [ -e /opt/x/lib/$zip/sitecustomize.py ] || fails "looked into"
            "#
            ),
        );
    });
    let name = "undoing follows no link and waits for no pipe that another user has put there";
    test(suite, name, |root| {
        setup(root);
        script(
            root,
            "python=/opt/x/bin/python3",
            &format!(
                r#"{FOREIGN}
            hook=/opt/x/lib/$zip/sitecustomize.py
            undo() {{
                /command enable --python $python >/tmp/out 2>&1 || fails enable
                rm /tmp/started
                "$@"
                timeout 20 /command disable >/tmp/out 2>&1 || fails "disable behind $*"
                [ ! -e /tmp/started ] || fails "started behind $*"
                grep -q "sitecustomize.py is not ours any more: left as it is" /tmp/out || fails "$* is not told"
                rm -rf "/opt/x/lib/$zip"
            }}
            pipe() {{ rm "$hook"; mkfifo "$hook"; }}
            link() {{ cp "$hook" /etc/sitecustomize.py; rm "$hook"; ln -s /etc/sitecustomize.py "$hook"; }}
            folder() {{
                link
                mkdir -p /etc/cache; touch /etc/cache/sitecustomize.x.pyc
                rm -rf "/opt/x/lib/$zip/__pycache__"; ln -s /etc/cache "/opt/x/lib/$zip/__pycache__"
            }}
            undo pipe
            undo link
            undo folder
            [ -e /etc/sitecustomize.py ] && [ -e /etc/cache/sitecustomize.x.pyc ] || fails "another's is gone"
            "#
            ),
        );
    });
}

/// A real Python whose library another user owns, and which tells that it was started.
const FOREIGN: &str = r#"
real; tells "lib/$version/encodings/__init__.py"; chown user /opt/x/lib
started() {
    [ -e /tmp/started ] || fails "$1 did not start it"
    rm /tmp/started
}
"#;
