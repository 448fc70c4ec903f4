//! The file-name template: a Python format string with the placeholders `i`, `pid`, `script`, `host`.

use crate::name::{FigureName, PartOrigin};
use crate::spec::Spec;

/// A checked template, ready to make names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    text: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    Field(Field),
}

/// A placeholder between braces.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Field {
    placeholder: Placeholder,
    /// Whether a conversion turns the number into text, so that the specification is one for text.
    as_text: bool,
    spec: Spec,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Placeholder {
    Counter,
    Pid,
    Script,
    Host,
}

/// The values of the placeholders.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    /// `{i}`: the number of the figure in its process, from 1.
    pub i: u64,
    /// `{pid}`: the process's number.
    pub pid: u32,
    /// `{script}`: the name of the main script, without suffix.
    pub script: &'a str,
    /// `{host}`: the machine's name.
    pub host: &'a str,
}

/// Values with which a template is checked.
const SAMPLE: Fields<'_> = Fields { i: 1, pid: 1, script: "script", host: "host" };

/// Why a text is not a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// It is empty.
    #[error("it is empty")]
    Empty,
    /// A `{` without its `}` or the reverse.
    #[error("it has a single '{{' or '}}' (a brace that is meant is written twice)")]
    Brace,
    /// A placeholder that does not exist.
    #[error("unknown placeholder {{{0}}}; there are {{i}}, {{pid}}, {{script}} and {{host}}")]
    Placeholder(String),
    /// A format specification that Python refuses for this placeholder.
    #[error("bad format '{spec}' of {{{name}}}")]
    Spec {
        /// The placeholder.
        name: String,
        /// The text after its colon.
        spec: String,
    },
    /// A byte that no file name can have.
    #[error("it holds a NUL character")]
    Nul,
    /// It names a folder.
    #[error("it names a folder, not a file")]
    Folder,
}

/// The default template, which is that of 1.0.2.
pub const DEFAULT: &str = "plot_{i}.png";

impl Default for Template {
    fn default() -> Self {
        let parts = vec![
            Part::Literal("plot_".into()),
            Part::Field(Field {
                placeholder: Placeholder::Counter,
                as_text: false,
                spec: Spec::default(),
            }),
            Part::Literal(".png".into()),
        ];
        Self { text: DEFAULT.into(), parts }
    }
}

impl Template {
    /// Parses and checks `text`.
    ///
    /// # Errors
    ///
    /// The error, in words for the user who wrote it.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        if text.is_empty() {
            return Err(TemplateError::Empty);
        }
        if text.contains('\0') {
            return Err(TemplateError::Nul);
        }
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            let doubled = chars.peek().is_some_and(|(_, next)| *next == c);
            match c {
                '{' | '}' if doubled => {
                    chars.next();
                    literal.push(c);
                }
                '{' => {
                    let length = text[start..].find('}').ok_or(TemplateError::Brace)?;
                    if !literal.is_empty() {
                        parts.push(Part::Literal(std::mem::take(&mut literal)));
                    }
                    parts.push(Part::Field(Field::parse(&text[start + 1..start + length])?));
                    while chars.next_if(|(index, _)| *index <= start + length).is_some() {}
                }
                '}' => return Err(TemplateError::Brace),
                _ => literal.push(c),
            }
        }
        if !literal.is_empty() {
            parts.push(Part::Literal(literal));
        }
        let template = Self { text: text.into(), parts };
        let name = template.name(&SAMPLE);
        match name.path().rsplit('/').next() {
            Some("" | "." | "..") | None => Err(TemplateError::Folder),
            Some(_) => Ok(template),
        }
    }

    /// The text that was parsed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether two figures of a process get different names.
    pub fn counts(&self) -> bool {
        let name = |i| self.name(&Fields { i, ..SAMPLE });
        name(1) != name(2)
    }

    /// The name of a figure.
    pub fn name(&self, fields: &Fields<'_>) -> FigureName {
        let mut name = FigureName::default();
        for part in &self.parts {
            match part {
                Part::Literal(text) => name.push(text, PartOrigin::Template),
                Part::Field(field) => {
                    name.push(&field.format(fields).unwrap_or_default(), field.part_origin());
                }
            }
        }
        name
    }
}

