//! Under `sudo` where `HOME` and other variables are another user's: root looks into none of what they name.

use cg_plot_capture_tests::prelude::*;

use super::super::root::Root;
use super::{script, setup};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    let test = |suite: &mut Suite, name, test| Root::test_with_users(suite, name, test);
    let name = "root reads, starts and writes nothing in a home that is not its own";
    test(suite, name, |root| {
        at_home(
            root,
            r#"
            apart /command status
            apart /command status --json
            for place in .pyenv/versions/x .local/share/uv/python/y .; do
                path=/home/user/bin/python3
                [ $place = . ] || path=/home/user/$place/bin/python3
                grep -q "\"path\": \"$path\"" /tmp/out || fails "$path is not named"
            done
            apart /command doctor --verbose
            apart /command disable
            apart /command disable --json
            # What root has enabled for itself starts Pythons, and none of that user's packages.
            HOME=/root /command enable >/tmp/out 2>&1 || fails enable
            [ ! -e /tmp/started ] || fails "started by enable"
            apart /command status
            [ "$code" = 0 ] || fails "status ended with $code"
            apart /command doctor --verbose
            grep -q "a message came from plain" /tmp/out || fails "doctor started nothing"
            apart /command disable
            [ "$code" = 0 ] && [ ! -e /usr/local/lib/cg-plot-capture-root ] || fails "not disabled"
        "#,
        );
    });
    let name = "root enables beside a home that belongs to nobody who is known";
    test(suite, name, |root| {
        at_home(
            root,
            r#"
            chown -R 4321 /home/user
            apart /command enable --dry-run --json
            apart /command enable
            [ "$code" = 0 ] || fails "enable ended with $code"
            grep -q "^enabled in /usr/local/lib/cg-plot-capture-root" /tmp/out || fails "not enabled"
            apart /command status
            apart /command disable
            [ "$code" = 0 ] && [ ! -e /usr/local/lib/cg-plot-capture-root ] || fails "not disabled"
        "#,
        );
    });
    let name = "no variable leads what root starts to another user's files";
    test(suite, name, |root| {
        setup(root);
        script(
            root,
            "",
            r#"
        rm -r /opt/x
        mkdir /home/user/lib
        echo 'import os; os.system("echo lib >>/tmp/started")' >/home/user/lib/sitecustomize.py
        cp /home/user/lib/sitecustomize.py /home/user/lib/usercustomize.py
        for name in env true sh; do
            printf '#!/bin/sh\necho program >>/tmp/started\n' >/home/user/lib/$name
            chmod 755 /home/user/lib/$name
        done
        chown -R user /home/user
        /command enable >/tmp/out 2>&1 || fails enable
        export PATH="/home/user/lib:$PATH"
        for name in PYTHONPATH PYTHONHOME PYTHONUSERBASE MPLCONFIGDIR XDG_CONFIG_HOME TMPDIR; do
            export $name=/home/user/lib
            /command doctor --verbose >/tmp/out 2>&1
            [ ! -e /tmp/started ] || { cat /tmp/started; fails "started by $name"; }
            grep -q "$name: left out of what is started here, /home/user belongs to" /tmp/out ||
                fails "$name is not named"
            grep -q "a message came from plain" /tmp/out || fails "$name: doctor started nothing"
            unset $name
        done
        # Of root's own they stay.
        mkdir /opt/lib
        export PYTHONPATH=/opt/lib
        /command doctor --verbose >/tmp/out 2>&1
        ! grep -q "left out" /tmp/out || fails "root's own is left out"
        "#,
        );
    });
    let name = "root makes nothing where another user may put something else in its place";
    test(suite, name, |root| {
        setup(root);
        script(
            root,
            "",
            r#"
        rm -r /opt/x
        mkdir /home/user/tmp; chown -R user /home/user
        # The payload goes into a folder that stays root's.
        TMPDIR=/home/user/tmp /command run -o /opt/plots -- /bin/sh -c 'echo $LD_PRELOAD' >/tmp/out 2>&1 ||
            fails run
        grep -q "^/tmp/cg-plot-capture-" /tmp/out || fails "run"
        # So does the installation.
        export XDG_DATA_HOME=/home/user/data
        /command enable >/tmp/out 2>&1 || fails enable
        grep -q "^enabled in /usr/local/lib/cg-plot-capture-root" /tmp/out || fails place
        grep -q "/home/user/data/cg-plot-capture: left out, /home/user belongs to" /tmp/out || fails named
        /command disable >/tmp/out 2>&1 || fails disable
        XDG_DATA_HOME=/tmp/data
        /command enable --dry-run >/tmp/out 2>&1 || fails dry
        grep -q "/tmp/data/cg-plot-capture: left out, /tmp is writable by everybody" /tmp/out || fails sticky
        unset XDG_DATA_HOME
        # A shell file that is only a link into another user's home.
        echo true >/home/user/rc; chown user /home/user/rc; ln -s /home/user/rc ~root/.bashrc
        /command enable >/tmp/out 2>&1 || fails enable
        grep -q "$(echo ~root)/.bashrc: left out, /home/user belongs to" /tmp/out || fails "the link is not named"
        [ "$(cat /home/user/rc)" = true ] || fails "written to"
        # A receipt, or settings, that others have written.
        folder=/usr/local/lib/cg-plot-capture-root
        chown user $folder/settings; echo CG_PLOT_MODE=both >$folder/settings
        /command status >/tmp/out 2>&1
        grep -q "CG_PLOT_MODE=display" /tmp/out && grep -q "settings belongs to" /tmp/out || fails settings
        chown user $folder/receipt.json
        for command in status doctor enable disable; do
            /command $command >/tmp/out 2>&1
            [ $? = 1 ] || fails "$command acts on it"
            grep -q "^error: $folder/receipt.json belongs to another user than root" /tmp/out || fails $command
        done
        chown root $folder/receipt.json
        # A payload that others may change is loaded by nothing that root starts.
        chmod 777 $folder/payload-*/cg_plot_capture
        /command doctor --verbose >/tmp/out 2>&1
        grep -q "^[0-9]. .*and so run code as you" /tmp/out || fails "the payload is not named"
        ! grep -q "a message came from" /tmp/out || fails "it was loaded"
        /command disable >/tmp/out 2>&1 || fails disable
        "#,
        );
    });
    let name = "doctor shows no figure in a venv whose packages another user may replace";
    test(suite, name, |root| {
        setup(root);
        script(
            root,
            "",
            r#"
        rm -r /opt/x
        /opt/python/bin/python3 -I -m venv --without-pip /opt/x || exit 8
        packages=/opt/x/lib/$version/site-packages
        echo 'import os; os.system("echo x >>/tmp/started")' >$packages/sitecustomize.py
        /command enable >/tmp/out 2>&1 || fails enable
        export PATH="/opt/x/bin:$PATH"
        # As it is, it is root's own.
        /command doctor --verbose >/tmp/out 2>&1
        [ -e /tmp/started ] || fails "doctor did not start it"
        rm /tmp/started
        chown user $packages
        reason="site-packages belongs to another user than root"
        check any /command doctor --verbose
        check any /command doctor --json
        chown root $packages
        rm $packages/sitecustomize.py
        mkdir /home/user/lib; echo /home/user/lib >$packages/a.pth; chown user /home/user/lib
        reason="/home/user/lib belongs to another user than root"
        check any /command doctor --verbose
        "#,
        );
    });
    let need = Root::need_users().and_then(|python| tool("gcc").map(|_| python));
    let name = "root starts no Python that names a library of another user's";
    suite.needing(name, need, |python| shared_library(&Root::new(&python)));
}

