//! The names of rules: what in a figure a rule is about.

use std::fmt;

use super::source::Segment;

/// One of several, each of them, or at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    All,
    Any,
    At(usize),
}

impl fmt::Display for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("[all]"),
            Self::Any => f.write_str("[any]"),
            Self::At(place) => write!(f, "[{place}]"),
        }
    }
}

/// What a value of a rule is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quantity {
    /// Texts.
    Text,
    /// Names of Matplotlib's, which are not quoted.
    Kind,
    Name,
    Scale,
    Color,
    /// A whole number that must not be less, or not be greater.
    Least,
    Most,
    /// A number for each series.
    Number,
    /// The least and the greatest.
    Range,
    /// Both limits of an axis.
    Limits,
    /// All values of a series.
    Values,
}

/// The names that an Axes or a whole figure has.
const AXES: [(&str, Quantity); 28] = [
    ("title", Quantity::Text),
    ("kind", Quantity::Kind),
    ("legend", Quantity::Text),
    ("legend_title", Quantity::Text),
    ("legend_labels", Quantity::Text),
    ("text", Quantity::Text),
    ("color", Quantity::Color),
    ("projection", Quantity::Name),
    ("points", Quantity::Number),
    ("min_points", Quantity::Least),
    ("max_points", Quantity::Most),
    ("min_series", Quantity::Least),
    ("max_series", Quantity::Most),
    ("x.label", Quantity::Text),
    ("x.scale", Quantity::Scale),
    ("x.limits", Quantity::Limits),
    ("x.range", Quantity::Range),
    ("x.ticks", Quantity::Text),
    ("y.label", Quantity::Text),
    ("y.scale", Quantity::Scale),
    ("y.limits", Quantity::Limits),
    ("y.range", Quantity::Range),
    ("y.ticks", Quantity::Text),
    ("z.label", Quantity::Text),
    ("z.scale", Quantity::Scale),
    ("z.limits", Quantity::Limits),
    ("z.range", Quantity::Range),
    ("z.ticks", Quantity::Text),
];

/// The names that only a whole figure has.
const FIGURE: [(&str, Quantity); 2] = [("min_axes", Quantity::Least), ("max_axes", Quantity::Most)];

/// The names that a series has.
const SERIES: [(&str, Quantity); 10] = [
    ("label", Quantity::Text),
    ("kind", Quantity::Kind),
    ("color", Quantity::Color),
    ("style", Quantity::Text),
    ("points", Quantity::Number),
    ("x", Quantity::Values),
    ("y", Quantity::Values),
    ("z", Quantity::Values),
    ("values", Quantity::Values),
    ("bins", Quantity::Values),
];

/// What a rule is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) axes: Option<Which>,
    pub(super) series: Option<Which>,
    pub(super) name: &'static str,
    pub(super) quantity: Quantity,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, which) in [("axes", self.axes), ("series", self.series)] {
            if let Some(which) = which {
                write!(f, "{name}{which}.")?;
            }
        }
        f.write_str(self.name)
    }
}

/// What a key names.
pub(super) enum Named {
    Tolerance { relative: bool },
    Rule(Key),
}

/// Reads a key; the place and the message if it is none.
pub(super) fn read(segments: &[Segment]) -> Result<Named, (usize, String)> {
    if let [only] = segments
        && (only.name == "rtol" || only.name == "atol")
    {
        return Ok(Named::Tolerance { relative: only.name == "rtol" });
    }
    let mut rest = segments;
    let axes = which(&mut rest, "axes")?;
    let series = which(&mut rest, "series")?;
    let tables: &[&[(&str, Quantity)]] = match (axes, series) {
        (_, Some(_)) => &[&SERIES],
        (Some(_), None) => &[&AXES],
        (None, None) => &[&FIGURE, &AXES],
    };
    let names: Vec<&str> = rest.iter().map(|segment| &*segment.name).collect();
    let written = names.join(".");
    let mut known = tables.iter().flat_map(|table| table.iter());
    match known.clone().find(|(name, _)| *name == written) {
        Some((name, quantity)) => Ok(Named::Rule(Key { axes, series, name, quantity: *quantity })),
        None => Err(unknown(segments, rest, &mut known.by_ref().map(|(name, _)| *name))),
    }
}

/// The place behind `axes` or `series`, if the key begins with it.
fn which(rest: &mut &[Segment], name: &str) -> Result<Option<Which>, (usize, String)> {
    let [first, more @ ..] = *rest else { return Ok(None) };
    if first.name != name {
        return Ok(None);
    }
    let [place, more @ ..] = more else {
        return Err((
            first.at,
            format!(
                "{name} is followed by a place: {name}[0] is the first, and {name}[all] is each"
            ),
        ));
    };
    *rest = more;
    match (&*place.name, place.name.parse()) {
        ("all", _) => Ok(Some(Which::All)),
        ("any", _) if name == "series" => Ok(Some(Which::Any)),
        (_, Ok(place)) => Ok(Some(Which::At(place))),
        (other, Err(_)) => Err((
            place.at,
            format!(
                "no {name} are called \"{other}\"; {name}[0] is the first, and {name}[all] is each"
            ),
        )),
    }
}

/// The first part that is wrong, with the name that was probably meant.
fn unknown(
    all: &[Segment],
    rest: &[Segment],
    known: &mut dyn Iterator<Item = &'static str>,
) -> (usize, String) {
    let known: Vec<&str> = known.collect();
    let Some(first) = rest.first() else {
        let last = all.last().expect("a key has a part");
        return (last.at, format!("a name is missing behind the place, as in {}", known[0]));
    };
    if let Some(tolerance) = rest.iter().find(|one| ["rtol", "atol"].contains(&&*one.name)) {
        let name = &tolerance.name;
        return (
            tolerance.at,
            format!("{name} is for all rules: it stands at the top of the file"),
        );
    }
    let starts = format!("{}.", first.name);
    let below: Vec<&str> = known.iter().filter_map(|name| name.strip_prefix(&starts)).collect();
    let (wrong, names) = match rest.get(1) {
        Some(second) if !below.is_empty() => (second, below),
        None if !below.is_empty() => {
            return (first.at, format!("{0} is an axis: write {0}.label or {0}.scale", first.name));
        }
        _ if rest.len() < all.len() => (first, known),
        _ => (first, known.into_iter().chain(["axes", "series", "rtol", "atol"]).collect()),
    };
    (wrong.at, format!("no rule is called \"{}\"{}", wrong.name, did_you_mean(&wrong.name, names)))
}

/// The end of a message about a name that is unknown.
pub(super) fn did_you_mean<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let most = (wrong.chars().count() / 3).max(1);
    let near = names.into_iter().map(|name| (strsim::osa_distance(wrong, name), name.len(), name));
    match near.filter(|(distance, ..)| *distance <= most).min() {
        Some((.., name)) => format!("; did you mean \"{name}\"?"),
        None => String::new(),
    }
}
