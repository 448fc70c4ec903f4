//! A teacher's rules for figures: a small TOML file.
//!
//! `axes[0].y.label = "required"` is no TOML, because brackets can't stand in a key. We accept it all the same
//! (`source`), because that is how everybody writes it.

mod color;
mod condition;
mod key;
mod meant;
mod source;
mod subject;
mod text;
mod unit;

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
    /// Whether the figure fulfils it; `None` if its description says too little to tell.
    pub(crate) passes: Option<bool>,
    /// What is in each place of the figure.
    found: Value,
    /// The same for people.
    words: String,
}

const NOTHING: &str = "there is no rule in this file";

/// How many places are listed of which a rule says something.
const MOST: usize = 12;

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = match self.passes {
            Some(true) => "pass",
            Some(false) => "FAIL",
            None => "?   ",
        };
        write!(f, "{word}  {} = {}: {}", self.rule, self.condition, self.words)
    }
}

impl Rules {
    /// Reads a file; all that is wrong in it otherwise.
    pub(crate) fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = vec![];
        let mut rules = Self { rules: vec![], tolerance: Tolerance::default() };
        match source::entries(text) {
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
        if problems.is_empty() && rules.rules.is_empty() {
            problems.push((0, NOTHING.into()));
        }
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

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.rules.len()
    }

    /// What each rule says of the figure with this description.
    pub(crate) fn verdicts(&self, description: &Value) -> Vec<Verdict> {
        self.rules.iter().map(|rule| rule.verdict(description, self.tolerance)).collect()
    }
}

impl Rule {
    fn verdict(&self, description: &Value, tolerance: Tolerance) -> Verdict {
        let (passes, found, mut words) = match subject::find(description, &self.key) {
            Err(missing) => {
                let passes = if missing.cut { None } else { Some(false) };
                (passes, Value::Null, format!("there is no {}", missing.what))
            }
            Ok(places) => {
                let holds = |unit: &unit::Unit| self.condition.holds(unit, tolerance);
                // Of each place, one unit must be so.
                let breaks = |units: &Vec<_>| any(units.iter().map(holds)).map(|holds| !holds);
                let broken = any(places.iter().map(breaks));
                let passes = broken.map(|broken| !broken && !places.is_empty());
                let units = || places.iter().flatten();
                (passes, units().map(unit::Unit::json).collect(), self.words(units()))
            }
        };
        if passes.is_none() {
            words += "; the description leaves out too much to tell";
        }
        let (rule, condition) = (self.key.to_string(), self.written.clone());
        Verdict { rule, condition, line: self.line, passes, found, words }
    }

    /// What was found, for people.
    fn words<'a>(&self, units: impl Iterator<Item = &'a unit::Unit>) -> String {
        let texts: Vec<String> = units.map(|unit| unit.text(self.key.quantity)).collect();
        // A list has commas of its own.
        let lists = matches!(self.key.quantity, key::Quantity::Values | key::Quantity::Limits);
        let between = if lists { "; " } else { ", " };
        let first = texts.iter().take(MOST).cloned().collect::<Vec<_>>().join(between);
        match texts.len() {
            0 => "found none".into(),
            count if count > MOST => format!("found {first} and {} more", count - MOST),
            _ => format!("found {first}"),
        }
    }
}

/// Whether one is true; `None` if it may be one of those that nobody knows.
fn any(all: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let all: Vec<Option<bool>> = all.collect();
    match all.contains(&Some(true)) {
        true => Some(true),
        false => (!all.contains(&None)).then_some(false),
    }
}
