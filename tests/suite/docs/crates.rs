//! The crates of the command: few, and what the large ones bring stands on the page.

use std::collections::BTreeSet;
use std::process::Command;

use cg_plot_capture_tests::command::{run, workspace};

use super::page::page;

/// How many there may be, the command itself and build scripts' included.
const MOST: usize = 80;

/// What a crate may bring without a word.
const UNSAID: usize = 5;

/// Those of the command, counted as in the page's table.
pub(super) fn are_few() {
    let text = page("DESIGN.md").text;
    let all = crates("cg-plot-capture", &[]);
    assert!(all.len() <= MOST, "{}: {all:#?}", all.len());
    assert!(text.contains(&format!("The command has {} crates", all.len())), "{}", all.len());
    for name in crates("cg-plot-capture", &["--depth", "1"]) {
        let own = crates(&name, &[]).len() - 1;
        let rows = text.lines().filter(|line| line.starts_with("| `"));
        let said = rows
            .clone()
            .any(|row| row.contains(&format!("`{name}`")) && row.contains(&own.to_string()));
        assert!(own <= UNSAID || name == "cg-plot-capture" || said, "{name}: {own}");
    }
}

/// The crates that one is built of, itself included, by name.
fn crates(name: &str, options: &[&str]) -> BTreeSet<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "tree",
        "-p",
        name,
        "-e",
        "normal,build",
        "--prefix",
        "none",
        "--locked",
        "--offline",
    ]);
    let output = run(cargo.args(options).current_dir(workspace()));
    let text = String::from_utf8(output.stdout).unwrap();
    // Two versions of one are two.
    let names = text.lines().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "));
    let names: BTreeSet<String> = names.filter(|name| !name.is_empty()).collect();
    assert!(!names.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    match options {
        [] => names,
        _ => names.iter().map(|name| name.split(' ').next().unwrap().to_owned()).collect(),
    }
}
