//! The differences of two artists.

use std::borrow::Cow;

use serde_json::Value;

use super::field::{COMMON, POINTS, field};
use super::order::{Order, order};
use super::values::{Tolerance, Way, leaves};
use super::{Difference, Group, list};

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
            // Of another kind, only what both have is compared.
            _ if !same_kind => !is_common(name, both),
            // The library has chosen it: 0.5 in pandas, 0.8 in Matplotlib.
            "width" => is_named(expected) && is_named(found),
            "values" => !leaves(&expected["bins"], &found["bins"], tolerance).is_empty(),
            _ => false,
        };
        let is_point = POINTS.contains(&name);
        if skipped || ((is_point || name == "values") && order != Order::Unlike) {
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

/// Whether these are bars at names instead of numbers.
fn is_named(artist: &Value) -> bool {
    let place = match artist["kind"].as_str() {
        Some("bar") => "x",
        Some("barh") => "y",
        _ => return false,
    };
    let texts = list(&artist[place]);
    !artist["names"].is_null() || !texts.is_empty() && texts.iter().all(Value::is_string)
}

/// Whether artists of two kinds have the same field.
fn is_common(name: &str, both: (&Value, &Value)) -> bool {
    name == "color" || (COMMON.contains(&name) && !both.0.is_null() && !both.1.is_null())
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
