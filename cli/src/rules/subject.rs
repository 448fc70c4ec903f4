//! What is in a figure, where a rule looks.

use serde_json::Value;

use crate::comparison::list;

use super::key::{Key, Quantity, Which};
use super::unit::{Content, Unit};

/// What is not in a description.
pub(super) struct Missing {
    pub(super) what: String,
    /// Whether it may be in the figure all the same, because the description leaves something out.
    pub(super) cut: bool,
}

/// What a rule is about in a description: the places, of each of which one unit must be as the rule demands; or what
/// is not there.
pub(super) fn find(description: &Value, key: &Key) -> Result<Vec<Vec<Unit>>, Missing> {
    let all: Vec<&Value> =
        list(&description["axes"]).iter().filter(|axes| is_panel(axes)).collect();
    let more_axes = description["more_axes"].as_u64().unwrap_or(0);
    if key.name == "min_axes" || key.name == "max_axes" {
        let described = list(&description["axes"]).len() == all.len();
        return Ok(vec![vec![count(all.len(), more_axes, described)]]);
    }
    let cut = more_axes > 0 && !matches!(key.axes, Some(Which::At(_)));
    let places: Vec<Vec<&Value>> = match key.axes {
        None => vec![all],
        Some(Which::At(at)) => {
            let missing = || Missing { what: format!("axes[{at}]"), cut: more_axes > 0 };
            vec![vec![*all.get(at).ok_or_else(missing)?]]
        }
        Some(_) => all.into_iter().map(|axes| vec![axes]).collect(),
    };
    let unknown = |cut: bool| cut.then(|| Unit::from(Content::Unknown));
    let mut found: Vec<Vec<Unit>> = vec![];
    for axes in &places {
        let more = more_artists(axes) > 0 || cut && key.axes.is_none();
        let Some(which) = key.series else {
            let figure = key.axes.is_none().then_some(&description["figure"]);
            let mut unit = of_axes(key, axes, figure);
            unit.partial = cut && key.axes.is_none() || is_of_artists(key) && more;
            found.push(vec![unit]);
            continue;
        };
        let (series, marks) = (series(axes), marks(axes));
        let each = series.iter().map(|one| of_series(key, one));
        let with_marks = series.iter().chain(marks.iter().filter(|_| !more));
        match which {
            Which::All => {
                found.extend(each.chain(unknown(more)).map(|unit| vec![unit]));
            }
            Which::Any => {
                let marks = marks.iter().map(|one| of_series(key, one));
                found.push(each.chain(marks).chain(unknown(more)).collect());
            }
            Which::At(at) => {
                let one = with_marks.map(|one| of_series(key, one)).nth(at);
                let missing = || Missing { what: format!("series[{at}]"), cut: more };
                found.push(vec![one.ok_or_else(missing)?]);
            }
        }
    }
    found.extend(unknown(cut && key.axes.is_some()).map(|unit| vec![unit]));
    Ok(found)
}

/// How many artists of these Axes are not described.
fn more_artists(axes: &[&Value]) -> u64 {
    let more = axes.iter().filter_map(|axes| axes["more_artists"].as_u64());
    // The program may have written any number.
    more.fold(0, u64::saturating_add)
}

/// So many, and those that are not described: they count if all that are described do (`alike`).
fn count(described: usize, more: u64, alike: bool) -> Unit {
    let described = described as u64;
    let most = described.saturating_add(more);
    match alike || more == 0 {
        true => Content::Values(vec![most.into()]).into(),
        false => Content::Count(described, most).into(),
    }
}

/// Whether what a rule is about is read from the artists.
fn is_of_artists(key: &Key) -> bool {
    matches!(key.name, "kind" | "text" | "color" | "points" | "min_points" | "max_points")
        || key.quantity == Quantity::Range
}

/// Whether an Axes is one that the program draws in: no colour bar and no second scale.
fn is_panel(axes: &Value) -> bool {
    let artists = list(&axes["artists"]);
    let bar = !artists.is_empty() && artists.iter().all(|artist| artist["kind"] == "colorbar");
    !bar && axes["secondary_of"].is_null()
}

/// Kinds that mark a place or a part of an Axes. They are series behind all others, whose places they must not change.
const MARKS: [&str; 4] = ["hline", "vline", "axline", "span"];

/// The other kinds that show no data.
const OTHERS: [&str; 9] =
    ["text", "annotation", "legend", "arrow", "quiverkey", "table", "colorbar", "unknown", "wedge"];

/// The artists that show data, in drawing order.
fn series<'a>(axes: &[&'a Value]) -> Vec<&'a Value> {
    artists(axes, |kind| !OTHERS.contains(&kind) && !MARKS.contains(&kind))
}

fn marks<'a>(axes: &[&'a Value]) -> Vec<&'a Value> {
    artists(axes, |kind| MARKS.contains(&kind))
}

