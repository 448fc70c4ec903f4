//! The differences of two legends, whose order is not compared.

use serde_json::Value;

use super::{Difference, Group, list, text, texts_of};

/// The differences of the legends of two Axes. A label that an artist has in another wording (`renamed`, as expected
/// and as found) is named there.
pub(super) fn differences(
    expected: &Value,
    found: &Value,
    at: usize,
    renamed: &[(Value, Value)],
) -> Vec<Difference> {
    let (place, path) = (format!("axes {}", at + 1), format!("axes[{at}].legend"));
    let labels = |legend: &Value| list(&legend["labels"]).to_vec();
    let [mut wanted, mut seen] = [labels(expected), labels(found)];
    match (expected.is_null(), found.is_null()) {
        (true, true) => return vec![],
        (false, true) => {
            let words = format!(
                "{place}: the legend is missing, expected one with {}",
                text(&wanted.into())
            );
            return vec![
                Difference::new(Group::Legend, "legend-missing", path)
                    .between(expected, found)
                    .words(words),
            ];
        }
        (true, false) => {
            let words =
                format!("{place}: there is a legend of {}, expected none", text(&seen.into()));
            return vec![
                Difference::new(Group::Legend, "legend-extra", path)
                    .between(expected, found)
                    .words(words),
            ];
        }
        (false, false) => {}
    }
    let title = (&expected["title"], &found["title"]);
    let title_path = format!("{path}.title");
    let mut all: Vec<Difference> = texts_of(
        (Group::Legend, "legend-title", &title_path),
        title,
        (&place, "title of the legend"),
    )
    .into_iter()
    .collect();
    take_common(&mut wanted, &mut seen);
    for (expected, found) in renamed {
        if wanted.contains(expected) && seen.contains(found) {
            take(&mut wanted, expected);
            take(&mut seen, found);
        }
    }
    let parts =
        [("lacks", &wanted), ("has", &seen)].into_iter().filter(|(_, labels)| !labels.is_empty());
    let parts: Vec<String> =
        parts.map(|(verb, labels)| format!("{verb} {}", text(&labels.clone().into()))).collect();
    if !parts.is_empty() {
        let unexpected = if seen.is_empty() { "" } else { ", which is not expected" };
        let words = format!("{place}: the legend {}{unexpected}", parts.join(" and "));
        let difference =
            Difference::new(Group::Legend, "legend-labels-differ", format!("{path}.labels"));
        all.push(difference.between(&expected["labels"], &found["labels"]).words(words));
    }
    all
}

fn take_common(one: &mut Vec<Value>, other: &mut Vec<Value>) {
    for label in one.clone() {
        if other.contains(&label) {
            take(one, &label);
            take(other, &label);
        }
    }
}

fn take(labels: &mut Vec<Value>, label: &Value) {
    if let Some(at) = labels.iter().position(|one| one == label) {
        labels.remove(at);
    }
}
