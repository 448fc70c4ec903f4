//! Where an installation can't be is said before the first change, and by the dry run too.

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::shell;

use super::machine::same;
use super::root::Root;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for (name, file) in SCRIPTS {
        Root::test(suite, name, move |root| {
            fs_err::create_dir(root.path("/opt/mounted")).unwrap();
            let before = root.state();
            script(root, &[file]);
            if file == "noexec_system" {
                same(&root.state(), &before);
            }
        });
    }
    for (name, file) in AS_USER {
        Root::test_with_users(suite, name, move |root| script(root, &["as_user", file]));
    }
}

/// Tests and their scripts.
const SCRIPTS: [(&str, &str); 2] = [
    ("a home that is mounted noexec is refused, and another folder helps", "noexec_home"),
    ("enable --system is refused where its folder is mounted noexec", "noexec_system"),
];

/// Those that take a user who is not root.
const AS_USER: [(&str, &str); 3] = [
    ("a home that can't be written is refused, by the dry run too", "unwritable"),
    ("root makes nothing in another user's home", "others_home"),
    ("disable stops at a folder that is not writable, and goes on once it is", "locked"),
];

/// Runs scripts of `tests/scripts/site` as that machine's root; they must succeed.
fn script(root: &Root, names: &[&str]) {
    let script = shell("site", &["refused"]) + &shell("site", names);
    succeed(&mut root.command(&["sh", "-c", &script, "sh", root.python.to_str().unwrap()]));
}
