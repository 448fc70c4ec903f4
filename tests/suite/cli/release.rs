//! A release: the script that installs it, the workflows that build it, and what a build says of itself.

use cg_plot_capture_tests::prelude::*;

mod install_script;
mod musl;
mod version;
mod workflows;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    install_script::add(suite);
    musl::add(suite);
    version::add(suite);
    workflows::add(suite);
    suite.needing("the scripts of a release are clean", tool("shellcheck"), |shellcheck| {
        let scripts =
            ["install.sh", ".ci/release", ".ci/release-notes", ".ci/try-release", ".ci/wheel"];
        succeed(Command::new(shellcheck).args(scripts).current_dir(workspace()));
        let lines = fs_err::read_to_string(workspace().join("install.sh")).unwrap().lines().count();
        assert!(lines < 60, "install.sh has {lines} lines");
    });
}
