//! Tests of plans: carried out, failing and undone.

use std::path::{Path, PathBuf};

use crate::edit::{
    Edit, EditError, EditReceipt, LineEdit, LinePosition, Plan, PlanFailure, Record, staging,
};

const LINE: &str = "x # ours";

fn receipt(folder: &Path) -> EditReceipt<()> {
    EditReceipt::new(folder.join("data/ours"), ())
}

fn line(path: PathBuf) -> Edit {
    let line = LINE.to_owned();
    Edit::Line(LineEdit { path, line, place: LinePosition::End, stale: vec![], alone: false })
}

fn file(path: PathBuf) -> Edit {
    Edit::File { path, bytes: b"new\n".into(), mode: 0o600, derived: None }
}

fn carry_out(
    edits: Vec<Edit>,
    old: Option<&EditReceipt<()>>,
    at: &Path,
    prepare: impl FnOnce() -> Result<(), EditError>,
) -> Result<EditReceipt<()>, PlanFailure<EditError>> {
    let base = old.cloned().unwrap_or_else(|| receipt(at));
    let plan = Plan::new(edits, &base).expect("planned");
    let new = plan.receipt(&base, ());
    plan.carry_out(&new, old, prepare).map(|()| new)
}

fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut open = vec![folder.to_owned()];
    let mut found = vec![];
    while let Some(path) = open.pop() {
        match std::fs::read_dir(&path) {
            Ok(entries) => {
                open.extend(entries.flatten().map(|entry| entry.path()));
                found.push((path, vec![]));
            }
            Err(_) => found.push((path.clone(), std::fs::read(path).expect("read"))),
        }
    }
    found.sort();
    found
}

#[test]
fn a_plan_is_carried_out_and_undone() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("rc"), "a \\\n").expect("written");
    let before = contents(folder.path());
    let edits = || {
        vec![
            file(at("data/ours/settings")),
            Edit::Folder(at("made")),
            file(at("made/new")),
            Edit::Folder(at("made")),
            line(at("rc")),
            line(at("none")),
        ]
    };
    let first = carry_out(edits(), None, folder.path(), || Ok(())).expect("done");
    assert_eq!(std::fs::read(at("rc")).expect("read"), b"a \\\n\nx # ours\n");
    let again = carry_out(edits(), Some(&first), folder.path(), || Ok(())).expect("done");
    assert_eq!(first, again);
    let mut read = EditReceipt::<()>::parse(
        &std::fs::read(at("data/ours/receipt.json")).expect("read"),
        &at("data/ours"),
        |_| true,
    )
    .expect("whole");
    assert_eq!(read, first);
    let undone = read.undo();
    assert_eq!((undone.failed.len(), undone.kept.len(), read.records.len()), (0, 0, 0));
    std::fs::remove_file(at("data/ours/settings")).expect("removed");
    assert_eq!(staging::end(&read).expect("ended"), Vec::<PathBuf>::new());
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn a_failing_edit_rolls_back_those_before_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("rc"), "a\n").expect("written");
    let first = carry_out(vec![line(at("rc"))], None, folder.path(), || Ok(())).expect("done");
    let before = contents(folder.path());
    let edits = vec![Edit::Folder(at("made")), file(at("made/new")), file(at("missing/new"))];
    let failed = carry_out(edits, Some(&first), folder.path(), || Ok(())).expect_err("failed");
    assert_eq!((failed.path, failed.is_left), (Some(at("missing/new")), false));
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn an_edit_that_can_t_be_rolled_back_stays_recorded() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let first = carry_out(vec![line(at("rc"))], None, folder.path(), || Ok(())).expect("done");
    let plan = Plan::new(vec![file(at("new")), file(at("missing/new"))], &first).expect("planned");
    let new = plan.receipt(&first, ());
    let kept = first.with_left(&new, &[at("new")].into());
    let paths: Vec<&Path> = kept.records.iter().map(Record::path).collect();
    assert_eq!(paths, [at("rc"), at("new")]);
}

#[test]
fn a_path_that_somebody_else_changed_is_not_reported_as_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let edits = || vec![file(at("first")), file(at("new"))];
    let prepare = || Ok(std::fs::write(at("new"), "theirs")?);
    let failed = carry_out(edits(), None, folder.path(), prepare).expect_err("failed");
    assert_eq!((failed.path, failed.is_left), (Some(at("new")), false));
    assert_eq!(std::fs::read(at("new")).expect("read"), b"theirs");
    assert!(!at("first").exists());
}
