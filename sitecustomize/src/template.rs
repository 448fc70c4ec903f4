//! The file-name template: a Python format string with the placeholders `i`, `pid`, `script`, `host`.

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
    Field(Placeholder, Spec),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Placeholder {
    Counter,
    Pid,
    Script,
    Host,
}

/// What the placeholders stand for.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    /// `{i}`: the number of the figure within its process, from 1.
    pub i: u64,
    /// `{pid}`: the process.
    pub pid: u32,
    /// `{script}`: the stem of the main script's name.
    pub script: &'a str,
    /// `{host}`: the machine's name.
    pub host: &'a str,
}

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// Nothing to name a file with.
    #[error("it is empty")]
    Empty,
    /// A `{` without its `}` or the reverse.
    #[error("it has a single '{{' or '}}' (a brace that is meant is written twice)")]
    Brace,
    /// A placeholder that there is not.
    #[error("unknown placeholder {{{0}}}; there are {{i}}, {{pid}}, {{script}} and {{host}}")]
    Placeholder(String),
    /// A format specification that Python refuses for this placeholder.
    #[error("bad format '{spec}' of {{{name}}}")]
    Spec {
        /// The placeholder.
        name: String,
        /// What stands behind its colon.
        spec: String,
    },
    /// A byte that no file name can hold.
    #[error("it holds a NUL character")]
    Nul,
    /// A folder where a file is wanted.
    #[error("it names a folder, not a file")]
    Folder,
}

/// The template of 1.0.2.
pub const DEFAULT: &str = "plot_{i}.png";

impl Default for Template {
    fn default() -> Self {
        let parts = vec![
            Part::Literal("plot_".into()),
            Part::Field(Placeholder::Counter, Spec::default()),
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
    /// What is wrong with it, in words for the person who wrote it.
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
                    parts.push(field(&text[start + 1..start + length])?);
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
        let name = template.name(&Fields { i: 1, pid: 1, script: "script", host: "host" });
        match name.rsplit('/').next() {
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
        self.parts.iter().any(|part| matches!(part, Part::Field(Placeholder::Counter, _)))
    }

    /// The path of a figure, its format the suffix.
    pub fn name(&self, fields: &Fields<'_>) -> String {
        let made = self.parts.iter().map(|part| match part {
            Part::Literal(text) => text.clone(),
            Part::Field(placeholder, spec) => placeholder.format(spec, fields).unwrap_or_default(),
        });
        made.collect()
    }
}

impl Placeholder {
    /// `None` where Python's `format` would raise.
    fn format(self, spec: &Spec, fields: &Fields<'_>) -> Option<String> {
        match self {
            Self::Counter => spec.integer(fields.i),
            Self::Pid => spec.integer(fields.pid.into()),
            Self::Script => spec.text(fields.script),
            Self::Host => spec.text(fields.host),
        }
    }
}

/// Parses what stands between the braces: `name[!conversion][:spec]`.
fn field(text: &str) -> Result<Part, TemplateError> {
    let (name, spec) = text.split_once(':').unwrap_or((text, ""));
    // `!s` of a number is its decimal text; the other conversions would only add quotes.
    let (name, as_text) = name.strip_suffix("!s").map_or((name, false), |name| (name, true));
    let placeholder = match name {
        "i" => Placeholder::Counter,
        "pid" => Placeholder::Pid,
        "script" => Placeholder::Script,
        "host" => Placeholder::Host,
        _ => return Err(TemplateError::Placeholder(name.into())),
    };
    let bad = || TemplateError::Spec { name: name.into(), spec: spec.into() };
    let parsed = Spec::parse(spec).ok_or_else(bad)?;
    let sample = Fields { i: 1, pid: 1, script: "s", host: "h" };
    if as_text && matches!(placeholder, Placeholder::Counter | Placeholder::Pid) && !spec.is_empty()
    {
        return Err(bad());
    }
    placeholder.format(&parsed, &sample).ok_or_else(bad)?;
    Ok(Part::Field(placeholder, parsed))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: Fields<'_> = Fields { i: 7, pid: 4242, script: "plot", host: "box" };

    fn name(text: &str) -> String {
        Template::parse(text)
            .map(|template| template.name(&FIELDS))
            .unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn the_default_is_what_its_text_says() {
        assert_eq!(Template::parse(DEFAULT), Ok(Template::default()));
    }

    #[test]
    fn placeholders_are_filled_in() {
        assert_eq!(name("plot_{i}.png"), "plot_7.png");
        assert_eq!(name("a/{i:03d}.svg"), "a/007.svg");
        assert_eq!(name("{script}-{pid}-{host}.pdf"), "plot-4242-box.pdf");
        assert_eq!(name("{i!s}{script:_>6}.png"), "7__plot.png");
        assert_eq!(name("{{{i}}}.png"), "{7}.png");
    }

    #[test]
    fn a_template_without_a_counter_says_so() {
        assert!(!Template::parse("{script}.png").expect("valid").counts());
        assert!(Template::parse("{i:>5}.png").expect("valid").counts());
    }

    #[test]
    fn what_python_refuses_is_refused() {
        assert_eq!(Template::parse("{j}.png"), Err(TemplateError::Placeholder("j".into())));
        assert_eq!(Template::parse("{}.png"), Err(TemplateError::Placeholder(String::new())));
        for brace in ["{i.png", "i}.png", "{", "}{"] {
            assert_eq!(Template::parse(brace), Err(TemplateError::Brace), "{brace}");
        }
        for spec in ["{i:s}", "{i:03q}", "{i:.2d}", "{script:d}", "{host:+}", "{i:99999}"] {
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
