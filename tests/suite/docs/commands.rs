//! The commands of a page, typed one after the other by a reader who has one Python.

use std::os::unix::fs::symlink;

use cg_plot_capture_tests::prelude::*;

use super::account::is_elsewhere;
use super::page::{Block, Page, all};
use super::reader::Reader;
use crate::cli::install::root::{FOLDER, PRELOADS, Root};

/// What readers of pages begin with, and what they have at the end.
const READERS: [(&str, bool, &[&str]); 4] = [
    ("README.md", false, &["plots/index.html"]),
    ("docs/RECIPES.md", false, &["plots/index.html", "plots/all_1.png", "plots/anna/index.html"]),
    ("docs/SETTINGS.md", true, &["plots/script_001.pdf"]),
    ("docs/TROUBLESHOOTING.md", true, &["plots/index.html", "stream.jsonl", "plot_1.png"]),
];

/// What stands under this leaves `disable` nothing to do.
const BY_HAND: &str = "Removing it by hand";

/// The commands of a page that this reader types, heading by heading, block by block.
pub(super) fn typed(page: &Page) -> Vec<(&str, Vec<String>)> {
    let typed = |block: &Block| {
        let commands = block.commands().into_iter();
        let commands = commands.filter(|command| !is_elsewhere(&page.name, command));
        commands.filter(|command| !is_root_s(command)).collect::<Vec<_>>()
    };
    let blocks = page.blocks.iter().map(|block| (&*block.heading, typed(block)));
    blocks.filter(|(_, commands)| !commands.is_empty()).collect()
}

fn is_root_s(command: &str) -> bool {
    command.starts_with("sudo ")
}

/// Types them. Whatever the page says, nothing of ours is left at its end.
pub(super) fn run(python: &Interpreter, page: &Page) {
    let reader = Reader::new(python);
    let before = reader.paths();
    let known = READERS.iter().find(|(name, ..)| *name == page.name);
    let (_, enabled, left) = known.copied().unwrap_or_default();
    let mut under = None;
    for (heading, commands) in typed(page) {
        if enabled && under != Some(heading) && !reader.is_enabled() {
            reader.types("cg-plot-capture enable");
        }
        under = Some(heading);
        reader.types(&commands.join("\n"));
    }
    for file in left {
        let file = reader.folder.join(file);
        assert!(file.exists(), "{} left no {}", page.name, file.display());
    }
    if under == Some(BY_HAND) {
        assert!(reader.types("cg-plot-capture status").starts_with("not enabled"));
    } else {
        reader.types("cg-plot-capture disable");
    }
    let after = reader.paths();
    let differs: Vec<_> = before.symmetric_difference(&after).collect();
    assert!(differs.is_empty(), "{differs:?}");
}

/// What the pages say to root, on a machine of the test's own.
pub(super) fn run_as_root(python: &Interpreter) {
    let root = Root::new(python);
    symlink("/command", root.path("/usr/local/bin/cg-plot-capture")).unwrap();
    root.program("/usr/local/bin/sudo", "#!/bin/sh\nexec \"$@\"\n");
    let mut typed = BTreeSet::new();
    for page in all() {
        for block in &page.blocks {
            let commands = block.commands().into_iter();
            // What was typed once is not typed again.
            let commands: Vec<_> = commands
                .filter(|command| is_root_s(command) && typed.insert(command.clone()))
                .collect();
            let Some(first) = commands.first() else { continue };
            if !first.contains(" enable ") {
                root.enable(&[]);
            }
            succeed(&mut root.command(&["sh", "-euc", &commands.join("\n")]));
            let list = fs_err::read_to_string(root.path(PRELOADS)).unwrap_or_default();
            assert!(list.is_empty() && !root.path(FOLDER).exists(), "{}: {list}", page.name);
        }
    }
    assert!(typed.len() > 3, "{typed:?}");
}
