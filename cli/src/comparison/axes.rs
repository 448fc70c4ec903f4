//! The differences of all Axes of two figures.

use serde_json::{Value, json};

use super::{Difference, Group, Options, artist, artists, axis, legend, list, matching, texts_of};

/// In how many pairs of Axes all contents are compared to find out which belong together.
const PAIRS: usize = 256;

/// The differences of all Axes.
pub(super) fn differences(
    expected: &[Value],
    found: &[Value],
    options: &Options,
) -> Vec<Difference> {
    let same_count = expected.len() == found.len();
    let few = expected.len() * found.len() <= PAIRS;
    let cost = |one: usize, other: usize| {
        let (reference, figure) = (&expected[one], &found[other]);
        // The place tells which is which, unless several lie there or one is missing.
        let here = found.iter().filter(|axes| apart(reference, axes) < 0.01).count();
        let contents = match !few || same_count && here < 2 {
            true => 0.0,
            false => visible(plain(reference, figure, one, options), options).len().min(20) as f64,
        };
        let weight = if same_count { 0.001 } else { 1.0 };
        let roles = ["twin_of", "inset_of", "secondary_of"];
        let same_role =
            roles.iter().all(|role| reference[role].is_null() == figure[role].is_null());
        Some(apart(reference, figure) + contents * weight + if same_role { 0.0 } else { 10.0 })
    };
    let pairs = matching::pairs((expected.len(), found.len()), cost);
    let mut each: Vec<Vec<Difference>> = vec![];
    for (at, pair) in pairs.iter().enumerate() {
        each.push(match pair {
            Some(other) => visible(of(&expected[at], &found[*other], at, options), options),
            None => {
                let words = format!("{} is missing", name(&expected[at], at));
                vec![
                    Difference::new(Group::Axes, "axes-missing", format!("axes[{at}]"))
                        .words(words),
                ]
            }
        });
    }
    exchanged(expected, found, &pairs, &mut each, options);
    let mut all: Vec<Difference> = each.into_iter().flatten().collect();
    for at in (0..found.len()).filter(|at| !pairs.contains(&Some(*at))) {
        let words = format!("{} is not expected", name(&found[at], at));
        all.push(Difference::new(Group::Axes, "axes-extra", format!("axes[{at}]")).words(words));
    }
    all
}

/// What an Axes is called.
fn name(axes: &Value, at: usize) -> String {
    let bar = list(&axes["artists"]).iter().any(|artist| artist["kind"] == "colorbar");
    format!("axes {}{}", at + 1, if bar { ", a colour bar," } else { "" })
}

/// The kinds of all artists, in order.
fn kinds(axes: &Value) -> Vec<String> {
    let kinds = list(&axes["artists"]).iter().map(|artist| artist["kind"].to_string());
    let mut kinds: Vec<String> = kinds.collect();
    kinds.sort();
    kinds
}

fn visible(mut differences: Vec<Difference>, options: &Options) -> Vec<Difference> {
    differences.retain(|one| !options.ignored.contains(&one.group));
    differences
}

/// How far two Axes are apart, in parts of the figure.
fn apart(one: &Value, other: &Value) -> f64 {
    let middle = |axes: &Value| {
        let side = |at: usize| axes["position"][at].as_f64().unwrap_or(0.0);
        [side(0) + side(2) / 2.0, side(1) + side(3) / 2.0]
    };
    let (one, other) = (middle(one), middle(other));
    (one[0] - other[0]).hypot(one[1] - other[1]).min(2.0)
}

/// Replaces the differences of Axes of which each shows what the other should.
fn exchanged(
    expected: &[Value],
    found: &[Value],
    pairs: &[Option<usize>],
    each: &mut [Vec<Difference>],
    options: &Options,
) {
    let most = if pairs.len() * pairs.len() > PAIRS { 0 } else { pairs.len() };
    for one in 0..most {
        for other in one + 1..pairs.len() {
            let (Some(a), Some(b)) = (pairs[one], pairs[other]) else { continue };
            if each[one].is_empty() || each[other].is_empty() {
                continue;
            }
            let alike = |at: usize, figure: usize| {
                let [one, other] = [&expected[at], &found[figure]].map(kinds);
                one == other
                    && visible(plain(&expected[at], &found[figure], at, options), options)
                        .is_empty()
            };
            if alike(one, b) && alike(other, a) {
                let words = format!("axes {} and axes {} are exchanged", one + 1, other + 1);
                let difference =
                    Difference::new(Group::Axes, "axes-exchanged", format!("axes[{one}]"));
                each[one] = vec![difference.words(words)];
                each[other].clear();
            }
        }
    }
}