impl Field {
    /// Parses `name[!conversion][:spec]`.
    fn parse(text: &str) -> Result<Self, TemplateError> {
        let (name, spec) = text.split_once(':').unwrap_or((text, ""));
        let (placeholder, conversion) = match name.split_once('!') {
            Some((placeholder, conversion)) => (placeholder, Some(conversion)),
            None => (name, None),
        };
        let unknown = || TemplateError::Placeholder(name.into());
        let (placeholder, is_number) = match placeholder {
            "i" => (Placeholder::Counter, true),
            "pid" => (Placeholder::Pid, true),
            "script" => (Placeholder::Script, false),
            "host" => (Placeholder::Host, false),
            _ => return Err(unknown()),
        };
        let as_text = match conversion {
            None => false,
            Some("s") => true,
            // For a text, these conversions would add quotes.
            Some("r" | "a") if is_number => true,
            Some(_) => return Err(unknown()),
        };
        let bad = || TemplateError::Spec { name: name.into(), spec: spec.into() };
        let field = Self { placeholder, as_text, spec: Spec::parse(spec).ok_or_else(bad)? };
        field.format(&SAMPLE).ok_or_else(bad)?;
        Ok(field)
    }

    /// `None` if Python's `format` would raise.
    fn format(&self, fields: &Fields<'_>) -> Option<String> {
        let number = |value: u64| match self.as_text {
            true => self.spec.text(&value.to_string()),
            false => self.spec.integer(value),
        };
        match self.placeholder {
            Placeholder::Counter => number(fields.i),
            Placeholder::Pid => number(fields.pid.into()),
            Placeholder::Script => self.spec.text(fields.script),
            Placeholder::Host => self.spec.text(fields.host),
        }
    }

    fn part_origin(&self) -> PartOrigin {
        match self.placeholder {
            Placeholder::Counter => PartOrigin::Counter,
            _ => PartOrigin::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: Fields<'_> = Fields { i: 7, pid: 4242, script: "plot", host: "box" };

    fn name(text: &str) -> String {
        Template::parse(text)
            .map(|template| template.name(&FIELDS).path().to_owned())
            .unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn the_default_is_the_parsed_default_text() {
        assert_eq!(Template::parse(DEFAULT), Ok(Template::default()));
    }

    #[test]
    fn placeholders_are_filled_in() {
        assert_eq!(name("plot_{i}.png"), "plot_7.png");
        assert_eq!(name("a/{i:03d}.svg"), "a/007.svg");
        assert_eq!(name("{script}-{pid}-{host}.pdf"), "plot-4242-box.pdf");
        assert_eq!(name("{i!s}{script:_>6}.png"), "7__plot.png");
        assert_eq!(name("{i!r:*<3}{pid!a:.2}{script!s}"), "7**42plot");
        assert_eq!(name("{{{i}}}.png"), "{7}.png");
    }

    #[test]
    fn a_template_without_a_counter_says_so() {
        assert!(!Template::parse("{script}.png").expect("valid").counts());
        assert!(!Template::parse("plot{i!s:.0}.png").expect("valid").counts());
        assert!(Template::parse("{i:>5}.png").expect("valid").counts());
    }

    #[test]
    fn a_format_that_python_refuses_is_refused() {
        assert_eq!(Template::parse("{j}.png"), Err(TemplateError::Placeholder("j".into())));
        assert_eq!(Template::parse("{host!r}"), Err(TemplateError::Placeholder("host!r".into())));
        assert_eq!(Template::parse("{}.png"), Err(TemplateError::Placeholder(String::new())));
        for brace in ["{i.png", "i}.png", "{", "}{"] {
            assert_eq!(Template::parse(brace), Err(TemplateError::Brace), "{brace}");
        }
        for spec in
            ["{i:s}", "{i:03q}", "{i:.2d}", "{script:d}", "{host:+}", "{i:99999}", "{i!s:03d}"]
        {
            assert!(matches!(Template::parse(spec), Err(TemplateError::Spec { .. })), "{spec}");
        }
    }

    #[test]
    fn a_name_is_a_files() {
        assert_eq!(Template::parse(""), Err(TemplateError::Empty));
        assert_eq!(Template::parse("plots/"), Err(TemplateError::Folder));
        assert_eq!(Template::parse("a/.."), Err(TemplateError::Folder));
        assert_eq!(Template::parse("a\0{i}"), Err(TemplateError::Nul));
    }
}
