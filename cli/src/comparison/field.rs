//! The difference of one field of an artist, for people and for programs.

use serde_json::Value;

use super::artist::Place;
use super::values::{self, Leaf, Step, Way, count, text};
use super::{Difference, Group};

/// What has a value for each point.
pub(super) const POINTS: [&str; 23] = [
    "x",
    "y",
    "z",
    "x2",
    "y2",
    "z2",
    "x_low",
    "x_high",
    "y_low",
    "y_high",
    "z_low",
    "z_high",
    "u",
    "v",
    "w",
    "dx",
    "dy",
    "dz",
    "base",
    "sizes",
    "positions",
    "angles",
    "lengths",
];

/// What other kinds have too.
pub(super) const COMMON: [&str; 4] = ["x", "y", "z", "values"];

/// What a field is about.
fn group(name: &str, leaves: &[Leaf<'_>]) -> Group {
    match name {
        "label" => Group::Labels,
        "color" | "style" => Group::Colors,
        "colormap" => match &leaves[0].steps[..] {
            [Step::Name(name), ..] if name == "limits" => Group::Limits,
            _ => Group::Colors,
        },
        "text" | "texts" | "labels" | "cells" => Group::Texts,
        "limits" => Group::Limits,
        "ticks" => Group::Ticks,
        _ if leaves.iter().all(|leaf| leaf.way == Way::Hash) => Group::Hash,
        _ => Group::Data,
    }
}

/// The difference of one field, by the places in it that differ.
pub(super) fn field(
    name: &str,
    leaves: &[Leaf<'_>],
    both: (&Value, &Value),
    place: &Place<'_>,
) -> Difference {
    let first = &leaves[0];
    let group = group(name, leaves);
    let dashed = name.replace('_', "-");
    let verb = if name.ends_with('s') && name != "radius" { "differ" } else { "differs" };
    let code = match first.way {
        Way::Count if POINTS.contains(&name) && first.steps.is_empty() => "points-differ".into(),
        Way::Hash => format!("{dashed}-hash-differs"),
        _ => format!("{dashed}-{verb}"),
    };
    let words = format!("{}: {}", place.words, words(name, leaves, both));
    let path = format!("{}.{name}{}", place.path, first.path());
    Difference::new(group, code, path).between(first.expected, first.found).words(words)
}

/// The same for people, without its place.
fn words(name: &str, leaves: &[Leaf<'_>], both: (&Value, &Value)) -> String {
    let first = &leaves[0];
    let spaced = name.replace('_', " ");
    let is = values::both(first.found, first.expected).join(", expected ");
    let (entry, list) = match name {
        "values" => (String::from("value"), String::from("values")),
        "bins" => ("edge of the bins".into(), "edges of the bins".into()),
        "boxes" | "violins" => {
            (name.trim_end_matches("es").trim_end_matches('s').into(), name.into())
        }
        _ => (spaced.clone(), spaced.clone()),
    };
    let total = count(both.0).unwrap_or(0);
    match (first.way, &first.steps[..]) {
        (Way::Count, []) => {
            let [found, expected] = [both.1, both.0].map(|value| count(value).unwrap_or(0));
            match name {
                "bins" => format!(
                    "there are {} bins, expected {}",
                    found.saturating_sub(1),
                    expected.saturating_sub(1)
                ),
                _ if POINTS.contains(&name) => {
                    let points =
                        if found == 1 { "is 1 point" } else { &format!("are {found} points") };
                    format!("there {points}, expected {expected}")
                }
                _ => format!("there are {found} {list}, expected {expected}"),
            }
        }
        (Way::Statistic(statistic), _) => {
            let key = match statistic {
                "least" => "min",
                "greatest" => "max",
                _ => "mean",
            };
            let of = |value: &Value| match value {
                Value::Array(_) => "another".into(),
                _ => value[key].clone(),
            };
            let is = values::both(&of(both.1), &of(both.0)).join(", expected ");
            format!("of {total} values of {spaced} the {statistic} is {is}")
        }
        (Way::Hash, _) => format!(
            "the {total} values of {spaced} have the least, greatest and mean that are expected, but not all are the same"
        ),
        (_, []) if name == "color" => {
            format!("the colour is {}, expected {}", color(both.1), color(both.0))
        }
        (_, []) => format!("the {spaced} is {is}"),
        (_, [Step::Name(part), ..]) if name == "colormap" => {
            let (found, expected) = (&both.1["name"], &both.0["name"]);
            match part == "name" {
                true => format!("the colour map is {}, expected {}", plain(found), plain(expected)),
                false => format!("{part} of the colour map is {is}"),
            }
        }
        (_, [Step::At(at), Step::Name(part), ..]) => {
            let more = match leaves.len() - 1 {
                0 => String::new(),
                1 => ", and 1 more value differs".into(),
                more => format!(", and {more} more values differ"),
            };
            format!("{part} of {entry} {} is {is}{more}", at + 1)
        }
        (_, [Step::At(at), ..]) => {
            let at = at + 1;
            match (leaves.len(), POINTS.contains(&name)) {
                (1, true) => format!("{spaced} of point {at} is {is}"),
                (1, false) if name == "bins" => format!("edge {at} of the bins is {is}"),
                (1, false) => format!("{entry} {at} is {is}"),
                (places, true) => format!(
                    "{spaced} differs in {places} of {total} points, first in point {at}: {is}"
                ),
                (places, false) => format!(
                    "{list} differ in {places} of {total} places, first in place {at}: {is}"
                ),
            }
        }
        (_, [Step::Name(part), ..]) => format!("{part} of {spaced} is {is}"),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| text(value), str::to_owned)
}

fn color(value: &Value) -> String {
    match value {
        Value::Array(colors) => colors.iter().take(4).map(plain).collect::<Vec<_>>().join(", "),
        Value::Null => "none".into(),
        _ => plain(value),
    }
}
