//! Compares values of descriptions: numbers within a tolerance, and long lists by what stands in their place.

use jiff::civil::DateTime;
use serde_json::Value;

use super::summary::Summary;

/// How far two numbers may be apart: by a part of the larger one, or by a number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tolerance {
    pub(crate) relative: f64,
    pub(crate) absolute: f64,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self { relative: 1e-9, absolute: 1e-9 }
    }
}

impl Tolerance {
    /// Whether two numbers are the same.
    pub(crate) fn close(self, one: f64, other: f64) -> bool {
        let largest = self.relative * one.abs().max(other.abs());
        one == other || (one - other).abs() <= self.absolute.max(largest)
    }

    /// Whether two values that are no lists are the same.
    pub(crate) fn alike(self, one: &Value, other: &Value) -> bool {
        match (one, other) {
            (Value::Number(one), Value::Number(other)) => match (one.as_f64(), other.as_f64()) {
                (Some(a), Some(b)) => one == other || self.close(a, b),
                _ => one == other,
            },
            (Value::String(one), Value::String(other)) => {
                one == other
                    || moment(one).is_some_and(|it| Some(it) == moment(other))
                    || seconds(one).zip(seconds(other)).is_some_and(|(a, b)| self.close(a, b))
            }
            // What is masked is not drawn, and neither is NaN.
            _ => one == other || (is_missing(one) && is_missing(other)),
        }
    }
}

fn is_missing(value: &Value) -> bool {
    value.is_null() || value == "NaN"
}

/// A date as microseconds; days and times of the same moment are alike.
pub(crate) fn moment(text: &str) -> Option<i64> {
    if !text.contains('-') || text.len() < 10 {
        return None;
    }
    let date: DateTime = text.parse().ok()?;
    let zoned = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(zoned.timestamp().as_microsecond())
}

/// A duration (`PT1.5S`) in seconds.
fn seconds(text: &str) -> Option<f64> {
    text.strip_prefix("PT")?.strip_suffix('S')?.parse().ok()
}

/// How two values differ in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// A value is another one.
    Value,
    /// There are more or fewer values.
    Count,
    /// One of the numbers that stand for a long list differs: its name in words.
    Statistic(&'static str),
    /// Those numbers are the same, but not the list itself.
    Hash,
}

/// A step to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    At(usize),
    Name(String),
}

/// A place in which two values differ.
#[derive(Debug, Clone)]
pub(super) struct Leaf<'a> {
    pub(super) steps: Vec<Step>,
    pub(super) way: Way,
    pub(super) expected: &'a Value,
    pub(super) found: &'a Value,
}

impl Leaf<'_> {
    /// The steps to it as in a program.
    pub(super) fn path(&self) -> String {
        let steps = self.steps.iter().map(|step| match step {
            Step::At(index) => format!("[{index}]"),
            Step::Name(name) => format!(".{name}"),
        });
        steps.collect()
    }
}

/// Every place in which two values differ.
pub(super) fn leaves<'a>(
    expected: &'a Value,
    found: &'a Value,
    tolerance: Tolerance,
) -> Vec<Leaf<'a>> {
    let mut leaves = vec![];
    walk(expected, found, tolerance, &mut vec![], &mut leaves);
    leaves
}

const NONE: &Value = &Value::Null;

