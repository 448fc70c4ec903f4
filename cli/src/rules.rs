//! A teacher's rules for figures: a small TOML file.
//!
//! `axes[0].y.label = "required"` is no TOML, because brackets can't stand in a key. We accept it all the same
//! (`source`), because that is how everybody writes it.

mod color;
mod condition;
mod key;
mod source;
mod subject;
mod text;

use serde_json::Value;

use crate::comparison::Tolerance;
use condition::Condition;
use key::Key;

/// A rules file that is right.
pub(crate) struct Rules {
    rules: Vec<Rule>,
    tolerance: Tolerance,
}

/// One rule: what it is about, and the condition.
struct Rule {
    key: Key,
    condition: Condition,
    /// The condition as it stands in the file.
    written: String,
    line: usize,
}

/// What is wrong in a rules file, and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) message: String,
}

/// What a rule says of a figure.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Verdict {
    /// What the rule is about.
    rule: String,
    /// The condition as it stands in the file.
    condition: String,
    line: usize,
    /// Whether the figure fulfils it.
    pub(crate) passes: bool,
    /// What is in the figure.
    found: String,
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = if self.passes { "pass" } else { "FAIL" };
        write!(f, "{word}  {} = {}: {}", self.rule, self.condition, self.found)
    }
}

impl Rules {
    /// Reads a file; all that is wrong in it otherwise.
    pub(crate) fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = vec![];
        let mut rules = Self { rules: vec![], tolerance: Tolerance::default() };
        match source::entries(text) {
            Ok(entries) if entries.is_empty() => {
                problems.push((0, "there is no rule in this file".into()))
            }
            Ok(entries) => {
                for entry in entries {
                    problems.extend(rules.add(text, &entry).err());
                }
            }
            Err(problem) => problems.push(problem),
        }
        let placed = |(at, message): (usize, String)| {
            let (line, column) = source::place(text, at);
            Problem { line, column, message }
        };
        match problems.is_empty() {
            true => Ok(rules),
            false => Err(problems.into_iter().map(placed).collect()),
        }
    }

    fn add(&mut self, text: &str, entry: &source::Entry) -> Result<(), (usize, String)> {
        let key = key::read(&entry.segments)?;
        let (line, _) = source::place(text, entry.segments.last().map_or(0, |last| last.at));
        match key {
            key::Named::Tolerance { relative } => {
                let number = condition::positive(&entry.value)?;
                match relative {
                    true => self.tolerance.relative = number,
                    false => self.tolerance.absolute = number,
                }
            }
            key::Named::Rule(key) => {
                for (written, condition) in condition::all(text, &entry.value, &key)? {
                    self.rules.push(Rule { key: key.clone(), condition, written, line });
                }
            }
        }
        Ok(())
    }

    /// What each rule says of the figure with this description.
    pub(crate) fn verdicts(&self, description: &Value) -> Vec<Verdict> {
        self.rules.iter().map(|rule| rule.verdict(description, self.tolerance)).collect()
    }
}

impl Rule {
    fn verdict(&self, description: &Value, tolerance: Tolerance) -> Verdict {
        let (passes, found) = match subject::find(description, &self.key) {
            Err(missing) => (false, format!("there is no {missing}")),
            Ok(units) => {
                let holds = |unit: &subject::Unit| self.condition.holds(unit, tolerance);
                let texts: Vec<String> =
                    units.iter().map(|unit| unit.text(self.key.quantity)).collect();
                (
                    !units.is_empty() && units.iter().all(holds),
                    format!("found {}", texts.join(", ")),
                )
            }
        };
        let (rule, condition) = (self.key.to_string(), self.written.clone());
        Verdict { rule, condition, line: self.line, passes, found }
    }
}
