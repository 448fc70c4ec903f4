//! Finds the titles in an SVG, as the alternative text for people who can't see the figure: the
//! element `title` of the picture, if it has one, and otherwise the titles that Matplotlib has drawn.
//!
//! Matplotlib draws text as outlines, in a group `text_N` that also has the words as a comment. The
//! parent group tells what the text is. The figure's title is in the group of the figure. A title
//! of axes is the last text in the group of the axes, after the program's annotations. The words of
//! an axis or a legend are in groups of their own.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

/// The longest alternative text, in characters.
const LONGEST: usize = 160;

/// The titles in `svg`, or the texts at their positions; `None` if there are none.
pub(super) fn titles(svg: &[u8]) -> Option<String> {
    let mut reader = Reader::from_str(std::str::from_utf8(svg).ok()?);
    let mut titles = Titles::default();
    // If the SVG is not well-formed, the titles before the error are used.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => {
                let id = tag.try_get_attribute("id").ok().flatten();
                let is_title = tag.local_name().as_ref() == "title" && titles.path.len() == 1;
                titles.in_own = is_title && titles.own.is_empty();
                titles.open(id.map_or_else(String::new, |id| id.value.into_owned()));
            }
            Event::End(_) => {
                titles.in_own = false;
                titles.close();
            }
            Event::Text(words) if titles.in_own => titles.own.push_str(&words),
            Event::GeneralRef(name) if titles.in_own => titles.own.extend(["&", &*name, ";"]),
            Event::Comment(words) => titles.text(&words),
            Event::Eof => break,
            _ => {}
        }
    }
    titles.joined()
}

/// The titles that have been read so far.
#[derive(Default)]
struct Titles {
    /// The ids of the elements that are open, outermost first.
    path: Vec<String>,
    /// The lines of the text that is open.
    lines: Vec<String>,
    /// The last text in the axes that are open.
    last: Option<String>,
    figure: Vec<String>,
    axes: Vec<String>,
    /// The element `title` of the picture, and whether it is open.
    own: String,
    in_own: bool,
}

impl Titles {
    fn open(&mut self, id: String) {
        self.path.push(id);
    }

    fn text(&mut self, words: &str) {
        if self.path.last().is_some_and(|id| id.starts_with("text_")) {
            let words =
                unescape(words).map_or_else(|_| words.to_owned(), |words| words.into_owned());
            self.lines.push(words.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }

    fn close(&mut self) {
        let closed = self.path.pop().unwrap_or_default();
        let parent = self.path.last().map_or("", String::as_str);
        if closed.starts_with("text_") {
            let text = std::mem::take(&mut self.lines).join(" ");
            if parent.starts_with("figure_") {
                self.figure.push(text);
            } else if parent.starts_with("axes_") {
                self.last = Some(text);
            }
        } else if closed.starts_with("axes_") {
            self.axes.extend(self.last.take());
        }
    }

    /// All titles, the figure's own first, cut to [`LONGEST`].
    fn joined(self) -> Option<String> {
        let own = unescape(&self.own).map_or_else(|_| self.own.clone(), |own| own.into_owned());
        let own = own.split_whitespace().collect::<Vec<_>>().join(" ");
        let drawn = self.figure.into_iter().chain(self.axes).filter(|_| own.is_empty());
        let words = std::iter::once(own.clone()).chain(drawn).filter(|text| !text.is_empty());
        let mut text = words.collect::<Vec<_>>().join("; ");
        if let Some((end, _)) = text.char_indices().nth(LONGEST) {
            text.truncate(end);
            text.push('…');
        }
        (!text.is_empty()).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(id: &str, content: &str) -> String {
        format!("<g id=\"{id}\">{content}</g>")
    }

    #[test]
    fn titles_are_distinguished_from_other_texts() {
        let axis = group("matplotlib.axis_1", &group("text_1", "<!-- time -->"));
        let legend = group("legend_1", &group("text_4", "<!-- a line -->"));
        let note = group("text_2", "<!-- a note --><g/>");
        let title = group("text_3", "<!-- Left &amp; -->\n<!-- right -->");
        let axes = group("axes_1", &[axis, note, title, legend].concat());
        let above = group("text_5", "<!-- Above -->");
        let svg = |content: &str| format!("<?xml version=\"1.0\"?><svg>{content}</svg>");
        let figure = svg(&group("figure_1", &[&*axes, &above].concat()));
        assert_eq!(titles(figure.as_bytes()).as_deref(), Some("Above; Left & right"));
        let torn = &figure[..figure.find("Above").expect("a title")];
        assert_eq!(titles(torn.as_bytes()).as_deref(), Some("Left & right"));
    }

    #[test]
    fn the_title_of_the_picture_itself_comes_first() {
        let drawn = group("figure_1", &group("text_1", "<!-- drawn -->"));
        let svg = |content: &str| {
            format!(
                "<svg><title>{content}</title><metadata><title>no</title></metadata>{drawn}</svg>"
            )
        };
        assert_eq!(titles(svg("A &amp;\n &lt;b&gt;").as_bytes()).as_deref(), Some("A & <b>"));
        assert_eq!(titles(svg(" ").as_bytes()).as_deref(), Some("drawn"));
        let within = format!("<svg><g><title>a part</title></g>{drawn}</svg>");
        assert_eq!(titles(within.as_bytes()).as_deref(), Some("drawn"));
    }

    #[test]
    fn a_figure_without_texts_has_no_title_and_a_long_title_is_cut() {
        for svg in
            ["", "<svg><!-- words --></svg>", "<g id=\"text_1\"><!-- x --></g>", "\u{0}", "</g>"]
        {
            assert_eq!(titles(svg.as_bytes()), None, "{svg}");
        }
        assert_eq!(titles(b"\xff"), None);
        let long = group("figure_1", &group("text_1", &format!("<!--{}-->", "ä".repeat(999))));
        assert_eq!(titles(long.as_bytes()).map(|text| text.chars().count()), Some(LONGEST + 1));
    }
}
