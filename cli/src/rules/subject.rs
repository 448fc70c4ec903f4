//! What is in a figure, where a rule looks.

use serde_json::Value;

use crate::comparison::{list, text};

use super::condition::all_numbers;
use super::key::{Key, Quantity, Which};

/// What was found in one place: a figure, an Axes or a series.
#[derive(Debug)]
pub(super) enum Unit {
    /// Every value.
    Values(Vec<Value>),
    /// What the description has instead of too many values.
    Summary(Value),
}

impl Unit {
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Values(values) if values.is_empty())
    }

    pub(super) fn values(&self) -> Option<&[Value]> {
        match self {
            Self::Values(values) => Some(values),
            Self::Summary(_) => None,
        }
    }

    /// The values that are texts.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.values().unwrap_or_default().iter().filter_map(Value::as_str)
    }

    /// The values as numbers; the least and the greatest of too many.
    pub(super) fn numbers(&self) -> Option<Vec<f64>> {
        match self {
            Self::Values(values) => all_numbers(values),
            Self::Summary(summary) => {
                let ends = ["min", "max"].map(|name| summary[name].as_f64());
                ends.into_iter().collect()
            }
        }
    }

    /// The values for people.
    pub(super) fn text(&self, quantity: Quantity) -> String {
        let shown = |value: &Value| match (quantity, value) {
            (Quantity::Kind | Quantity::Name | Quantity::Color, Value::String(name)) => {
                name.clone()
            }
            _ => text(value),
        };
        match self {
            Self::Values(values) if values.is_empty() => "none".into(),
            Self::Values(values) => {
                let most = 12;
                let more = if values.len() > most {
                    format!(" and {} more", values.len() - most)
                } else {
                    String::new()
                };
                let between = if matches!(quantity, Quantity::Range | Quantity::Limits) {
                    " to "
                } else {
                    ", "
                };
                let texts: Vec<String> = values.iter().take(most).map(shown).collect();
                texts.join(between) + &more
            }
            Self::Summary(summary) => {
                let [count, least, greatest] =
                    ["count", "min", "max"].map(|name| text(&summary[name]));
                format!("{count} values from {least} to {greatest}")
            }
        }
    }
}

/// What a rule is about in a description: one unit for each place; or what is not there.
pub(super) fn find(description: &Value, key: &Key) -> Result<Vec<Unit>, String> {
    let all: Vec<&Value> =
        list(&description["axes"]).iter().filter(|axes| is_panel(axes)).collect();
    let places: Vec<Vec<&Value>> = match key.axes {
        None => vec![all],
        Some(Which::All) => all.into_iter().map(|axes| vec![axes]).collect(),
        Some(Which::At(at)) => vec![vec![*all.get(at).ok_or_else(|| format!("axes[{at}]"))?]],
    };
    let Some(which) = key.series else {
        let figure = key.axes.is_none().then_some(&description["figure"]);
        return Ok(places.iter().map(|axes| of_axes(key, axes, figure)).collect());
    };
    let mut units = vec![];
    for axes in places {
        let series = series(&axes);
        match which {
            Which::All => units.extend(series.iter().map(|one| of_series(key, one))),
            Which::At(at) => {
                units.push(of_series(key, series.get(at).ok_or_else(|| format!("series[{at}]"))?));
            }
        }
    }
    Ok(units)
}

/// Whether an Axes is one that the program draws in: no colour bar and no second scale.
fn is_panel(axes: &Value) -> bool {
    let artists = list(&axes["artists"]);
    let bar = !artists.is_empty() && artists.iter().all(|artist| artist["kind"] == "colorbar");
    !bar && axes["secondary_of"].is_null()
}

/// Kinds that show no data.
const OTHERS: [&str; 13] = [
    "text",
    "annotation",
    "legend",
    "arrow",
    "quiverkey",
    "table",
    "colorbar",
    "hline",
    "vline",
    "axline",
    "span",
    "unknown",
    "wedge",
];

/// The artists that show data, in drawing order.
fn series<'a>(axes: &[&'a Value]) -> Vec<&'a Value> {
    let artists = axes.iter().flat_map(|axes| list(&axes["artists"]));
    artists
        .filter(|artist| !OTHERS.contains(&artist["kind"].as_str().unwrap_or_default()))
        .collect()
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
        "points" => vec![points(series).into()],
        name => match &series[name] {
            Value::Array(values) => values.clone(),
            Value::Object(_) => return Unit::Summary(series[name].clone()),
            Value::Null => vec![],
            other => vec![other.clone()],
        },
    };
    Unit::Values(values)
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
        "min_series" | "max_series" => vec![series(axes).len().into()],
        "min_axes" | "max_axes" => vec![axes.len().into()],
        name => return of_axis(name, axes, &of_figure),
    };
    Unit::Values(values)
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
                let unit = match &series[axis] {
                    Value::Array(values) => Unit::Values(values.clone()),
                    summary => Unit::Summary(summary.clone()),
                };
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
    Unit::Values(values)
}
