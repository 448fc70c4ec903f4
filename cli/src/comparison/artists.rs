//! The differences of all artists of an Axes.

use std::collections::HashMap;

use serde_json::Value;

use super::artist::{self, Place};
use super::{Difference, Group, Options, matching};

/// Kinds that are texts, and kinds that mark a place. All others show data.
const TEXTS: [&str; 3] = ["text", "annotation", "legend"];
const MARKS: [&str; 5] = ["hline", "vline", "axline", "span", "colorbar"];

/// The differences of the artists of Axes `axes` of the reference.
pub(super) fn differences(
    expected: &[Value],
    found: &[Value],
    axes: usize,
    options: &Options,
) -> Vec<Difference> {
    let mut all = vec![];
    let pairs = pairs(expected, found, options);
    for (at, pair) in pairs.iter().enumerate() {
        let words = format!("axes {}, {}", axes + 1, name(expected, at));
        let path = format!("axes[{axes}].artists[{at}]");
        match pair {
            Some(other) => {
                let place = Place { words: &words, path: &path };
                all.extend(artist::differences(
                    &expected[at],
                    &found[*other],
                    &place,
                    options.tolerance,
                ));
            }
            None => {
                let difference = Difference::new(Group::Artists, "artist-missing", path);
                let words = format!("axes {}: {} is missing", axes + 1, name(expected, at));
                all.push(difference.between(&expected[at]["kind"], &Value::Null).words(words));
            }
        }
    }
    for at in (0..found.len()).filter(|at| !pairs.contains(&Some(*at))) {
        let path = format!("axes[{axes}].artists[{at}]");
        let difference = Difference::new(Group::Artists, "artist-extra", path);
        let words = format!("axes {}: {} is not expected", axes + 1, name(found, at));
        all.push(difference.between(&Value::Null, &found[at]["kind"]).words(words));
    }
    all
}

/// What an artist is called: its kind with its label, or with its number among those of its kind.
fn name(artists: &[Value], at: usize) -> String {
    let kind = artists[at]["kind"].as_str().unwrap_or("artist");
    match artists[at]["label"].as_str() {
        Some(label) => format!("{kind} {}", super::text(&label.into())),
        None => {
            let before = artists[..at].iter().filter(|one| one["kind"] == artists[at]["kind"]);
            format!("{kind} {}", before.count() + 1)
        }
    }
}

/// For each artist of the reference that of the figure.
fn pairs(expected: &[Value], found: &[Value], options: &Options) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = vec![None; expected.len()];
    // Most are the same to the last digit.
    let mut same: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, artist) in found.iter().enumerate().rev() {
        same.entry(artist.to_string()).or_default().push(at);
    }
    for (pair, artist) in pairs.iter_mut().zip(expected) {
        *pair = same.get_mut(&artist.to_string()).and_then(Vec::pop);
    }
    let left: Vec<usize> = (0..expected.len()).filter(|at| pairs[*at].is_none()).collect();
    let others: Vec<usize> = (0..found.len()).filter(|at| !pairs.contains(&Some(*at))).collect();
    let cost = |one: usize, other: usize| {
        let (one, other) = (&expected[left[one]], &found[others[other]]);
        comparable(one, other).then(|| cost(one, other, options))
    };
    for (one, other) in matching::pairs((left.len(), others.len()), cost).into_iter().enumerate() {
        pairs[left[one]] = other.map(|other| others[other]);
    }
    pairs
}

/// Whether one may be drawn in the place of the other.
fn comparable(one: &Value, other: &Value) -> bool {
    let kinds = [one, other].map(|artist| artist["kind"].as_str().unwrap_or_default());
    // A line through the whole Axes and one that has ends: `axhline` and `hlines`.
    fn lines(kind: &str) -> Option<&str> {
        kind.strip_suffix("lines").or(kind.strip_suffix("line"))
    }
    let [first, second] = kinds.map(lines);
    let marked = |direction| matches!(direction, Some("h" | "v"));
    family(one) == family(other) || marked(first) && first == second
}

fn family(artist: &Value) -> u8 {
    let kind = artist["kind"].as_str().unwrap_or_default();
    match kind {
        _ if TEXTS.contains(&kind) => 1,
        _ if MARKS.contains(&kind) => 2,
        _ => 0,
    }
}

/// How much two artists differ.
fn cost(one: &Value, other: &Value, options: &Options) -> f64 {
    let place = Place { words: "", path: "" };
    let differences = artist::differences(one, other, &place, options.tolerance).into_iter();
    differences
        .filter(|one| !options.ignored.contains(&one.group))
        .map(|one| match one.group {
            Group::Kinds => 3.0,
            Group::Colors => 0.75,
            _ => 1.0,
        })
        .sum()
}
