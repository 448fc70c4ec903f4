//! The name of a figure: the path of its file, and what its message calls it.

/// A path that knows where its suffix begins: by a dot of the template's own text (or of a number
/// in it), not by one that a script's or a machine's name brought along.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name {
    path: String,
    /// Where that dot is.
    dot: Option<usize>,
    /// A counter stands behind it: whatever that makes, it is no format.
    counted: bool,
}

/// Where a part of a name comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The template's own text.
    Template,
    /// The number of the figure.
    Counter,
    /// The names of other things.
    Other,
}

impl Name {
    /// Adds a part.
    pub fn push(&mut self, text: &str, origin: Origin) {
        if origin == Origin::Other {
            // A name is one component of a path, whatever the machine is called.
            self.path.push_str(&text.replace('/', "_"));
            self.dot = self.dot.filter(|_| text.is_empty());
            return;
        }
        for c in text.chars() {
            match c {
                '/' => self.dot = None,
                '.' => (self.dot, self.counted) = (Some(self.path.len()), false),
                _ => {}
            }
            self.path.push(c);
        }
        self.counted |= origin == Origin::Counter;
    }

    /// The whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The format that it asks for, in small letters.
    pub fn suffix(&self) -> Option<String> {
        let dot = self.dot().filter(|_| !self.counted)?;
        Some(self.path[dot + 1..].to_lowercase())
    }

    /// The path of a file in that format: where it asks for another, that is replaced, and where it
    /// asks for none, the format is added, as `savefig` does.
    pub fn saved_as(&self, kind: &str) -> String {
        match (self.suffix(), self.dot) {
            (Some(suffix), _) if suffix == kind => self.path.clone(),
            (Some(_), Some(dot)) => format!("{}.{kind}", &self.path[..dot]),
            _ => format!("{}.{kind}", self.path.trim_end_matches('.')),
        }
    }

    /// The `filename` of its message: the last component with `.svg` for its suffix.
    pub fn message(&self) -> String {
        format!("{}.svg", &self.path[self.last()..self.dot().unwrap_or(self.path.len())])
    }

    /// The dot, by the rule of Python's `pathlib`: a leading one and a trailing one begin no suffix.
    fn dot(&self) -> Option<usize> {
        self.dot.filter(|dot| *dot > self.last() && dot + 1 < self.path.len())
    }

    /// Where the last component begins.
    fn last(&self) -> usize {
        self.path.rfind('/').map_or(0, |slash| slash + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(parts: &[(&str, Origin)]) -> Name {
        let mut name = Name::default();
        parts.iter().for_each(|(text, origin)| name.push(text, *origin));
        name
    }

    /// The message's name, the suffix, and the file as PNG.
    fn made(parts: &[(&str, Origin)]) -> (String, String, String) {
        let name = name(parts);
        (name.message(), name.suffix().unwrap_or_default(), name.saved_as("png"))
    }

    fn strings(a: &str, b: &str, c: &str) -> (String, String, String) {
        (a.into(), b.into(), c.into())
    }

    #[test]
    fn the_suffix_of_a_template_is_the_format_and_becomes_svg() {
        for (path, message, suffix, png) in [
            ("out/plot_1.png", "plot_1.svg", "png", "out/plot_1.png"),
            ("plot.PNG", "plot.svg", "png", "plot.PNG"),
            ("plot.xyz", "plot.svg", "xyz", "plot.png"),
            ("a.tar.gz", "a.tar.svg", "gz", "a.tar.png"),
            ("plot", "plot.svg", "", "plot.png"),
            (".hidden", ".hidden.svg", "", ".hidden.png"),
            ("a/.png", ".png.svg", "", "a/.png.png"),
            ("end.", "end..svg", "", "end.png"),
            ("x.y/z", "z.svg", "", "x.y/z.png"),
            ("../w/zz_1", "zz_1.svg", "", "../w/zz_1.png"),
        ] {
            let expected = strings(message, suffix, png);
            assert_eq!(made(&[(path, Origin::Template)]), expected, "{path}");
        }
    }

    #[test]
    fn a_dot_in_another_things_name_begins_no_suffix() {
        use Origin::{Counter, Other, Template};
        let script = ("my.plot", Other);
        let one = ("1", Counter);
        assert_eq!(
            made(&[script, ("_", Template), one]),
            strings("my.plot_1.svg", "", "my.plot_1.png")
        );
        assert_eq!(
            made(&[script, ("_", Template), one, (".pdf", Template)]),
            strings("my.plot_1.svg", "pdf", "my.plot_1.png")
        );
        assert_eq!(
            made(&[("plot.", Template), ("host.example.org", Other)]),
            strings("plot.host.example.org.svg", "", "plot.host.example.org.png")
        );
        assert_eq!(made(&[("a/b", Other)]), strings("a_b.svg", "", "a_b.png"));
    }

    #[test]
    fn a_number_is_no_format_but_ends_the_messages_name_as_ever() {
        use Origin::{Counter, Template};
        assert_eq!(
            made(&[("plot.", Template), ("1", Counter)]),
            strings("plot.svg", "", "plot.1.png")
        );
        assert_eq!(
            made(&[("plot_", Template), ("1.0", Counter)]),
            strings("plot_1.svg", "", "plot_1.0.png")
        );
        assert_eq!(
            made(&[("1.0", Counter), (".svg", Template)]),
            strings("1.0.svg", "svg", "1.0.png")
        );
    }
}
