//! Whatever a rules file holds, it is read or each of its faults has a place in it, and its rules can be held to any
//! description.

#![no_main]
#![allow(dead_code, unused_imports, reason = "the command uses more of it")]

use libfuzzer_sys::fuzz_target;
use source::{comparison, rules};

#[path = "../../../cli/src"]
mod source {
    pub mod comparison;
    pub mod rules;
}

/// The figure that rules are held to, if the file has no other behind a NUL.
const FIGURE: &str = include_str!("../seeds/rules/figure.json");

fuzz_target!(|data: &str| {
    let (text, figure) = data.split_once('\0').unwrap_or((data, FIGURE));
    let figure = serde_json::from_str(figure).unwrap_or_default();
    match rules::Rules::parse(text) {
        Ok(rules) => {
            let verdicts = rules.verdicts(&figure);
            assert_eq!(verdicts.len(), rules.verdicts(&figure).len());
            verdicts.iter().for_each(|verdict| assert!(verdict.to_string().contains(" = ")));
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            for problem in problems {
                let line = text.split('\n').nth(problem.line - 1).expect("a line of the file");
                assert!(problem.column <= line.chars().count() + 1, "{problem:?}");
                assert!(!problem.message.is_empty());
            }
        }
    }
});
