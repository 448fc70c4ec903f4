//! What GitHub reads in `.github`. Nothing here can run it, so that linters read it first.

use cg_plot_capture_tests::matplotlib::try_venv_with;
use cg_plot_capture_tests::prelude::*;

/// GitHub's own schemas, and a linter for what a workflow lets others do.
const LINTERS: [&str; 2] = ["check-jsonschema", "zizmor"];

/// A schema, and the files that it is for.
const SCHEMAS: [(&str, &[&str]); 3] = [
    ("vendor.github-workflows", &["workflows/ci.yml", "workflows/release.yml"]),
    ("vendor.dependabot", &["dependabot.yml"]),
    ("vendor.github-issue-forms", &["ISSUE_TEMPLATE/bug.yml", "ISSUE_TEMPLATE/feature.yml"]),
];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.test("a release's notes are its section of the changelog", || {
        let notes = |version| run(Command::new(workspace().join(".ci/release-notes")).arg(version));
        let found = String::from_utf8(notes("Unreleased").stdout).unwrap();
        assert!(found.contains("### Added\n") && !found.contains("\n## ["), "{found}");
        let missing = notes("0.0.1");
        assert!(!missing.status.success() && missing.stdout.is_empty());
    });
    if !tests_all() {
        return;
    }
    let linters = Interpreter::newest().and_then(|python| try_venv_with(&python, &LINTERS));
    suite.needing("the workflows and forms are as GitHub wants them", linters, |python| {
        let folder = workspace().join(".github");
        let linter = |name: &str| {
            let mut command = Command::new(python.with_file_name(name));
            command.current_dir(&folder);
            command
        };
        for (schema, files) in SCHEMAS {
            let mut check = linter("check-jsonschema");
            succeed(check.args(["--builtin-schema", schema]).args(files));
        }
        succeed(linter("zizmor").args(["--offline", "--no-progress", "."]));
    });
}
