//! The words in a figure, for those who can't see it.
//!
//! Matplotlib draws text as outlines, with the words in a comment beside them, all in a group
//! `text_N`. Its parent tells what it is: the figure's own title is in the group of the figure. An
//! axes' title is the last text in the axes' own group, behind the notes of the program; the words of
//! an axis or a legend are in groups of theirs.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

/// How many characters are worth listening to.
const LONGEST: usize = 160;

/// The titles that stand in `svg`, or what stands in their place; `None` where nothing does.
pub(super) fn titles(svg: &[u8]) -> Option<String> {
    let mut reader = Reader::from_str(std::str::from_utf8(svg).ok()?);
    let mut titles = Titles::default();
    // What is not well-formed still has the words in front of its fault.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => {
                let id = tag.try_get_attribute("id").ok().flatten();
                titles.open(id.map_or_else(String::new, |id| id.value.into_owned()));
            }
            Event::End(_) => titles.close(),
            Event::Comment(words) => titles.say(&words),
            Event::Eof => break,
            _ => {}
        }
    }
    titles.joined()
}

/// What has been read so far.
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
}

impl Titles {
    fn open(&mut self, id: String) {
        self.path.push(id);
    }

    fn say(&mut self, words: &str) {
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

    /// All of them, cut where they are long; the figure's own first.
    fn joined(self) -> Option<String> {
        let words = self.figure.into_iter().chain(self.axes).filter(|text| !text.is_empty());
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
    fn titles_are_told_from_what_else_is_written() {
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
    fn what_says_nothing_has_no_title_and_what_says_much_is_cut() {
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
