//! The panel below a figure: its description, the line of code, and its data as tables.
//!
//! It names the line of code and does not quote it: a program can name any file in its figure's description, and the
//! page would show a line of it to everybody who has the page.

use std::cell::Cell;
use std::fmt;
use std::path::PathBuf;
use std::rc::Rc;

use askama::Template;
use serde_json::Value;

use crate::comparison::{list, text};
use crate::description::Description;

/// How many rows a table has, how many tables a figure, and how many rows a page. Everything is in `figures.json`.
const ROWS: usize = 100;
const TABLES: usize = 20;
pub(super) const PAGE_ROWS: usize = 20_000;

/// The panel of the figure in a file, which is read when the page is written.
pub(super) struct Details {
    pub(super) number: usize,
    pub(super) path: PathBuf,
    /// How many rows the page has room for.
    pub(super) room: Rc<Cell<usize>>,
}

impl fmt::Display for Details {
    /// Writes nothing for a figure without a description.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let svg = fs_err::read(&self.path).unwrap_or_default();
        match Description::of_svg(&svg) {
            Some(found) => {
                let mut panel = Panel::new(self.number, &found);
                for table in &mut panel.tables {
                    table.shorten(self.room.get());
                    self.room.set(self.room.get() - table.rows.len());
                }
                panel.render_into(f).map_err(|_| fmt::Error)
            }
            None => Ok(()),
        }
    }
}

#[derive(Template)]
#[template(path = "details.html")]
struct Panel {
    number: usize,
    words: String,
    made: Option<String>,
    shown: Option<String>,
    tables: Vec<Table>,
    /// How many tables were left out.
    more: usize,
}

/// The data of one artist.
struct Table {
    name: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    /// How many rows were left out.
    more: usize,
    /// What stands for lists that are too long.
    notes: Vec<String>,
}

impl Panel {
    fn new(number: usize, description: &Description) -> Self {
        let tree = description.tree();
        let mut tables = vec![];
        let all = list(&tree["axes"]);
        for (place, axes) in all.iter().enumerate() {
            for artist in list(&axes["artists"]) {
                let axes =
                    if all.len() > 1 { format!("axes {}, ", place + 1) } else { String::new() };
                tables.extend(Table::of(&axes, artist));
            }
        }
        let more = tables.len().saturating_sub(TABLES);
        tables.truncate(TABLES);
        let place = |name: &str| place(&tree["figure"][name]);
        let (made, shown) = (place("made_at"), place("shown_at"));
        Self { number, words: description.words.clone(), made, shown, tables, more }
    }
}

/// A line of the program's code.
fn place(place: &Value) -> Option<String> {
    let (file, line) = (place["file"].as_str()?, place["line"].as_u64()?);
    let function = place["function"].as_str().map(|name| format!(", in {name}"));
    Some(format!("{file}, line {line}{}", function.unwrap_or_default()))
}

/// What says nothing about the data, and the values of images, which are too many to be read.
const OTHER: [&str; 13] = [
    "kind",
    "label",
    "color",
    "colormap",
    "style",
    "shape",
    "range",
    "cells",
    "limits",
    "ticks",
    "error",
    "class",
    "coordinates",
];

impl Table {
    /// The data of an artist; `None` if it has none.
    fn of(axes: &str, artist: &Value) -> Option<Self> {
        let kind = artist["kind"].as_str()?;
        if ["image", "mesh", "text", "annotation", "colorbar"].contains(&kind) {
            return None;
        }
        let name = match artist["label"].as_str() {
            Some(label) => format!("{axes}{kind} {label}"),
            None => format!("{axes}{kind}"),
        };
        let mut table = Self { name, columns: vec![], rows: vec![], more: 0, notes: vec![] };
        let mut columns: Vec<Vec<String>> = vec![];
        for (name, value) in
            artist.as_object()?.iter().filter(|(name, _)| !OTHER.contains(&name.as_str()))
        {
            let heading = name.replace('_', " ");
            match value {
                // Boxes and violins, each with numbers of its own.
                Value::Array(parts) if parts.iter().any(Value::is_object) => {
                    let keys =
                        parts.iter().filter_map(Value::as_object).flat_map(|part| part.keys());
                    let keys: std::collections::BTreeSet<&String> = keys.collect();
                    for key in keys {
                        table.columns.push(key.replace('_', " "));
                        columns.push(parts.iter().map(|part| cell(&part[key])).collect());
                    }
                }
                Value::Array(values) if !values.is_empty() => {
                    table.columns.push(heading);
                    columns.push(values.iter().map(cell).collect());
                }
                Value::Object(summary) if summary.contains_key("sha256") => {
                    let part = |name: &str| text(&value[name]);
                    let count = part("count");
                    table.notes.push(match value["min"].is_null() {
                        true => format!("{heading} has {count} values"),
                        false => format!(
                            "{heading} has {count} values from {} to {}, on average {}",
                            part("min"),
                            part("max"),
                            part("mean")
                        ),
                    });
                }
                _ => {}
            }
        }
        let length = columns.iter().map(Vec::len).max().unwrap_or(0);
        let row = |at: usize| {
            columns.iter().map(|column| column.get(at).cloned().unwrap_or_default()).collect()
        };
        table.rows = (0..length).map(row).collect();
        table.shorten(ROWS);
        (length > 0 || !table.notes.is_empty()).then_some(table)
    }
}

impl Table {
    /// Leaves out rows from the end until there are no more than that.
    fn shorten(&mut self, most: usize) {
        self.more += self.rows.len().saturating_sub(most);
        self.rows.truncate(most);
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        _ => text(value),
    }
}