fn artists<'a>(axes: &[&'a Value], which: impl Fn(&str) -> bool) -> Vec<&'a Value> {
    let all = axes.iter().flat_map(|axes| list(&axes["artists"]));
    all.filter(|artist| which(artist["kind"].as_str().unwrap_or_default())).collect()
}

/// The texts that are not empty.
fn texts<'a>(values: impl IntoIterator<Item = &'a Value>) -> Vec<Value> {
    let is_text = |value: &&Value| value.as_str().is_some_and(|text| !text.trim().is_empty());
    values.into_iter().filter(is_text).cloned().collect()
}

fn of_series(key: &Key, series: &Value) -> Unit {
    let values = match key.name {
        "label" | "kind" => texts([&series[key.name]]),
        "color" => colors(series),
        // A description leaves out the most frequent one.
        "style" => vec![series["style"].as_str().unwrap_or("solid").into()],
        "points" => vec![points(series).into()],
        name => match &series[name] {
            Value::Array(values) => values.clone(),
            Value::Object(_) => return Content::Summary(series[name].clone()).into(),
            Value::Null => vec![],
            other => vec![other.clone()],
        },
    };
    Content::Values(values).into()
}

/// How many points a series has.
fn points(series: &Value) -> u64 {
    let count = |value: &Value| match value {
        Value::Array(list) => Some(list.len() as u64),
        _ => value["count"].as_u64(),
    };
    ["x", "y", "values", "positions", "boxes"]
        .iter()
        .find_map(|name| count(&series[*name]))
        .unwrap_or(0)
}

fn colors(artist: &Value) -> Vec<Value> {
    match &artist["color"] {
        Value::Array(colors) => texts(colors),
        color => texts([color]),
    }
}

/// What is in several Axes, and in the figure itself if it is asked for.
fn of_axes(key: &Key, axes: &[&Value], figure: Option<&Value>) -> Unit {
    let artists = || axes.iter().flat_map(|axes| list(&axes["artists"]));
    let legends = || {
        let own = axes.iter().map(|axes| &axes["legend"]);
        own.chain(figure.into_iter().flat_map(|figure| list(&figure["legends"])))
    };
    let of_figure = |name: &str| texts(figure.map(|figure| &figure[name]));
    let values = match key.name {
        "title" => {
            let own = axes
                .iter()
                .flat_map(|axes| ["title", "title_left", "title_right"].map(|name| &axes[name]));
            [of_figure("title"), texts(own)].concat()
        }
        "kind" => texts(artists().map(|artist| &artist["kind"])),
        "legend" | "legend_labels" => texts(legends().flat_map(|legend| list(&legend["labels"]))),
        "legend_title" => texts(legends().map(|legend| &legend["title"])),
        "text" => {
            let own = figure.into_iter().flat_map(|figure| list(&figure["texts"]));
            texts(own.chain(artists().map(|artist| &artist["text"])))
        }
        "color" => series(axes).into_iter().flat_map(colors).collect(),
        "projection" => texts(axes.iter().map(|axes| &axes["projection"])),
        "points" | "min_points" | "max_points" => {
            series(axes).into_iter().map(|series| points(series).into()).collect()
        }
        "min_series" | "max_series" => {
            let (series, described) = (series(axes).len(), artists().count());
            return count(series, more_artists(axes), series == described);
        }
        name => return of_axis(name, axes, &of_figure),
    };
    Content::Values(values).into()
}

/// What is along an axis: `x.label` and so on.
fn of_axis(name: &str, axes: &[&Value], of_figure: &dyn Fn(&str) -> Vec<Value>) -> Unit {
    let (axis, part) = name.split_once('.').unwrap_or((name, ""));
    let values = match part {
        "label" => {
            let own = texts(axes.iter().map(|axes| &axes[axis]["label"]));
            [own, of_figure(&format!("{axis}_label"))].concat()
        }
        "scale" => texts(axes.iter().map(|axes| &axes[axis]["scale"])),
        "limits" => axes.iter().flat_map(|axes| list(&axes[axis]["limits"])).cloned().collect(),
        "ticks" => texts(axes.iter().flat_map(|axes| list(&axes[axis]["ticks"]["labels"]))),
        _ => {
            let mut numbers = vec![];
            for series in series(axes) {
                let unit = Unit::from(match &series[axis] {
                    Value::Array(values) => Content::Values(values.clone()),
                    summary => Content::Summary(summary.clone()),
                });
                numbers.extend(
                    unit.numbers()
                        .unwrap_or_default()
                        .into_iter()
                        .filter(|number| number.is_finite()),
                );
            }
            let least = numbers.iter().copied().reduce(f64::min);
            let greatest = numbers.iter().copied().reduce(f64::max);
            least.into_iter().chain(greatest).map(Value::from).collect()
        }
    };
    Content::Values(values).into()
}