/// A home of another user's, who left something of ours in each place that is looked into.
const HOME: &str = r#"
rm -r /opt/x
mkdir -p /home/user/.pyenv/versions/x/bin /home/user/.local/share/uv/python/y/bin /home/user/bin
for folder in .pyenv/versions/x .local/share/uv/python/y .; do
    printf '#!/bin/sh\necho x >>/tmp/started\n' >/home/user/$folder/bin/python3
    chmod 755 /home/user/$folder/bin/python3
done
packages=/home/user/.local/lib/${version}/site-packages
mkdir -p $packages
echo 'import os; os.system("echo packages >>/tmp/started")' >$packages/a.pth
echo 'if [ -r x ]; then . x; fi # cg-plot-capture' >/home/user/.bashrc
mkfifo /home/user/.profile
chown -R user /home/user
export HOME=/home/user PATH="/home/user/bin:$PATH"
# Its exit code; nothing there was started or changed.
apart() {
    find /home/user -printf '%p %U %m %T@\n' >/tmp/before
    timeout 100 "$@" >/tmp/out 2>&1; code=$?
    [ ! -e /tmp/started ] || { cat /tmp/started; fails "started by $*"; }
    find /home/user -printf '%p %U %m %T@\n' | cmp -s - /tmp/before || fails "$* changed something"
    case $* in
        *--json*) grep -q '"path": "/home/user"' /tmp/out || fails "$* does not name the home" ;;
        *) grep -q "/home/user: left out, /home/user belongs to" /tmp/out || fails "$* does not name the home" ;;
    esac
}
"#;

/// Runs a script in such a home.
#[track_caller]
fn at_home(root: &Root, lines: &str) {
    setup(root);
    script(root, "", &format!("{HOME}{lines}"));
}

fn shared_library(root: &Root) {
    setup(root);
    root.write("/tmp/program.c", "extern int tells(void); int main(void) { return tells(); }\n");
    root.write(
        "/tmp/library.c",
        "#include <stdlib.h>\n\
        __attribute__((constructor)) static void start(void) { system(\"echo x >>/tmp/started\"); }\n\
        int tells(void) { return 0; }\n",
    );
    script(
        root,
        "",
        r#"
        rm /opt/x/bin/python3
        mkdir -p /opt/x/own /opt/x/lib/python3/lib-dynload
        touch /opt/x/lib/python3/os.py
        gcc -shared -fPIC -o /opt/x/own/libtells.so /tmp/library.c || exit 8
        gcc -o /opt/x/bin/python3 /tmp/program.c -L/opt/x/own -ltells -Wl,-rpath,'$ORIGIN/../own' || exit 8
        # As it is, it is root's own.
        /command status >/tmp/out 2>&1 || fails status
        [ -e /tmp/started ] || fails "it was not started"
        rm /tmp/started
        chown user /opt/x/own/libtells.so
        reason="own/libtells.so belongs to another user than root"
        check 0 /command status
        chown root /opt/x/own/libtells.so
        # It would be looked for there first.
        chmod 777 /opt/x/own
        reason="/opt/x/own is writable by everybody"
        check 0 /command status
        "#,
    );
}
