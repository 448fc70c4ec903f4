//! The content of the page: scripts, their processes, and the figures of each.

use std::cell::Cell;
use std::fmt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use askama::Template;
use base64::Engine as _;
use base64::display::Base64Display;
use base64::prelude::BASE64_STANDARD;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sha2::{Digest as _, Sha256};

use super::collected_figure::CollectedFigure;
use super::details::{Details, PAGE_ROWS};

/// The tag by which we recognise a page of ours; it is in the page's first kilobyte.
pub(super) const MARK: &str = r#"<meta name="generator" content="cg-plot-capture">"#;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = concat!(
    include_str!("zoom.js"),
    include_str!("download.js"),
    include_str!("enlarge.js"),
    include_str!("watch.js"),
);

/// The most bytes of SVG that a page embeds: as base64, about the largest mail. Later figures stay
/// files beside the page.
const EMBEDDED: u64 = 16 << 20;

/// Whether more figures may arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// The command is running: the page looks for new figures by itself, and embeds none, so that
    /// it stays small.
    Running,
    /// The command has ended: the page is complete and embeds its figures.
    Ended,
}

/// The figures of a collection and how the page shows them.
pub(crate) struct Gallery<'a> {
    title: &'a str,
    figures: &'a [CollectedFigure],
    by_script: bool,
    progress: Progress,
    earlier: usize,
}

impl<'a> Gallery<'a> {
    /// The page of `figures`, with `title` as its heading; grouped by script and process if
    /// `by_script`.
    pub(crate) fn new(
        title: &'a str,
        figures: &'a [CollectedFigure],
        by_script: bool,
        progress: Progress,
    ) -> Self {
        Self { title, figures, by_script, progress, earlier: 0 }
    }

    /// Sets how many other SVG files the folder had before.
    pub(crate) fn after(self, earlier: usize) -> Self {
        Self { earlier, ..self }
    }
}

/// The page. The template escapes each text, because a name comes from a program that may be
/// hostile. A figure may be hostile too, so that it is shown as an image, in which no script runs.
/// The template is in `cli/templates`, the only folder where askama looks without a settings file.
#[derive(Template)]
#[template(path = "page.html")]
pub(super) struct Page<'a> {
    title: &'a str,
    running: bool,
    count: usize,
    /// The date of the first figure, in words.
    date: String,
    /// How many processes showed figures, if their names tell.
    processes: usize,
    /// How many figures of an ended run are files beside the page.
    linked: usize,
    /// How many other SVG files were in the folder before.
    earlier: usize,
    sections: Vec<ScriptFigures<'a>>,
    style: &'static str,
    script: &'static str,
    mark: &'static str,
    /// The hashes of the style and the script, for the policy that allows these two and nothing
    /// else.
    style_hash: String,
    script_hash: String,
}

struct ScriptFigures<'a> {
    script: Option<&'a str>,
    processes: Vec<ProcessFigures<'a>>,
}

/// The figures of one process of a script.
struct ProcessFigures<'a> {
    number: Option<&'a str>,
    /// The machine of a worker of an engine.
    host: Option<&'a str>,
    figures: Vec<ShownFigure<'a>>,
}

struct ShownFigure<'a> {
    /// Its number in the order of arrival. Links and texts use it, because it stays while the page
    /// grows.
    number: usize,
    figure: &'a CollectedFigure,
    /// The time of arrival, for programs and for people.
    times: [String; 2],
    source: ImageAddress<'a>,
    /// What is in it, on a page that is complete.
    details: Option<Details>,
}

impl<'a> Page<'a> {
    /// The page of `gallery`, whose figures are in `folder`.
    pub(super) fn new(gallery: &Gallery<'a>, folder: &Path) -> Self {
        let running = gallery.progress == Progress::Running;
        let mut sections: Vec<ScriptFigures<'a>> = Vec::new();
        let mut room = if running { 0 } else { EMBEDDED };
        let rows = Rc::new(Cell::new(PAGE_ROWS));
        let mut linked = 0;
        let zone = TimeZone::system();
        let today = gallery.figures.first().map(|figure| figure.arrived.to_zoned(zone.clone()));
        let today = today.map_or(Date::ZERO, |time| time.date());
        for (index, figure) in gallery.figures.iter().enumerate() {
            // A figure after the first one that does not fit is not embedded either, so that the
            // files beside the page are the last figures.
            room = room.saturating_sub(figure.bytes);
            let path = (room > 0).then(|| folder.join(&figure.file));
            linked += usize::from(path.is_none() && !running);
            let script = figure.script().filter(|_| gallery.by_script);
            let section = find_or_push(
                &mut sections,
                |section| section.script == script,
                || ScriptFigures { script, processes: vec![] },
            );
            let number = figure.process().filter(|_| gallery.by_script);
            let host = figure.host.as_deref().filter(|_| gallery.by_script);
            let process = find_or_push(
                &mut section.processes,
                |process| (process.number, process.host) == (number, host),
                || ProcessFigures { number, host, figures: vec![] },
            );
            let time = figure.arrived.to_zoned(zone.clone());
            let format = if time.date() == today { "%H:%M:%S" } else { "%-d %b, %H:%M:%S" };
            process.figures.push(ShownFigure {
                number: index + 1,
                figure,
                times: [figure.arrived.to_string(), time.strftime(format).to_string()],
                source: ImageAddress { name: &figure.file, path },
                details: (!running && figure.described.is_some()).then(|| Details {
                    number: index + 1,
                    path: folder.join(&figure.file),
                    room: Rc::clone(&rows),
                }),
            });
        }
        Self {
            title: gallery.title,
            running,
            count: gallery.figures.len(),
            date: today.strftime("%-d %B %Y").to_string(),
            processes: sections
                .iter()
                .flat_map(|section| &section.processes)
                .filter(|process| process.number.is_some())
                .count(),
            linked,
            earlier: gallery.earlier,
            sections,
            style: STYLE,
            script: SCRIPT,
            mark: MARK,
            style_hash: hash(STYLE),
            script_hash: hash(SCRIPT),
        }
    }
}

/// The first item for which `is` is true; if there is none, a new one at the end.
fn find_or_push<T>(items: &mut Vec<T>, is: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> &mut T {
    let index = items.iter().position(is).unwrap_or_else(|| {
        items.push(new());
        items.len() - 1
    });
    &mut items[index]
}

/// The address of a figure: its data, or the file beside the page.
struct ImageAddress<'a> {
    name: &'a str,
    path: Option<PathBuf>,
}

impl fmt::Display for ImageAddress<'_> {
    /// Reads the figure only when the page is written, so that one figure at a time is in memory.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_ref().map(fs_err::read) {
            Some(Ok(svg)) => {
                write!(
                    f,
                    "data:image/svg+xml;base64,{}",
                    Base64Display::new(&svg, &BASE64_STANDARD)
                )
            }
            // If a file was removed meanwhile, that figure is missing and the page is written all
            // the same.
            Some(Err(_)) | None => {
                let Ok(name) = askama::filters::urlencode(self.name);
                write!(f, "{name}")
            }
        }
    }
}

/// The hash of an inline text, as a Content-Security-Policy names it.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}
