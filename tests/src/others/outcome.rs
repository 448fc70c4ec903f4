//! How a test went, as the runners write it down.

use std::collections::BTreeMap;

use roxmltree::{Document, Node, ParsingOptions};
use serde::{Deserialize, Serialize};

/// How one test went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Also one that failed as it was expected to.
    Passed,
    /// With whatever reason.
    Skipped,
    /// Also one that was to fail and did not.
    Failed,
    /// Of the process that ran the tests: its exit status, or the signal's number below zero.
    Exit(i32),
    /// The process had to be killed.
    Timeout,
    /// Of a file that was made: a hash of its content.
    Content(u64),
}

/// The outcomes by the tests' names.
pub type Outcomes = BTreeMap<String, Outcome>;

/// Adds an outcome; the second of a name gets a number, because runners do not mind.
pub fn add(outcomes: &mut Outcomes, name: &str, outcome: Outcome) {
    let names = (1..).map(|number| match number {
        1 => name.to_owned(),
        _ => format!("{name} ({number})"),
    });
    let free = names.into_iter().find(|name| !outcomes.contains_key(name));
    outcomes.insert(free.expect("numbers do not end"), outcome);
}

/// Reads the JUnit file of `python -m test` or pytest.
pub fn read(xml: &str) -> Result<Outcomes, roxmltree::Error> {
    // A file of many thousand tests.
    let options = ParsingOptions { nodes_limit: u32::MAX, ..ParsingOptions::default() };
    let document = Document::parse_with_options(xml, options)?;
    let mut outcomes = Outcomes::new();
    for case in document.descendants().filter(|node| node.has_tag_name("testcase")) {
        add(&mut outcomes, &name(case), outcome(case));
    }
    Ok(outcomes)
}

/// `python -m test` leaves a test without a name if one of its subtests has failed.
fn name(case: Node<'_, '_>) -> String {
    let name = case.attribute("name").unwrap_or("(a failed subtest's)");
    case.attribute("classname").map_or_else(|| name.to_owned(), |class| format!("{class}.{name}"))
}

fn outcome(case: Node<'_, '_>) -> Outcome {
    let has = |tag: &str| case.children().any(|child| child.has_tag_name(tag));
    if has("failure") || has("error") || has("outcome") || case.attribute("name").is_none() {
        Outcome::Failed
    } else if has("skipped") {
        Outcome::Skipped
    } else {
        Outcome::Passed
    }
}
