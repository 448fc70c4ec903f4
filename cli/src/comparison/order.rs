//! Finds out whether two artists have the same points in another order.

use serde_json::Value;

use super::field::{COMMON, POINTS};
use super::list;
use super::values::Tolerance;

/// Kinds whose points have no order.
const UNORDERED: [&str; 6] = ["scatter", "scatter3d", "event", "hlines", "vlines", "bar3d"];

/// Whether the points of two artists are the same, by their order.
#[derive(PartialEq, Eq)]
pub(super) enum Order {
    /// They are the same, and their order is too or means nothing.
    Same,
    /// They are the same in another order.
    Other,
    Unlike,
}

pub(super) fn order(expected: &Value, found: &Value, tolerance: Tolerance) -> Order {
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
    let numbers = |name: &str| list(&expected[name]).iter().all(Value::is_number);
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