/// The differences of one Axes.
fn of(expected: &Value, found: &Value, at: usize, options: &Options) -> Vec<Difference> {
    let all = plain(expected, found, at, options);
    let has_data = |all: &[Difference]| all.iter().any(|one| is_data(one.group));
    if !has_data(&all) {
        return all;
    }
    let swapped = swapped(found);
    let of_swapped = plain(expected, &swapped, at, options);
    if has_data(&of_swapped) {
        return all;
    }
    // The labels may stand where they should, or be exchanged too.
    let limits = |one: &Difference| one.group == Group::Limits;
    let rest = |all: Vec<Difference>| -> Vec<Difference> {
        all.into_iter().filter(|one| !is_data(one.group) && !limits(one)).collect()
    };
    let (one, other) = (rest(all), rest(of_swapped));
    let words = format!("axes {}: x and y are exchanged", at + 1);
    let mut all =
        vec![Difference::new(Group::Axes, "axes-swapped", format!("axes[{at}]")).words(words)];
    all.extend(if other.len() < one.len() { other } else { one });
    all
}

/// What other limits follow from.
fn is_data(group: Group) -> bool {
    matches!(group, Group::Data | Group::Order | Group::Hash | Group::Kinds | Group::Artists)
}

fn plain(expected: &Value, found: &Value, at: usize, options: &Options) -> Vec<Difference> {
    let place = format!("axes {}", at + 1);
    let mut all = vec![];
    let projections = (&expected["projection"], &found["projection"]);
    let same_projection = projections.0 == projections.1;
    if !same_projection {
        let [wanted, seen] = [projections.0, projections.1].map(|it| it.as_str().unwrap_or("none"));
        let words = format!("{place}: the projection is {seen}, expected {wanted}");
        let difference = Difference::new(
            Group::Projection,
            "projection-differs",
            format!("axes[{at}].projection"),
        );
        all.push(difference.between(projections.0, projections.1).words(words));
    }
    for (name, thing) in [
        ("title", "title"),
        ("title_left", "title on the left"),
        ("title_right", "title on the right"),
    ] {
        let code = name.replace('_', "-");
        let path = format!("axes[{at}].{name}");
        all.extend(texts_of(
            (Group::Titles, &code, &path),
            (&expected[name], &found[name]),
            (&place, thing),
        ));
    }
    for name in ["x", "y", "z"] {
        all.extend(axis::differences(expected, found, name, at, options.tolerance));
    }
    let artists =
        artists::differences(list(&expected["artists"]), list(&found["artists"]), at, options);
    let renamed = artists.iter().filter(|one| one.code == "label-differs");
    let renamed: Vec<(Value, Value)> =
        renamed.map(|one| (one.expected.clone(), one.found.clone())).collect();
    all.extend(legend::differences(&expected["legend"], &found["legend"], at, &renamed));
    let follows = artists.iter().any(|one| is_data(one.group));
    let reordered = artists.iter().any(|one| one.group == Group::Order);
    all.extend(artists);
    let more = (&expected["more_artists"], &found["more_artists"]);
    if more.0 != more.1 {
        let [wanted, seen] = [more.0, more.1].map(|it| it.as_u64().unwrap_or(0));
        let words = format!("{place}: {seen} more artists are not described, expected {wanted}");
        let difference = Difference::new(
            Group::Artists,
            "more-artists-differ",
            format!("axes[{at}].more_artists"),
        );
        all.push(difference.between(more.0, more.1).words(words));
    }
    all.retain(|one| match one.group {
        Group::Limits => !follows && same_projection,
        Group::Scales => same_projection,
        // Categories stand in the order of the points.
        Group::Ticks => same_projection && !reordered,
        _ => true,
    });
    all
}

/// The Axes with x and y exchanged.
fn swapped(axes: &Value) -> Value {
    let mut other = axes.clone();
    if !axes.is_object() {
        return other;
    }
    other["x"] = axes["y"].clone();
    other["y"] = axes["x"].clone();
    other["artists"] =
        json!(list(&axes["artists"]).iter().map(artist::swapped).collect::<Vec<_>>());
    other
}
