//! The differences of two artists.

use std::borrow::Cow;

use serde_json::Value;

use super::values::{self, Leaf, Step, Tolerance, Way, count, leaves, text};
use super::{Difference, Group};

/// What has a value for each point.
const POINTS: [&str; 23] = [
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
const COMMON: [&str; 4] = ["x", "y", "z", "values"];

/// Kinds whose points have no order.
const UNORDERED: [&str; 6] = ["scatter", "scatter3d", "event", "hlines", "vlines", "bar3d"];

/// An artist of the reference and its place, in words and as a path.
pub(super) struct Place<'a> {
    pub(super) words: &'a str,
    pub(super) path: &'a str,
}

/// The differences of an artist from that of the reference.
pub(super) fn differences(
    expected: &Value,
    found: &Value,
    place: &Place<'_>,
    tolerance: Tolerance,
) -> Vec<Difference> {
    let mut all = vec![];
    let kinds = (&expected["kind"], &found["kind"]);
    let same_kind = kinds.0 == kinds.1;
    if !same_kind {
        let plain = |kind: &Value| kind.as_str().unwrap_or_default().to_owned();
        let words =
            format!("{}: the kind is {}, expected {}", place.words, plain(kinds.1), plain(kinds.0));
        let difference =
            Difference::new(Group::Kinds, "kind-differs", format!("{}.kind", place.path));
        all.push(difference.between(kinds.0, kinds.1).words(words));
    }
    // The same bars that lie have x and y exchanged.
    let found = match (kinds.0.as_str(), kinds.1.as_str()) {
        (Some("bar"), Some("barh")) | (Some("barh"), Some("bar")) => Cow::Owned(swapped(found)),
        _ => Cow::Borrowed(found),
    };
    let found = &*found;
    let order = order(expected, found, tolerance);
    if order == Order::Other {
        let words = format!("{}: the points are those expected, in another order", place.words);
        all.push(Difference::new(Group::Order, "order-differs", place.path).words(words));
    }
    let mut counted = false;
    for name in names(expected, found) {
        let both = (&expected[name], &found[name]);
        let skipped = match name {
            "kind" => true,
            // A label that only one has is seen in the legend, if it is seen at all.
            "label" => both.0.is_null() || both.1.is_null(),
            _ if !same_kind => {
                !(COMMON.contains(&name) && !both.0.is_null() && !both.1.is_null()
                    || name == "color")
            }
            "values" => !leaves(&expected["bins"], &found["bins"], tolerance).is_empty(),
            _ => false,
        };
        let is_point = POINTS.contains(&name);
        if skipped || (is_point || name == "values") && order != Order::Unlike {
            continue;
        }
        let found = leaves(both.0, both.1, tolerance);
        let Some(first) = found.first() else { continue };
        let counts = is_point && first.way == Way::Count && first.steps.is_empty();
        if counts && std::mem::replace(&mut counted, true) {
            continue;
        }
        all.push(field(name, &found, both, place));
    }
    all
}

/// The names that either has.
fn names<'a>(expected: &'a Value, found: &'a Value) -> Vec<&'a str> {
    let keys = |value: &'a Value| value.as_object().into_iter().flat_map(|object| object.keys());
    let mut names: Vec<&str> = keys(expected).chain(keys(found)).map(String::as_str).collect();
    let rank = |name: &str| usize::from(name != "label") + usize::from(!name.starts_with("color"));
    names.sort_by_key(|name| (rank(name), *name));
    names.dedup();
    names
}

/// What a field is about.
fn group(name: &str, leaves: &[Leaf<'_>]) -> Group {
    match name {
        "label" => Group::Labels,
        "color" => Group::Colors,
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
fn field(name: &str, leaves: &[Leaf<'_>], both: (&Value, &Value), place: &Place<'_>) -> Difference {
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
                    format!("there are {found} points, expected {expected}")
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

/// Whether the points of two artists are the same, by their order.
#[derive(PartialEq, Eq)]
enum Order {
    /// They are the same, and their order is too or means nothing.
    Same,
    /// They are the same in another order.
    Other,
    Unlike,
}

fn order(expected: &Value, found: &Value, tolerance: Tolerance) -> Order {
    let (Some(one), Some(other)) = (rows(expected), rows(found)) else { return Order::Unlike };
    let alike = |one: &[Vec<Value>], other: &[Vec<Value>]| {
        let same = |(a, b): (&Vec<Value>, &Vec<Value>)| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| tolerance.alike(a, b))
        };
        one.len() == other.len() && one.iter().zip(other).all(same)
    };
    // They are compared field by field then, which finds nothing.
    if alike(&one, &other) {
        return Order::Unlike;
    }
    let kind = expected["kind"].as_str().unwrap_or_default();
    let (one, other) = (sorted(one), sorted(other));
    if !alike(&one, &other) {
        return Order::Unlike;
    }
    // Bars at numbers stand at the same places in any order.
    let numbers = |name: &str| super::list(&expected[name]).iter().all(Value::is_number);
    let placed = kind == "bar" && numbers("x") || kind == "barh" && numbers("y");
    match UNORDERED.contains(&kind) || placed {
        true => Order::Same,
        false => Order::Other,
    }
}

/// The points of an artist, each with all that it has; `None` if it has none or they are too many to be listed.
fn rows(artist: &Value) -> Option<Vec<Vec<Value>>> {
    let fields = POINTS.iter().chain(&["values"]).filter_map(|name| artist[*name].as_array());
    let fields: Vec<&Vec<Value>> = fields.collect();
    let length = fields.first()?.len();
    let listed = COMMON.iter().all(|name| !artist[*name].is_object());
    let aligned = fields.iter().all(|field| field.len() == length);
    (listed && aligned && fields.len() > 1).then(|| {
        (0..length).map(|at| fields.iter().map(|field| field[at].clone()).collect()).collect()
    })
}

fn sorted(mut rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    rows.sort_by_cached_key(|row| row.iter().map(key).collect::<Vec<_>>());
    rows
}

/// What sorts a value: numbers by size, all others by their text.
fn key(value: &Value) -> (i128, String) {
    match value.as_f64() {
        // Neighbours that rounding has parted stay together.
        Some(number) => ((number * 1e6) as i128, String::new()),
        None => (i128::MAX, value.to_string()),
    }
}

/// The artist with x and y exchanged.
pub(super) fn swapped(artist: &Value) -> Value {
    let Some(fields) = artist.as_object() else { return artist.clone() };
    let other = |name: &str| match name.as_bytes().first() {
        _ if name == "u" => "v".into(),
        _ if name == "v" => "u".into(),
        Some(b'x') => format!("y{}", &name[1..]),
        Some(b'y') => format!("x{}", &name[1..]),
        _ if name == "dx" => "dy".into(),
        _ if name == "dy" => "dx".into(),
        _ => name.to_owned(),
    };
    fields
        .iter()
        .map(|(name, value)| (other(name), value.clone()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
