//! What a rule demands: a text, a pattern, a number, a range or a list.

use regex_lite::{Regex, RegexBuilder};
use serde_json::Value;

use crate::comparison::{Tolerance, number};

use super::color;
use super::key::{Key, Quantity, did_you_mean};
use super::source::{Literal, Written};
use super::subject::Unit;

/// The kinds of artists in descriptions.
const KINDS: [&str; 53] = [
    "annotation",
    "arrow",
    "axline",
    "bar",
    "bar3d",
    "barbs",
    "barh",
    "box",
    "broken_barh",
    "circle",
    "colorbar",
    "contour",
    "contourf",
    "ellipse",
    "errorbar",
    "event",
    "fill",
    "hexbin",
    "hist",
    "hline",
    "hlines",
    "image",
    "legend",
    "line",
    "line3d",
    "lines",
    "lines3d",
    "mesh",
    "pie",
    "polygon",
    "polygon3d",
    "polygons",
    "quiver",
    "quiver3d",
    "quiverkey",
    "rectangle",
    "rectangles",
    "scatter",
    "scatter3d",
    "span",
    "stairs",
    "stem",
    "step",
    "stream",
    "surface",
    "table",
    "text",
    "unknown",
    "violin",
    "vline",
    "vlines",
    "voxels",
    "wedge",
];

/// What is demanded of the values that were found.
#[derive(Debug)]
pub(super) enum Condition {
    Required,
    None,
    /// One of the texts fulfils it; with `not`, none does.
    Text {
        not: bool,
        test: Test,
    },
    /// Each number lies between these, the ends included or not.
    Between {
        least: f64,
        greatest: f64,
        open: bool,
    },
    /// The values are these.
    List(Vec<Value>),
}

/// What one text must be.
#[derive(Debug)]
pub(super) enum Test {
    OneOf(Vec<String>),
    /// In capitals or small letters.
    Contains(String),
    Matches(Regex),
}

type Problem = (usize, String);

