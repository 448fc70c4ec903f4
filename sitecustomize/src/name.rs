//! The name of a figure: the path of its file, and the name in its message.

/// A path that knows where its suffix begins: only a dot of the template (or of a number) starts
/// one, and never a dot in the name of a script or a machine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FigureName {
    path: String,
    /// The position of that dot.
    dot: Option<usize>,
    /// Whether a counter follows the dot; then the text after it is not a format.
    counted: bool,
}

/// The origin of a part of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartOrigin {
    /// The text of the template.
    Template,
    /// The number of the figure.
    Counter,
    /// The name of a script or a machine.
    Other,
}

impl FigureName {
    /// Adds a part of the name.
    pub fn push(&mut self, text: &str, origin: PartOrigin) {
        if origin == PartOrigin::Other {
            // The name of a machine may have slashes, but it is one component of the path.
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
        self.counted |= origin == PartOrigin::Counter;
    }

    /// The whole path.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The format in its suffix, in lower case; `None` if it has none.
    pub fn suffix(&self) -> Option<String> {
        let dot = self.dot().filter(|_| !self.counted)?;
        Some(self.path[dot + 1..].to_lowercase())
    }

    /// The path of a file in the format `kind`: another suffix is replaced, and a missing one is
    /// added, as `savefig` does.
    pub fn saved_as(&self, kind: &str) -> String {
        match (self.suffix(), self.dot) {
            (Some(suffix), _) if suffix == kind => self.path.clone(),
            (Some(_), Some(dot)) => format!("{}.{kind}", &self.path[..dot]),
            _ => format!("{}.{kind}", self.path.trim_end_matches('.')),
        }
    }

    /// The `filename` in its message: the last component, with the suffix `.svg`.
    pub fn message(&self) -> String {
        format!("{}.svg", &self.path[self.last()..self.dot().unwrap_or(self.path.len())])
    }

    /// The dot, by the rule of Python's `pathlib`: a leading or trailing dot does not start a
    /// suffix.
    fn dot(&self) -> Option<usize> {
        self.dot.filter(|dot| *dot > self.last() && dot + 1 < self.path.len())
    }

    /// The position of the last component.
    fn last(&self) -> usize {
        self.path.rfind('/').map_or(0, |slash| slash + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(parts: &[(&str, PartOrigin)]) -> FigureName {
        let mut name = FigureName::default();
        parts.iter().for_each(|(text, origin)| name.push(text, *origin));
        name
    }

    /// The name in the message, the suffix, and the path of a PNG.
    fn made(parts: &[(&str, PartOrigin)]) -> (String, String, String) {
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
            assert_eq!(made(&[(path, PartOrigin::Template)]), expected, "{path}");
        }
    }

    #[test]
    fn a_dot_in_the_name_of_a_script_or_machine_starts_no_suffix() {
        use PartOrigin::{Counter, Other, Template};
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
    fn a_number_is_not_a_format_but_ends_the_name_in_the_message() {
        use PartOrigin::{Counter, Template};
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
