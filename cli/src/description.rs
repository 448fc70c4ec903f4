//! The description of a figure, from its SVG or from the file beside it. The program that made the figure may have
//! written anything there: we check that it is an object of ours, and use it as text.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

/// The text before and after it in an SVG (`_svg_text.py`).
const START: &str = "<metadata id=\"cg-plot-capture\">";
const END: &str = "</metadata>";

/// The start of a file with the descriptions of all figures of a collection, by which we know our own.
pub(crate) const COLLECTED: &str =
    "{\"generator\": \"cg-plot-capture\", \"version\": 1, \"figures\": [";

/// The most bytes of a description, as XML may write them.
const LONGEST: usize = 2 << 20;

/// The version that we read.
const VERSION: u64 = 1;

/// A description that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Description {
    /// The figure in words.
    pub(crate) words: String,
    /// The machine of the worker that an engine had show it, if it says so.
    pub(crate) host: Option<String>,
    /// The whole description in JSON, in one line.
    pub(crate) json: String,
}

/// The names that every description has.
#[derive(Deserialize)]
struct Head {
    version: u64,
    words: String,
    figure: Option<Figure>,
}

#[derive(Deserialize)]
struct Figure {
    host: Option<String>,
}

impl Description {
    /// The description in an SVG; `None` if there is none that we know.
    pub(crate) fn of_svg(svg: &[u8]) -> Option<Self> {
        let start = find(svg, START.as_bytes())? + START.len();
        let rest = &svg[start..svg.len().min(start + LONGEST)];
        let text = std::str::from_utf8(&rest[..find(rest, END.as_bytes())?]).ok()?;
        Self::of_json(&text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    }

    /// The description in a file, an SVG or JSON; or the reason why there is none.
    pub(crate) fn of_file(file: &Path) -> Result<Self, String> {
        let bytes = fs_err::read(file).map_err(|error| error.to_string())?;
        let found = match bytes.trim_ascii_start().first() {
            Some(b'{') => Self::of_json(&String::from_utf8_lossy(&bytes)),
            _ => Self::of_svg(&bytes),
        };
        found.ok_or_else(|| {
            let advice = elsewhere(file, &bytes);
            format!("{} has no description ({advice})", file.display())
        })
    }

    /// All that it says.
    pub(crate) fn tree(&self) -> Value {
        serde_json::from_str(&self.json).unwrap_or_default()
    }

    /// The description in that JSON.
    pub(crate) fn of_json(text: &str) -> Option<Self> {
        let head: Head = serde_json::from_str(text).ok()?;
        // It is printed as one line.
        let json = text.trim().replace(['\n', '\r'], " ");
        let host = head.figure.and_then(|figure| figure.host);
        (head.version == VERSION).then_some(Self { words: head.words, host, json })
    }
}

/// Where the description is that is not in a file.
fn elsewhere(file: &Path, bytes: &[u8]) -> String {
    let mut beside = file.as_os_str().to_owned();
    beside.push(".json");
    match Path::new(&beside) {
        beside if beside.is_file() => format!("it is in {}", beside.display()),
        _ if bytes.starts_with(COLLECTED.as_bytes()) => {
            "it has those of all figures: name the SVG of one".into()
        }
        _ if file.extension().is_some_and(|extension| extension == "html") => {
            "it is a page: name the SVG of one figure".into()
        }
        _ => "capture it with CG_PLOT_DESCRIBE=on".into(),
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"{"version":1,"words":"A line <chart> & more."}"#;

    fn svg(json: &str) -> String {
        let json = json.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        format!("<svg role=\"img\">{START}{json}{END}<metadata>of Matplotlib</metadata></svg>")
    }

    #[test]
    fn a_description_is_found_in_an_svg() {
        let found = Description::of_svg(svg(JSON).as_bytes()).expect("a description");
        assert_eq!((found.words.as_str(), &found.host), ("A line <chart> & more.", &None));
        assert_eq!(found.json, JSON);
        assert_eq!(Description::of_json(&format!("{JSON}\n")), Some(found));
    }

    #[test]
    fn nothing_else_is_a_description() {
        let later = JSON.replace(":1", ":2");
        for json in ["", "{}", "[1]", "{\"version\":1}", &later, "{\"version\":1,\"words\":\"x\""] {
            assert_eq!(Description::of_svg(svg(json).as_bytes()), None, "{json}");
        }
        let whole = svg(JSON);
        for end in 0..whole.find(END).expect("an end") {
            assert_eq!(Description::of_svg(&whole.as_bytes()[..end]), None);
        }
        assert_eq!(Description::of_svg(b"<svg><metadata/></svg>"), None);
    }
}
