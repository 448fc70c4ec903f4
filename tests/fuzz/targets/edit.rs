//! Whatever a file holds, and whatever its owner makes of it meanwhile: edits are undone, alone and whole.

#![no_main]
#![allow(dead_code, unused_imports, reason = "the command uses more of it")]

use std::path::{Path, PathBuf};

use edit::{Edit, EditError, LineEdit, LinePosition, Plan, EditReceipt, staging};
use libfuzzer_sys::fuzz_target;
use source::{edit, file};

#[path = "../../../cli/src"]
mod source {
    pub mod edit;
    pub mod file;
}

const LINES: [&str; 2] = ["first # ours", "second # ours"];

// A letter for the place and for what happens, the file, and behind a NUL what its owner appends.
fuzz_target!(|data: &[u8]| {
    let Some((how, data)) = data.split_first() else { return };
    let place = [LinePosition::Start, LinePosition::End, LinePosition::Entry][usize::from(how % 3)];
    let mut parts = data.splitn(2, |byte| *byte == 0);
    let [text, appended] = [(); 2].map(|()| parts.next().unwrap_or_default());
    if LINES.iter().any(|line| [text, appended].iter().any(|text| edit::line::has(text, line))) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("rc"), text).expect("written");
    let before = entries(folder.path());

    let edits = |line: usize| {
        let stale = LINES.iter().filter(|one| **one != LINES[line]).map(|one| (*one).to_owned());
        let line = LineEdit { path: at("rc"), line: LINES[line].into(), place, stale: stale.collect(), alone: false };
        let file = |name: &str| Edit::File {
            path: at(name),
            bytes: line.line.clone().into_bytes(),
            mode: 0o600,
            derived: None,
        };
        vec![Edit::Folder(at("made")), file("made/own"), Edit::Line(line)]
    };
    let first = carry_out(edits(0), None, folder.path()).expect("first");
    let mut receipt = match how & 0x40 {
        0 => first,
        _ => carry_out(edits(1), Some(&first), folder.path()).expect("second"),
    };
    // One that fails leaves what it found.
    let now = entries(folder.path());
    let failing = [edits(0), vec![Edit::Folder(at("missing/folder"))]].concat();
    assert!(carry_out(failing, Some(&receipt), folder.path()).is_err());
    assert_eq!(entries(folder.path()), now);

    let with_us = std::fs::read(at("rc")).expect("read");
    std::fs::write(at("rc"), [&with_us, appended].concat()).expect("written");
    let undone = receipt.undo();
    assert!(undone.failed.is_empty() && receipt.records.is_empty(), "{undone:?}");
    assert_eq!(staging::end(&receipt).expect("ended"), Vec::<PathBuf>::new());
    let after = std::fs::read(at("rc")).expect("read");
    if appended.is_empty() {
        assert_eq!(entries(folder.path()), before);
    } else {
        assert!(!LINES.iter().any(|line| edit::line::has(&after, line)));
        let rest = after.strip_prefix(text).expect("their text");
        let rest = rest.strip_suffix(appended).expect("what they appended");
        assert!(rest.iter().all(|byte| b"\r\n".contains(byte)), "{rest:?}");
        assert!(text.is_empty() || text.ends_with(b"\n") || !rest.is_empty());
    }
});

fn carry_out(
    edits: Vec<Edit>,
    old: Option<&EditReceipt<()>>,
    folder: &Path,
) -> Result<EditReceipt<()>, EditError> {
    let base = old.cloned().unwrap_or_else(|| EditReceipt::new(folder.join("data/ours"), ()));
    let plan = Plan::new(edits, &base)?;
    let new = plan.receipt(&base, ());
    plan.carry_out(&new, old, || Ok(())).map(|()| new).map_err(|failed| failed.error)
}

/// What is in a folder, but for the receipt.
fn entries(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut open = vec![folder.to_owned()];
    let mut found = vec![];
    while let Some(path) = open.pop() {
        match std::fs::read_dir(&path) {
            Ok(inner) => {
                open.extend(inner.flatten().map(|entry| entry.path()));
                found.push((path, vec![]));
            }
            Err(_) if path.ends_with("receipt.json") => {}
            Err(_) => found.push((path.clone(), std::fs::read(path).expect("read"))),
        }
    }
    found.sort();
    found
}
