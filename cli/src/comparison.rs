//! Compares the description of a figure with that of a reference, in the words of a grader.
//!
//! What a viewer can't tell apart is alike: another size, another order of lines or of a legend, and numbers within
//! the tolerance.

mod artist;
mod artists;
mod axes;
mod axis;
mod field;
mod legend;
mod matching;
mod order;
mod summary;
mod values;

use serde::Serialize;
use serde_json::Value;

pub(crate) use values::{Tolerance, likeness, moment, number, text};

/// What a difference is about. `--ignore` names these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Group {
    /// Titles of the figure and its Axes.
    Titles,
    /// Labels of axes and of artists.
    Labels,
    /// Legends.
    Legend,
    /// Scales of axes.
    Scales,
    /// Limits of axes and colour maps.
    Limits,
    /// Tick labels that are names.
    Ticks,
    /// Projections.
    Projection,
    /// Colours and colour maps.
    Colors,
    /// Texts and tables.
    Texts,
    /// Kinds of artists.
    Kinds,
    /// Artists that are missing or not expected.
    Artists,
    /// Axes that are missing, not expected or exchanged.
    Axes,
    /// Numbers, dates and categories.
    Data,
    /// The order of points.
    Order,
    /// Values that are too many to be listed, where only the hash differs.
    Hash,
}

/// How figures are compared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    /// How far numbers may be apart.
    pub(crate) tolerance: Tolerance,
    /// What is not compared.
    pub(crate) ignored: Vec<Group>,
}

/// One difference between a figure and its reference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Difference {
    /// What differs and how, which stays the same in later versions.
    pub(crate) code: String,
    group: Group,
    /// Where it is in the description of the reference; in that of the figure if the reference lacks it.
    path: String,
    found: Value,
    expected: Value,
    /// The difference for people.
    pub(crate) words: String,
}

impl Difference {
    fn new(group: Group, code: impl Into<String>, path: impl Into<String>) -> Self {
        let (found, expected) = (Value::Null, Value::Null);
        Self { code: code.into(), group, path: path.into(), found, expected, words: String::new() }
    }

    fn between(self, expected: &Value, found: &Value) -> Self {
        Self { expected: expected.clone(), found: found.clone(), ..self }
    }

    fn words(self, words: impl Into<String>) -> Self {
        Self { words: words.into(), ..self }
    }
}

/// All differences of two descriptions.
pub(crate) fn compare(reference: &Value, figure: &Value, options: &Options) -> Vec<Difference> {
    let mut found = figures(&reference["figure"], &figure["figure"], options.tolerance);
    found.extend(specifications(reference, figure, options.tolerance));
    found.extend(axes::differences(list(&reference["axes"]), list(&figure["axes"]), options));
    found.retain(|one| !options.ignored.contains(&one.group));
    found
}

/// The differences of what belongs to no Axes.
fn figures(reference: &Value, figure: &Value, tolerance: Tolerance) -> Vec<Difference> {
    let mut found = vec![];
    for (name, group, thing) in [
        ("title", Group::Titles, "title"),
        ("x_label", Group::Labels, "x label"),
        ("y_label", Group::Labels, "y label"),
        ("library", Group::Kinds, "library"),
        ("kind", Group::Kinds, "kind"),
    ] {
        let code = format!("figure-{}", name.replace('_', "-"));
        let texts = (&reference[name], &figure[name]);
        found.extend(texts_of((group, &code, &format!("figure.{name}")), texts, ("figure", thing)));
    }
    for (name, group) in
        [("legends", Group::Legend), ("texts", Group::Texts), ("parts", Group::Artists)]
    {
        let [expected, seen] = [reference, figure].map(|one| Value::from(list(&one[name])));
        let leaves = values::leaves(&expected, &seen, tolerance);
        if !leaves.is_empty() {
            let difference =
                Difference::new(group, format!("figure-{name}-differ"), format!("figure.{name}"));
            let words = format!(
                "figure: the {name} are {}, expected {}",
                values::text(&seen),
                values::text(&expected)
            );
            found.push(difference.between(&expected, &seen).words(words));
        }
    }
    found
}

/// What charts of other libraries say of themselves.
fn specifications(reference: &Value, figure: &Value, tolerance: Tolerance) -> Option<Difference> {
    let (expected, seen) = (&reference["specification"], &figure["specification"]);
    let leaves = values::leaves(expected, seen, tolerance);
    let first = leaves.first()?;
    let path = format!("specification{}", first.path());
    let more = match leaves.len() - 1 {
        0 => String::new(),
        1 => ", and 1 more place differs".into(),
        more => format!(", and {more} more places differ"),
    };
    let words =
        format!("chart: {path} is {}, expected {}{more}", text(first.found), text(first.expected));
    let difference = Difference::new(Group::Data, "specification-differs", path);
    Some(difference.between(first.expected, first.found).words(words))
}

/// The difference of two texts of which either may be missing: its group, code and path; the texts; the place and the
/// thing in words.
fn texts_of(
    (group, code, path): (Group, &str, &str),
    (expected, found): (&Value, &Value),
    (place, thing): (&str, &str),
) -> Option<Difference> {
    let [wanted, seen] = [expected, found].map(|text| text.as_str().unwrap_or_default().trim());
    let (way, words) = match (wanted.is_empty(), seen.is_empty()) {
        _ if wanted == seen => return None,
        (_, true) => ("missing", format!("is missing, expected {}", text(expected))),
        (true, _) => ("extra", format!("is {}, expected none", text(found))),
        _ => ("differs", format!("is {}, expected {}", text(found), text(expected))),
    };
    let difference = Difference::new(group, format!("{code}-{way}"), path);
    Some(difference.between(expected, found).words(format!("{place}: the {thing} {words}")))
}

/// The list in a description; an empty one if there is none.
pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
