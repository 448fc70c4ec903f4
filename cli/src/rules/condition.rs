//! What a rule demands: a text, a pattern, a number, a range or a list.

use serde_json::Value;

use crate::comparison::{Tolerance, likeness, moment, number};

use super::key::{Key, Quantity};
use super::source::{Literal, Written};
use super::text::{Test, texts};
use super::unit::{Content, Unit};

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
    let several = matches!(
        key.quantity,
        Quantity::Text | Quantity::Kind | Quantity::Name | Quantity::Scale | Quantity::Color
    );
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
        Literal::Number(number) if number >= 0.0 && number.is_finite() => Ok(number),
        _ => Err((value.span.start, "a tolerance is a number from 0 on, as in 1e-6".into())),
    }
}

fn condition(value: &Written, key: &Key) -> Result<Condition, Problem> {
    let at = value.span.start;
    let name = key.name;
    match (key.quantity, &value.literal) {
        (
            Quantity::Text | Quantity::Kind | Quantity::Name | Quantity::Scale | Quantity::Color,
            Literal::Text(text),
        ) => texts(text, key.quantity).map_err(|message| (at, message)),
        (Quantity::Kind, _) => Err((at, "kind is a text, as in kind = \"bar\"".into())),
        (Quantity::Text | Quantity::Name | Quantity::Scale | Quantity::Color, _) => {
            Err((at, format!("{name} is a text, as in {name} = \"required\"")))
        }
        (Quantity::Least, Literal::Number(number)) if is_count(*number) => {
            Ok(between(*number, f64::INFINITY))
        }
        (Quantity::Most, Literal::Number(number)) if is_count(*number) => {
            Ok(between(f64::NEG_INFINITY, *number))
        }
        (Quantity::Least | Quantity::Most, _) => {
            Err((at, format!("{name} is a whole number from 0 on, as in {name} = 2")))
        }
        (Quantity::Limits, Literal::List(list)) if list.len() == 2 && list.iter().all(is_place) => {
            Ok(Condition::List(values(list)?))
        }
        (Quantity::Limits, _) => {
            Err((at, "limits are two numbers or dates, as in limits = [0, 10]".into()))
        }
        (Quantity::Values, Literal::List(list)) => Ok(Condition::List(values(list)?)),
        (Quantity::Range, Literal::List(_)) => {
            Err((at, format!("{name} is a text, as in {name} = \"1 to 3\"")))
        }
        (_, Literal::Number(number)) => Ok(between(*number, *number)),
        (_, Literal::Text(text)) if key.quantity == Quantity::Values && text == "required" => {
            Ok(Condition::Required)
        }
        (_, Literal::Text(text)) => match numbers(text) {
            Some(Condition::Between { least, greatest, .. }) if least > greatest => Err((
                at,
                format!(
                    "no number lies in this range; the lesser one comes first, as in \"{greatest} to {least}\""
                ),
            )),
            found => found.ok_or_else(|| (at, NUMBERS.into())),
        },
        _ => Err((at, NUMBERS.into())),
    }
}

const NUMBERS: &str =
    "a number is compared by one of =, <, >, <=, >= or a range, as in \"0 to 10\"";

fn between(least: f64, greatest: f64) -> Condition {
    Condition::Between { least, greatest, open: false }
}

/// Whether a number counts something.
fn is_count(number: f64) -> bool {
    number.fract() == 0.0 && number >= 0.0
}

/// Whether an axis has such a place: a number or a date.
fn is_place(value: &Written) -> bool {
    match &value.literal {
        Literal::Number(number) => !number.is_nan(),
        Literal::Moment(_) => true,
        Literal::Text(text) => moment(text).is_some(),
        _ => false,
    }
}

fn values(list: &[Written]) -> Result<Vec<Value>, Problem> {
    let value = |one: &Written| match &one.literal {
        Literal::Text(text) | Literal::Moment(text) => Ok(Value::from(text.as_str())),
        Literal::Number(number) => Ok(match number.is_finite() {
            true => Value::from(*number),
            false if number.is_nan() => "NaN".into(),
            false if *number > 0.0 => "Infinity".into(),
            false => "-Infinity".into(),
        }),
        Literal::List(list) => Ok(values(list)?.into()),
        Literal::Other => {
            Err((one.span.start, "a list of data has numbers, dates and texts".into()))
        }
    };
    list.iter().map(value).collect()
}

/// `>= 2`, `2 to 5` and so on.
pub(super) fn numbers(text: &str) -> Option<Condition> {
    if let Some((least, greatest)) = text.split_once(" to ") {
        let [least, greatest] = [end(least)?, end(greatest)?];
        return Some(between(least, greatest));
    }
    for (sign, open) in [("<=", false), (">=", false), ("<", true), (">", true), ("=", false)] {
        let Some(number) = text.trim().strip_prefix(sign) else { continue };
        let number = end(number)?;
        let (least, greatest) = match sign.as_bytes()[0] {
            b'<' => (f64::NEG_INFINITY, number),
            b'>' => (number, f64::INFINITY),
            _ => (number, number),
        };
        return Some(Condition::Between { least, greatest, open });
    }
    None
}

/// The end of a range.
fn end(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| !number.is_nan())
}

impl Condition {
    /// Whether what was found in one place fulfils it; `None` if the description says too little to tell.
    pub(super) fn holds(&self, unit: &Unit, tolerance: Tolerance) -> Option<bool> {
        if let (Self::List(wanted), Content::Summary(summary)) = (self, &unit.content) {
            return likeness(&wanted.clone().into(), summary, tolerance);
        }
        let holds = match unit.content {
            Content::Unknown => return None,
            Content::Count(least, most) => {
                let end = |end: u64| Content::Values(vec![end.into()]).into();
                let ends = [least, most].map(|it| self.fulfilled(&end(it), tolerance));
                return (ends[0] == ends[1]).then_some(ends[0]);
            }
            _ => self.fulfilled(unit, tolerance),
        };
        // What is not described can't take back what is there, nor bring back what is broken.
        let settled = match self {
            Self::Required | Self::Text { not: false, .. } => holds,
            Self::None | Self::Text { not: true, .. } | Self::Between { .. } => !holds,
            Self::List(_) => false,
        };
        (settled || !unit.partial).then_some(holds)
    }

    fn fulfilled(&self, unit: &Unit, tolerance: Tolerance) -> bool {
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

/// Whether every value is a number of a description.
pub(super) fn all_numbers(values: &[Value]) -> Option<Vec<f64>> {
    values.iter().map(number).collect()
}
