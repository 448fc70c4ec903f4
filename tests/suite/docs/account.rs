//! The commands on the pages that are not run here, and who runs them instead.

use std::sync::LazyLock;

use serde_json::Value;

use cg_plot_capture_tests::prelude::*;

use super::page::all;

/// A page, how a command on it begins, and a part of the name of the test that runs it.
const ELSEWHERE: [(&str, &str, &str); 15] = [
    ("README.md", "cargo run --release -- demo", "demo: four scripts, seven figures and a page"),
    // A build in release takes minutes; the tests run the same binary.
    ("README.md", "cargo install --path cli", "the help screens are those in the files"),
    ("README.md", "python3 -m pip install .", "the wheel's quick start"),
    ("README.md", "python3 script.py", "the wheel's quick start"),
    ("README.md", "import base64", "protocol: the reader of the README"),
    ("docs/RECIPES.md", "python3 -m pip install \"$WHEEL\"", "the wheel's quick start"),
    ("docs/RECIPES.md", "python3 -m pip install /tmp/", "the wheel's quick start"),
    ("docs/RECIPES.md", "python -m pip install \"$WHEEL\"", "the wheel's quick start"),
    ("docs/INSTALLING.md", "sh dist/install.sh dist", "install.sh installs the command"),
    ("docs/INSTALLING.md", "python3 -m pip install ./", "the wheel's quick start"),
    (
        "docs/INSTALLING.md",
        "python3 -m pip install 'cg-plot-capture[seaborn,plotnine] @",
        "the wheel's extras bring seaborn and plotnine",
    ),
    ("docs/GRADING.md", "", "grading: the exercises of the page"),
    ("docs/PROTOCOL.md", "import base64", "protocol: the reader in Python"),
    ("docs/PROTOCOL.md", "const { spawn }", "protocol: the reader in JavaScript"),
    ("docs/PROTOCOL.md", "use std::io", "protocol: the reader in Rust"),
];

/// Whether a command is run by another test, or is a run of tests itself.
pub(super) fn is_elsewhere(page: &str, command: &str) -> bool {
    let known = ELSEWHERE.iter().any(|(on, start, _)| *on == page && command.starts_with(start));
    known || is_ours(command)
}

/// Whether a command is one of the workspace's, which take minutes to hours.
fn is_ours(command: &str) -> bool {
    let program = without_variables(command);
    ["cargo test", "cargo bench", ".ci/"].iter().any(|start| program.starts_with(start))
}

fn without_variables(command: &str) -> &str {
    match command.split_once(' ') {
        Some((word, rest)) if word.contains('=') => without_variables(rest),
        _ => command,
    }
}

/// The list is a promise only as long as both of its ends exist.
pub(super) fn is_true() {
    let listed = names();
    let pages = all();
    for (name, start, test) in ELSEWHERE {
        assert!(listed.contains(test), "no test is called {test:?}");
        let page = pages.iter().find(|page| page.name == name).expect(name);
        let mut commands = page.blocks.iter().flat_map(|block| block.commands());
        assert!(commands.any(|command| command.starts_with(start)), "{name} has no {start:?}");
    }
}

/// Commands of the workspace name packages, targets, tests and scripts that are there.
pub(super) fn names_what_is_there() {
    let described = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(workspace())
        .output()
        .unwrap();
    let described: Value = serde_json::from_slice(&described.stdout).unwrap();
    let list = |value: &Value| value.as_array().unwrap().clone();
    let packages = list(&described["packages"]);
    let mut count = 0;
    for page in all() {
        let commands = page.blocks.iter().flat_map(|block| block.commands());
        for command in commands.chain(page.code.clone()).filter(|command| is_ours(command)) {
            count += 1;
            let program = without_variables(&command);
            if program.starts_with(".ci/") {
                let script = workspace().join(program.split(' ').next().unwrap());
                succeed(Command::new("bash").arg("-n").arg(script));
                continue;
            }
            let (cargo, given) = program.split_once(" -- ").unwrap_or((program, ""));
            let option = |name: &str| {
                let mut words = cargo.split_whitespace().skip_while(|word| *word != name);
                words.nth(1).map(|word| Value::from(word.to_owned()))
            };
            let package = option("--package");
            let package = package.map(|name| packages.iter().find(|one| one["name"] == name));
            let bench = cargo.starts_with("cargo bench");
            let target = option("--test").or(bench.then(|| "benchmark".into()));
            if let Some(package) = package {
                let package = package.unwrap_or_else(|| panic!("{}: {command}", page.name));
                let mut targets = list(&package["targets"]).into_iter();
                let is_there = |name| targets.any(|one| one["name"] == name);
                assert!(target.is_none_or(is_there), "{}: {command}", page.name);
            }
            // A part of the name of a test of the suite, in quotes.
            if let Some(filter) = given.split('"').nth(1).filter(|it| *it != "part of a name") {
                assert!(names().contains(filter), "{}: {command}", page.name);
            }
        }
    }
    assert!(count > 5, "{count}");
}

/// The names of all tests of the suite, listed once: to look for all that they need takes seconds.
pub(crate) fn names() -> &'static str {
    static NAMES: LazyLock<String> =
        LazyLock::new(|| succeed(Command::new(std::env::current_exe().unwrap()).arg("--list")));
    &NAMES
}