fn walk<'a>(
    expected: &'a Value,
    found: &'a Value,
    tolerance: Tolerance,
    steps: &mut Vec<Step>,
    leaves: &mut Vec<Leaf<'a>>,
) {
    let mut add = |way| leaves.push(Leaf { steps: steps.clone(), way, expected, found });
    if let Some(ways) = summaries(expected, found, tolerance) {
        ways.into_iter().for_each(add);
        return;
    }
    match (expected, found) {
        (Value::Array(one), Value::Array(other)) if one.len() != other.len() => add(Way::Count),
        (Value::Array(one), Value::Array(other)) => {
            for (at, (one, other)) in one.iter().zip(other).enumerate() {
                steps.push(Step::At(at));
                walk(one, other, tolerance, steps, leaves);
                steps.pop();
            }
        }
        (Value::Object(one), Value::Object(other)) => {
            let more = other.keys().filter(|name| !one.contains_key(*name));
            for name in one.keys().chain(more) {
                steps.push(Step::Name(name.clone()));
                let value =
                    |object: &'a serde_json::Map<String, Value>| object.get(name).unwrap_or(NONE);
                walk(value(one), value(other), tolerance, steps, leaves);
                steps.pop();
            }
        }
        _ if tolerance.alike(expected, found) => {}
        // One value may stand for a list of equal ones, and nothing for a list of missing ones.
        (Value::Array(list), one) | (one, Value::Array(list))
            if !list.is_empty() && list.iter().all(|each| tolerance.alike(each, one)) => {}
        _ => add(Way::Value),
    }
}

/// Whether two lists are the same, of which either may be a summary; `None` if that can't be told from one.
pub(crate) fn likeness(expected: &Value, found: &Value, tolerance: Tolerance) -> Option<bool> {
    let leaves = leaves(expected, found, tolerance);
    match leaves.iter().all(|leaf| leaf.way == Way::Hash) {
        true => leaves.is_empty().then_some(true),
        false => Some(false),
    }
}

/// How many values there are, in a list or in what stands for one.
pub(super) fn count(value: &Value) -> Option<u64> {
    match value {
        Value::Array(list) => Some(list.len() as u64),
        _ => value["sha256"].as_str().and(value["count"].as_u64()),
    }
}

/// How what stands for long lists differs; `None` if both are lists, or something else.
fn summaries(expected: &Value, found: &Value, tolerance: Tolerance) -> Option<Vec<Way>> {
    if expected.is_array() == found.is_array() && !(expected.is_object() && found.is_object()) {
        return None;
    }
    let (one, other) = (count(expected)?, count(found)?);
    if one != other {
        return Some(vec![Way::Count]);
    }
    // A description that has to be short lists fewer values, so that a list may stand beside a summary.
    let [one, other] = [expected, found].map(Summary::of);
    if one.hash.is_some() && one.hash == other.hash {
        return Some(vec![]);
    }
    let mut ways = vec![];
    for (name, a, b) in [
        ("least", &one.least, &other.least),
        ("greatest", &one.greatest, &other.greatest),
        ("mean", &one.mean, &other.mean),
    ] {
        if !a.is_null() && !b.is_null() && !tolerance.alike(a, b) {
            ways.push(Way::Statistic(name));
        }
    }
    if ways.is_empty() {
        ways.push(Way::Hash);
    }
    Some(ways)
}

/// A number as the description writes it.
pub(crate) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::Null => Some(f64::NAN),
        Value::String(text) => match text.as_str() {
            "NaN" => Some(f64::NAN),
            "Infinity" => Some(f64::INFINITY),
            "-Infinity" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        _ => None,
    }
}

/// The longest text that is quoted, in characters.
const LONGEST: usize = 80;

/// A value for people.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::Null => "missing".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => match number.as_f64() {
            // Without the ".0" of a whole number.
            Some(number) => number.to_string(),
            None => number.to_string(),
        },
        Value::String(text)
            if moment(text).is_some()
                || matches!(text.as_str(), "NaN" | "Infinity" | "-Infinity") =>
        {
            text.clone()
        }
        Value::String(text) => format!("\"{}\"", cut(text).replace('"', "\\\"")),
        Value::Array(list) => list.iter().take(9).map(self::text).collect::<Vec<_>>().join(", "),
        Value::Object(_) => cut(&value.to_string()),
    }
}

/// Two values for people: numbers with six digits, unless they would look the same.
pub(super) fn both(found: &Value, expected: &Value) -> [String; 2] {
    let short = |value: &Value| match value.as_f64() {
        Some(number) => format!("{number:.5e}").parse::<f64>().unwrap_or(number).to_string(),
        None => text(value),
    };
    let texts = [short(found), short(expected)];
    if texts[0] == texts[1] { [found, expected].map(text) } else { texts }
}

/// A text that is not too long.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
