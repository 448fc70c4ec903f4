//! Whatever stands in a receipt, what is read of it lets `disable` remove nothing unseen outside our own
//! folder, and reads back as it was when it is written again.

#![no_main]
#![allow(dead_code, reason = "the command uses more of it")]

use std::path::{Component, Path};

use install::receipt::{Receipt, Record};
use libfuzzer_sys::fuzz_target;

#[path = "../../../cli/src/error.rs"]
mod error;
#[path = "../../../cli/src/file.rs"]
mod file;
#[path = "../../../cli/src/talk.rs"]
mod talk;

#[path = "../../../cli/src/install"]
mod install {
    pub mod marked;
    pub mod shape;
    pub mod surroundings;

    /// Which one it is plays no part here.
    pub mod interpreter {
        pub struct Interpreter {
            pub executable: std::path::PathBuf,
        }
    }

    pub mod receipt {
        pub(crate) use form::{Receipt, Record};

        mod form;
        mod moved;
    }
}

/// Where it lies; nothing is there.
const FOLDER: &str = "/nowhere/ours";

fuzz_target!(|text: &[u8]| {
    let Ok(mut receipt) = Receipt::parse(text, Path::new(FOLDER)) else { return };
    for record in &receipt.records {
        check(record);
    }
    receipt.moved_from = None;
    let again = Receipt::parse(&receipt.text().expect("written"), Path::new(FOLDER));
    assert_eq!(again, Ok(receipt));
});

/// That what it takes back can be ours.
fn check(record: &Record) {
    let (Record::Folder { path } | Record::Own { path, .. } | Record::Line { path, .. }) = record;
    assert!(path.is_absolute(), "{record:?}");
    match record {
        Record::Own { hashes, .. } if hashes.is_empty() => {
            assert!(path.starts_with(FOLDER), "{record:?}");
            assert!(!path.components().any(|one| one == Component::ParentDir), "{record:?}");
        }
        Record::Line { line, stale, .. } => {
            assert!([line].into_iter().chain(stale).all(|line| line.contains("cg-plot-capture")));
        }
        _ => {}
    }
}
