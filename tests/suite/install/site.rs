//! Where an installation can't be is said before the first change, and by the dry run too.

use cg_plot_capture_tests::command::succeed;
use cg_plot_capture_tests::suite::Suite;

use super::machine::same;
use super::root::Root;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    Root::test(suite, "a home that is mounted noexec is refused, and another folder helps", noexec);
    Root::test(suite, "enable --system is refused where its folder is mounted noexec", system);
}

/// Has every program say "refused" that ends with 1, names the reason and the hint, and changes
/// nothing below a folder.
const REFUSED: &str = r#"
refused() {
    state=$(find "$folder" -printf '%p %m %T@\n')
    "$@" >/tmp/out 2>/tmp/err; code=$?
    [ "$code" = 1 ] && [ ! -s /tmp/out ] && grep -q "$reason" /tmp/err &&
        grep -q "^hint: .*$hint" /tmp/err && [ "$state" = "$(find "$folder" -printf '%p %m %T@\n')" ] ||
        { echo "$* ended with $code"; cat /tmp/out /tmp/err; exit 7; }
    rm /tmp/out /tmp/err
}
"#;

/// Runs a script of the test's as that machine's root; it must succeed.
fn script(root: &Root, script: &str) {
    let script = format!("{REFUSED}{script}");
    succeed(&mut root.command(&["sh", "-c", &script, "sh", root.python.to_str().unwrap()]));
}

fn noexec(root: &Root) {
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
}

fn system(root: &Root) {
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
    let mut after = root.state();
    // The files of what a command said came and went.
    let tmp = root.path("/tmp");
    after.insert(tmp.clone(), before[&tmp].clone());
    same(&after, &before);
}
