//! What a rule demands of a text: that it is one, contains one, or matches a regular expression.

use regex_lite::{Regex, RegexBuilder};

use super::color;
use super::condition::Condition;
use super::key::{Quantity, did_you_mean};
use super::meant::meant;

/// The kinds of artists in descriptions.
const KINDS: [&str; 54] = [
    "annotation",
    "arrow",
    "axline",
    "bar",
    "bar3d",
    "barbs",
    "barh",
    "box",
    "broken_barh",
    "circle",
    "colorbar",
    "contour",
    "contourf",
    "ellipse",
    "errorbar",
    "event",
    "fill",
    "hexbin",
    "hist",
    "hline",
    "hlines",
    "image",
    "legend",
    "line",
    "line3d",
    "lines",
    "lines3d",
    "mesh",
    "pie",
    "polygon",
    "polygon3d",
    "polygons",
    "quiver",
    "quiver3d",
    "quiverkey",
    "rectangle",
    "rectangles",
    "scatter",
    "scatter3d",
    "span",
    "stairs",
    "stem",
    "step",
    "stream",
    "surface",
    "table",
    "text",
    "unknown",
    "violin",
    "vline",
    "vlines",
    "voxels",
    "wedge",
    "wireframe",
];

/// The scales and the projections of Matplotlib.
const SCALES: [&str; 7] = ["linear", "log", "symlog", "asinh", "logit", "function", "functionlog"];
const PROJECTIONS: [&str; 7] =
    ["rectilinear", "polar", "3d", "aitoff", "hammer", "lambert", "mollweide"];

/// What one text must be.
#[derive(Debug)]
pub(super) enum Test {
    OneOf(Vec<String>),
    /// In capitals or small letters.
    Contains(String),
    Matches(Regex),
}

/// A condition for texts.
pub(super) fn texts(text: &str, quantity: Quantity) -> Result<Condition, String> {
    match text {
        "required" => return Ok(Condition::Required),
        "none" => return Ok(Condition::None),
        _ => {}
    }
    if let Some(meant) = meant(text, quantity) {
        return Err(match text.trim() {
            "" => meant,
            text => format!("{meant}; \"= {text}\" is exactly this text"),
        });
    }
    let denied = text.strip_prefix("not ").and_then(|rest| test(rest, quantity).transpose());
    let (not, test) = match denied {
        Some(test) => (true, test?),
        None => match test(text, quantity)? {
            Some(test) => (false, test),
            None => (false, Test::OneOf(vec![known(text, quantity)?])),
        },
    };
    Ok(Condition::Text { not, test })
}

/// The condition behind a sign; `None` if a text begins with none.
fn test(text: &str, quantity: Quantity) -> Result<Option<Test>, String> {
    if let Some(pattern) = text.strip_prefix('~') {
        return regex(pattern.trim()).map(|regex| Some(Test::Matches(regex)));
    }
    if let Some(part) = text.strip_prefix("contains ") {
        return Ok(Some(Test::Contains(part.trim().to_lowercase())));
    }
    if let Some(list) = text.strip_prefix("one of ") {
        let names = list.split(',').map(|name| known(name.trim(), quantity));
        return Ok(Some(Test::OneOf(names.collect::<Result<_, _>>()?)));
    }
    match text.strip_prefix("= ") {
        Some(text) => Ok(Some(Test::OneOf(vec![known(text.trim(), quantity)?]))),
        None => Ok(None),
    }
}

/// The text as a description has it, if it can have it.
fn known(text: &str, quantity: Quantity) -> Result<String, String> {
    match quantity {
        Quantity::Kind if !KINDS.contains(&text) => {
            Err(format!("no kind is called \"{text}\"{}", did_you_mean(text, KINDS)))
        }
        Quantity::Scale if !SCALES.contains(&text) => {
            let near = match did_you_mean(text, SCALES) {
                _ if text.starts_with("log") => "; did you mean \"log\"?".into(),
                near if near.is_empty() => format!("; write \"~ /{text}/\" for one of your own"),
                near => near,
            };
            Err(format!("no scale is called \"{text}\"{near}"))
        }
        Quantity::Name if !PROJECTIONS.contains(&text) => match did_you_mean(text, PROJECTIONS) {
            // Other libraries add projections.
            near if near.is_empty() => Ok(text.to_owned()),
            near => Err(format!("no projection is called \"{text}\"{near}")),
        },
        Quantity::Color => {
            color::hex(text).ok_or_else(|| match did_you_mean(text, color::names()) {
                near if text.len() < 3 || near.is_empty() => {
                    format!("no colour is called \"{text}\"; write it as \"#ff0000\"")
                }
                near => format!("no colour is called \"{text}\"{near}"),
            })
        }
        _ => Ok(text.to_owned()),
    }
}

/// `/pattern/flags`.
fn regex(text: &str) -> Result<Regex, String> {
    let shape = "a regular expression stands between slashes, as in \"~ /temp/i\"";
    let (pattern, flags) =
        text.strip_prefix('/').and_then(|text| text.rsplit_once('/')).ok_or(shape)?;
    let mut builder = RegexBuilder::new(pattern);
    for flag in flags.chars() {
        match flag {
            'i' => builder.case_insensitive(true),
            'm' => builder.multi_line(true),
            's' => builder.dot_matches_new_line(true),
            'x' => builder.ignore_whitespace(true),
            _ => {
                return Err(format!(
                    "a regular expression has no flag \"{flag}\"; the flags are i, m, s and x"
                ));
            }
        };
    }
    builder.build().map_err(|error| {
        let why = error.to_string();
        format!("the regular expression is wrong: {}", why.lines().last().unwrap_or_default())
    })
}

impl Test {
    /// Whether a text is so.
    pub(super) fn holds(&self, text: &str) -> bool {
        match self {
            Self::OneOf(texts) => texts.iter().any(|one| one == text.trim()),
            Self::Contains(part) => text.to_lowercase().contains(part.as_str()),
            Self::Matches(regex) => regex.is_match(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_are_those_of_the_schema() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../../docs/description.schema.json"))
                .expect("JSON");
        assert_eq!(
            schema["$defs"]["artist"]["properties"]["kind"]["enum"],
            serde_json::json!(&KINDS[..])
        );
    }

    #[test]
    fn a_text_fulfils_its_condition() {
        for (condition, good, bad) in [
            ("Run", "Run", "run"),
            ("= not a run", "not a run", "a run"),
            ("not a run", "not a run", "a run"),
            ("contains TEMP", "The temperature", "Pressure"),
            ("~ /^t.* [(]s[)]$/i", "Time (s)", "Time"),
            ("~ /a/b/", "a/b", "ab"),
            ("not ~ /temp/i", "Pressure", "Temperature"),
            ("one of log, symlog", "symlog", "linear"),
        ] {
            let Ok(Condition::Text { not, test }) = texts(condition, Quantity::Text) else {
                panic!("{condition}")
            };
            assert_eq!(
                [test.holds(good) != not, test.holds(bad) != not],
                [true, false],
                "{condition}"
            );
        }
    }
}
