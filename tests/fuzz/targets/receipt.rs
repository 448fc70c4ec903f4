//! Whatever a receipt holds, what is read of it lets nothing be removed unseen, and reads back as it was when it
//! is written again.

#![no_main]
#![allow(dead_code, unused_imports, reason = "the command uses more of it")]

use std::path::Path;

use edit::{EditReceipt, Record};
use libfuzzer_sys::fuzz_target;
use source::{edit, file};

#[path = "../../../cli/src"]
mod source {
    pub mod edit;
    pub mod file;
}

/// Where it lies; nothing is there.
const FOLDER: &str = "/nowhere/ours";

fn parse(text: &[u8]) -> Option<EditReceipt<serde_json::Value>> {
    EditReceipt::parse(text, Path::new(FOLDER), |line| line.ends_with("# ours")).ok()
}

fuzz_target!(|text: &[u8]| {
    let Some(receipt) = parse(text) else { return };
    for record in &receipt.records {
        assert!(record.path().is_absolute(), "{record:?}");
        match record {
            Record::File { hashes, .. } => assert!(!hashes.is_empty(), "{record:?}"),
            Record::Line { lines, .. } => {
                assert!(lines.iter().all(|line| line.ends_with("# ours")), "{record:?}");
            }
            Record::Folder { .. } => {}
        }
    }
    let again = parse(&serde_json::to_vec(&receipt).expect("written"));
    assert_eq!(again.as_ref(), Some(&receipt));
});
