//! What a rule finds in one place.

use serde_json::Value;

use crate::comparison::text;

use super::condition::all_numbers;
use super::key::Quantity;

/// What was found in one place: a figure, an Axes or a series.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) content: Content,
    /// Whether the description leaves something out that belongs here.
    pub(super) partial: bool,
}

#[derive(Debug)]
pub(super) enum Content {
    /// Every value.
    Values(Vec<Value>),
    /// What the description has instead of too many values.
    Summary(Value),
    /// At least and at most so many, because the description leaves some out.
    Count(u64, u64),
    /// What the description leaves out.
    Unknown,
}

impl From<Content> for Unit {
    fn from(content: Content) -> Self {
        Self { content, partial: false }
    }
}

impl Unit {
    pub(super) fn is_empty(&self) -> bool {
        matches!(&self.content, Content::Values(values) if values.is_empty())
    }

    pub(super) fn values(&self) -> Option<&[Value]> {
        match &self.content {
            Content::Values(values) => Some(values),
            _ => None,
        }
    }

    /// The values that are texts.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.values().unwrap_or_default().iter().filter_map(Value::as_str)
    }

    /// The values as numbers; the least and the greatest of too many.
    pub(super) fn numbers(&self) -> Option<Vec<f64>> {
        match &self.content {
            Content::Values(values) => all_numbers(values),
            Content::Summary(summary) => {
                let ends = ["min", "max"].map(|name| summary[name].as_f64());
                ends.into_iter().collect()
            }
            Content::Count(least, most) => Some(vec![*least as f64, *most as f64]),
            Content::Unknown => None,
        }
    }

    /// The same for programs.
    pub(super) fn json(&self) -> Value {
        match &self.content {
            Content::Values(values) => values.clone().into(),
            Content::Summary(summary) => summary.clone(),
            Content::Count(least, most) => vec![*least, *most].into(),
            Content::Unknown => Value::Null,
        }
    }

    /// The values for people.
    pub(super) fn text(&self, quantity: Quantity) -> String {
        let shown = |value: &Value| match (quantity, value) {
            (
                Quantity::Kind | Quantity::Name | Quantity::Scale | Quantity::Color,
                Value::String(name),
            ) => name.clone(),
            _ => text(value),
        };
        match &self.content {
            Content::Values(values) if values.is_empty() => "none".into(),
            Content::Values(values) => {
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
            Content::Summary(summary) => {
                let [count, least, greatest] =
                    ["count", "min", "max"].map(|name| text(&summary[name]));
                format!("{count} values from {least} to {greatest}")
            }
            Content::Count(least, most) => format!("{least} to {most}"),
            Content::Unknown => "others".into(),
        }
    }
}