/// The conditions of a value, each as it is written: those of a list of texts hold all together.
pub(super) fn all(
    text: &str,
    value: &Written,
    key: &Key,
) -> Result<Vec<(String, Condition)>, Problem> {
    let written = |value: &Written| {
        let text = text.get(value.span.clone()).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let several =
        matches!(key.quantity, Quantity::Text | Quantity::Kind | Quantity::Name | Quantity::Color);
    match &value.literal {
        Literal::List(list) if several && !list.is_empty() => {
            list.iter().map(|one| Ok((written(one), condition(one, key)?))).collect()
        }
        _ => Ok(vec![(written(value), condition(value, key)?)]),
    }
}

/// A number that is not negative.
pub(super) fn positive(value: &Written) -> Result<f64, Problem> {
    match value.literal {
        Literal::Number(number) if number >= 0.0 => Ok(number),
        _ => Err((value.span.start, "a tolerance is a number from 0 on, as in 1e-6".into())),
    }
}

fn condition(value: &Written, key: &Key) -> Result<Condition, Problem> {
    let at = value.span.start;
    let name = key.name;
    match (key.quantity, &value.literal) {
        (
            Quantity::Text | Quantity::Kind | Quantity::Name | Quantity::Color,
            Literal::Text(text),
        ) => texts(text, key.quantity).map_err(|message| (at, message)),
        (Quantity::Kind, _) => Err((at, "kind is a text, as in kind = \"bar\"".into())),
        (Quantity::Text | Quantity::Name | Quantity::Color, _) => {
            Err((at, format!("{name} is a text, as in {name} = \"required\"")))
        }
        (Quantity::Least, Literal::Number(number)) if number.fract() == 0.0 => {
            Ok(between(*number, f64::INFINITY))
        }
        (Quantity::Most, Literal::Number(number)) if number.fract() == 0.0 => {
            Ok(between(f64::NEG_INFINITY, *number))
        }
        (Quantity::Least | Quantity::Most, _) => {
            Err((at, format!("{name} is a whole number, as in {name} = 2")))
        }
        (Quantity::Limits, Literal::List(list)) if list.len() == 2 => {
            Ok(Condition::List(values(list)))
        }
        (Quantity::Limits, _) => Err((at, "limits are two numbers, as in limits = [0, 10]".into())),
        (Quantity::Values, Literal::List(list)) => Ok(Condition::List(values(list))),
        (_, Literal::Number(number)) => Ok(between(*number, *number)),
        (_, Literal::Text(text)) if key.quantity == Quantity::Values && text == "required" => {
            Ok(Condition::Required)
        }
        (_, Literal::Text(text)) => numbers(text).ok_or_else(|| (at, NUMBERS.into())),
        _ => Err((at, NUMBERS.into())),
    }
}

const NUMBERS: &str =
    "a number is compared by one of =, <, >, <=, >= or a range, as in \"0 to 10\"";

fn between(least: f64, greatest: f64) -> Condition {
    Condition::Between { least, greatest, open: false }
}

fn values(list: &[Written]) -> Vec<Value> {
    let value = |one: &Written| match &one.literal {
        Literal::Text(text) => Value::from(text.as_str()),
        Literal::Number(number) => match number.is_finite() {
            true => Value::from(*number),
            false if number.is_nan() => "NaN".into(),
            false if *number > 0.0 => "Infinity".into(),
            false => "-Infinity".into(),
        },
        Literal::List(list) => values(list).into(),
        Literal::Other => Value::Null,
    };
    list.iter().map(value).collect()
}

/// `>= 2`, `2 to 5` and so on.
fn numbers(text: &str) -> Option<Condition> {
    if let Some((least, greatest)) = text.split_once(" to ") {
        return Some(between(least.trim().parse().ok()?, greatest.trim().parse().ok()?));
    }
    for (sign, open) in [("<=", false), (">=", false), ("<", true), (">", true), ("=", false)] {
        let Some(number) = text.trim().strip_prefix(sign) else { continue };
        let number: f64 = number.trim().parse().ok()?;
        let (least, greatest) = match sign.as_bytes()[0] {
            b'<' => (f64::NEG_INFINITY, number),
            b'>' => (number, f64::INFINITY),
            _ => (number, number),
        };
        return Some(Condition::Between { least, greatest, open });
    }
    None
}

/// A condition for texts.
fn texts(text: &str, quantity: Quantity) -> Result<Condition, String> {
    match text {
        "required" => return Ok(Condition::Required),
        "none" => return Ok(Condition::None),
        _ => {}
    }
    let denied = text.strip_prefix("not ").and_then(|rest| test(rest, quantity).transpose());
    let (not, test) = match denied {
        Some(test) => (true, test?),
        None => match test(text, quantity)? {
            Some(test) => (false, test),
            None => (false, Test::OneOf(vec![known(text, quantity)?])),
        },
    };
    Ok(Condition::Text { not, test })
}

/// The condition behind a sign; `None` if a text begins with none.
fn test(text: &str, quantity: Quantity) -> Result<Option<Test>, String> {
    if let Some(pattern) = text.strip_prefix('~') {
        return regex(pattern.trim()).map(|regex| Some(Test::Matches(regex)));
    }
    if let Some(part) = text.strip_prefix("contains ") {
        return Ok(Some(Test::Contains(part.trim().to_lowercase())));
    }
    if let Some(list) = text.strip_prefix("one of ") {
        let names = list.split(',').map(|name| known(name.trim(), quantity));
        return Ok(Some(Test::OneOf(names.collect::<Result<_, _>>()?)));
    }
    match text.strip_prefix("= ") {
        Some(text) => Ok(Some(Test::OneOf(vec![known(text.trim(), quantity)?]))),
        None => Ok(None),
    }
}

/// The text as a description has it, if it can have it.
fn known(text: &str, quantity: Quantity) -> Result<String, String> {
    match quantity {
        Quantity::Kind if !KINDS.contains(&text) => {
            Err(format!("no kind is called \"{text}\"{}", did_you_mean(text, KINDS)))
        }
        Quantity::Color => {
            color::hex(text).ok_or_else(|| match did_you_mean(text, color::names()) {
                near if text.len() < 3 || near.is_empty() => {
                    format!("no colour is called \"{text}\"; write it as \"#ff0000\"")
                }
                near => format!("no colour is called \"{text}\"{near}"),
            })
        }
        _ => Ok(text.to_owned()),
    }
}

/// `/pattern/flags`.
fn regex(text: &str) -> Result<Regex, String> {
    let shape = "a regular expression stands between slashes, as in \"~ /temp/i\"";
    let (pattern, flags) =
        text.strip_prefix('/').and_then(|text| text.rsplit_once('/')).ok_or(shape)?;
    let mut builder = RegexBuilder::new(pattern);
    for flag in flags.chars() {
        match flag {
            'i' => builder.case_insensitive(true),
            'm' => builder.multi_line(true),
            's' => builder.dot_matches_new_line(true),
            'x' => builder.ignore_whitespace(true),
            _ => {
                return Err(format!(
                    "a regular expression has no flag \"{flag}\"; the flags are i, m, s and x"
                ));
            }
        };
    }
    builder.build().map_err(|error| {
        let why = error.to_string();
        format!("the regular expression is wrong: {}", why.lines().last().unwrap_or_default())
    })
}

impl Condition {
    /// Whether what was found in one place fulfils it.
    pub(super) fn holds(&self, unit: &Unit, tolerance: Tolerance) -> bool {
        match self {
            Self::Required => !unit.is_empty(),
            Self::None => unit.is_empty(),
            Self::Text { not, test } => unit.texts().any(|text| test.holds(text)) != *not,
            Self::Between { least, greatest, open } => unit.numbers().is_some_and(|numbers| {
                let near = |number: f64, end: f64| tolerance.close(number, end);
                let inside = |number: f64| match open {
                    true => *least < number && number < *greatest,
                    false => {
                        (*least <= number || near(number, *least))
                            && (number <= *greatest || near(number, *greatest))
                    }
                };
                !numbers.is_empty() && numbers.into_iter().all(inside)
            }),
            Self::List(wanted) => {
                let same = |(a, b): (&Value, &Value)| tolerance.alike(a, b);
                let found = unit.values();
                found.is_some_and(|found| {
                    found.len() == wanted.len() && found.iter().zip(wanted).all(same)
                })
            }
        }
    }
}

impl Test {
    fn holds(&self, text: &str) -> bool {
        match self {
            Self::OneOf(texts) => texts.iter().any(|one| one == text.trim()),
            Self::Contains(part) => text.to_lowercase().contains(part.as_str()),
            Self::Matches(regex) => regex.is_match(text),
        }
    }
}

/// Whether every value is a number of a description.
pub(super) fn all_numbers(values: &[Value]) -> Option<Vec<f64>> {
    values.iter().map(number).collect()
}
