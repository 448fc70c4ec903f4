//! The differences of one axis: its label, scale, limits and the names at its ticks.

use serde_json::Value;

use super::values::{Tolerance, leaves, text};
use super::{Difference, Group, list, texts_of};

/// The differences of the axis `name` of Axes `at`.
pub(super) fn differences(
    expected: &Value,
    found: &Value,
    name: &str,
    at: usize,
    tolerance: Tolerance,
) -> Vec<Difference> {
    let (expected, found) = (&expected[name], &found[name]);
    if expected.is_null() || found.is_null() {
        return vec![];
    }
    let (place, path) = (format!("axes {}", at + 1), format!("axes[{at}].{name}"));
    let of = |group, part: &str, verb: &str| {
        Difference::new(group, format!("{name}-{part}-{verb}"), format!("{path}.{part}"))
    };
    let both = |part: &str| (&expected[part], &found[part]);
    let mut all: Vec<Difference> = texts_of(
        (Group::Labels, &format!("{name}-label"), &format!("{path}.label")),
        both("label"),
        (&place, &format!("{name} label")),
    )
    .into_iter()
    .collect();
    let same_scale = both("scale").0 == both("scale").1
        && leaves(both("base").0, both("base").1, tolerance).is_empty();
    if !same_scale {
        let [wanted, seen] = [expected, found].map(scale);
        let words = format!("{place}: the {name} scale is {seen}, expected {wanted}");
        all.push(
            of(Group::Scales, "scale", "differs")
                .between(both("scale").0, both("scale").1)
                .words(words),
        );
    } else if !leaves(both("limits").0, both("limits").1, tolerance).is_empty() {
        let [wanted, seen] = [both("limits").0, both("limits").1].map(|limits| {
            let ends: Vec<String> = list(limits).iter().map(text).collect();
            format!("from {}", ends.join(" to "))
        });
        let words = format!("{place}: the {name} axis goes {seen}, expected {wanted}");
        all.push(
            of(Group::Limits, "limits", "differ")
                .between(both("limits").0, both("limits").1)
                .words(words),
        );
    }
    let [wanted, seen] = [expected, found].map(names);
    if wanted != seen {
        let [one, other] = [wanted, seen].map(Value::from);
        let shown =
            |names: &Value| if list(names).is_empty() { "no names".into() } else { text(names) };
        let words = format!(
            "{place}: the {name} tick labels are {}, expected {}",
            shown(&other),
            shown(&one)
        );
        all.push(of(Group::Ticks, "ticks", "differ").between(&one, &other).words(words));
    }
    if both("visible").0 != both("visible").1 {
        let [wanted, seen] = [both("visible").0, both("visible").1]
            .map(|it| if it.is_null() { "visible" } else { "hidden" });
        let words = format!("{place}: the {name} axis is {seen}, expected {wanted}");
        all.push(of(Group::Ticks, "visible", "differs").words(words));
    }
    all
}

fn scale(axis: &Value) -> String {
    let scale = axis["scale"].as_str().unwrap_or("unknown");
    match axis["base"].as_f64() {
        Some(base) => format!("{scale} of base {base}"),
        None => scale.to_owned(),
    }
}

/// The tick labels that somebody has written: names without a digit. All others follow from the limits and the size.
fn names(axis: &Value) -> Vec<Value> {
    let labels = list(&axis["ticks"]["labels"]).iter();
    let is_name = |text: &str| {
        let text = text.replace("\\mathdefault", "");
        text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_numeric)
    };
    // Months and days of dates are Matplotlib's.
    let dates = list(&axis["limits"]).iter().any(Value::is_string);
    labels.filter(|label| !dates && label.as_str().is_some_and(is_name)).cloned().collect()
}
