//! The files and folders of this tree that pages name: each is there.

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::source;

use super::page::all;

/// The folders that a path of ours begins with.
const FOLDERS: [&str; 5] = ["cli/", "docs/", "inject/", "sitecustomize/", "tests/"];

/// CPython's, the readers' own, and what a command makes.
const OTHERS: [&str; 8] = [
    "getpath.py",
    "script.py",
    "work.py",
    "growth.py",
    "solution.py",
    "test_growth.py",
    "examples/all.py",
    "tests/fuzz/artifacts",
];

/// Of a module's path, pages may name the end.
pub(super) fn are_there() {
    let folders = FOLDERS.map(|folder| workspace().join(folder));
    let sources: Vec<_> = ["rs", "py"]
        .iter()
        .flat_map(|suffix| folders.iter().flat_map(|folder| source::files(folder, suffix)))
        .collect();
    let (mut count, mut missing) = (0, BTreeSet::new());
    for page in all() {
        let is_inside = |c: char| c.is_alphanumeric() || "_./-".contains(c);
        let modules = page.text.split(|c: char| !is_inside(c)).filter(|word| {
            word.len() > 3
                && !word.starts_with("//")
                && (word.ends_with(".rs") || word.ends_with(".py"))
        });
        let paths = page.code.iter().map(String::as_str).filter(|code| {
            FOLDERS.iter().any(|folder| code.starts_with(folder)) && !code.contains(['*', '{', ' '])
        });
        for name in modules.chain(paths).filter(|name| !OTHERS.contains(name)) {
            count += 1;
            if !workspace().join(name).exists() && !sources.iter().any(|path| path.ends_with(name))
            {
                missing.insert(format!("{}: {name}", page.name));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(count > 50, "{count}");
}
