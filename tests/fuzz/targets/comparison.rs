//! Whatever two descriptions hold, each is alike itself, and one is alike the other both ways or not at all.

#![no_main]
#![allow(dead_code, unused_imports, reason = "the command uses more of it")]

use comparison::{Options, compare};
use description::Description;
use libfuzzer_sys::fuzz_target;
use source::{comparison, description};

#[path = "../../../cli/src"]
mod source {
    pub mod comparison;
    pub mod description;
}

// Two descriptions with a NUL between them, each as JSON or in an SVG.
fuzz_target!(|data: &[u8]| {
    let middle = data.iter().position(|byte| *byte == 0).unwrap_or(data.len());
    let read = |bytes: &[u8]| {
        let json = Description::of_json(&String::from_utf8_lossy(bytes));
        json.or_else(|| Description::of_svg(bytes)).map(|found| found.tree())
    };
    let Some(one) = read(&data[..middle]) else { return };
    let options = Options::default();
    assert_eq!(compare(&one, &one, &options), []);
    let Some(other) = data.get(middle + 1..).and_then(read) else { return };
    let differences = compare(&one, &other, &options);
    differences.iter().for_each(|one| assert!(!one.code.is_empty() && !one.words.is_empty()));
    assert_eq!(compare(&other, &one, &options).is_empty(), differences.is_empty());
});
