//! The fields that scripts may rely on.

use serde_json::Value;

use cg_plot_capture_tests::prelude::*;

use super::page::page;

/// What `--json` prints is on the page, and what is there is printed.
pub(super) fn are_named(python: &Interpreter) {
    let home = Home::new();
    fs_err::write(home.path().join("stream"), "noise\n").unwrap();
    let program = python.program.to_str().unwrap();
    let text = page("docs/INSTALLING.md").text;
    let mut of_interpreters = BTreeSet::new();
    for given in [
        &["enable", "--dry-run", "--python", program][..],
        &["status"],
        &["disable"],
        &["collect", "stream", "-o", "plots"],
    ] {
        let printed = succeed(&mut home.cli(&[given, &["--json"]].concat()));
        let printed: Value = serde_json::from_str(&printed).unwrap();
        let row = format!("\n| `{}` | ", given[0]);
        let (_, row) = text.split_once(&row).expect("a row");
        let named = outer(row.lines().next().unwrap());
        assert_eq!(keys(&printed), named, "{}", given[0]);
        let interpreters = printed["interpreters"].as_array().into_iter().flatten();
        of_interpreters.extend(interpreters.flat_map(keys));
    }
    let (_, paragraph) = text.split_once("Each of `interpreters` has").expect("what they have");
    let paragraph = paragraph.split("\n\n").next().unwrap();
    let mut named = outer(paragraph);
    // Which has some of them alone.
    assert!(named.remove("status"));
    assert_eq!(of_interpreters, named);
}

fn keys(value: &Value) -> BTreeSet<String> {
    value.as_object().unwrap().keys().cloned().collect()
}

/// What stands in back quotes, and in no brackets.
fn outer(text: &str) -> BTreeSet<String> {
    let mut depth = 0;
    let outside: String = text
        .chars()
        .filter(|character| {
            depth += i32::from(*character == '(') - i32::from(*character == ')');
            depth == 0
        })
        .collect();
    outside.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
