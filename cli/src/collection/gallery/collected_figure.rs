//! A figure of a collection, and the script and process that its name tells.

use jiff::Timestamp;

use crate::description::Description;

use super::text;

/// A figure whose file is in the page's folder.
#[derive(Debug, Clone)]
pub(crate) struct CollectedFigure {
    /// The name that its program gave it.
    pub(crate) name: String,
    /// The name of its file in the page's folder.
    pub(crate) file: String,
    /// When its message had arrived whole.
    pub(crate) arrived: Timestamp,
    /// The size of its SVG in bytes.
    pub(crate) bytes: u64,
    /// Its titles, as the alternative text for people who can't see it.
    pub(crate) text: Option<String>,
    /// What is in it, in words, if its capture has said so.
    pub(crate) described: Option<String>,
    /// The machine of the worker that an engine had show it, if its capture has said so.
    pub(crate) host: Option<String>,
}

impl CollectedFigure {
    /// A figure that arrives now and whose `svg` was written to `file`. Its titles are read now,
    /// while the command runs, so that nobody waits for them at the end.
    pub(crate) fn arriving(name: String, file: String, svg: &[u8]) -> Self {
        let (arrived, bytes) = (Timestamp::now(), svg.len() as u64);
        let found = Description::of_svg(svg).map(|found| (found.words, found.host));
        let (described, host) = found.unzip();
        let text = if described.is_some() { None } else { text::titles(svg) };
        Self { name, file, arrived, bytes, text, described, host: host.flatten() }
    }

    /// The script that showed it, if the name was made by [`crate::capture::FILENAME`].
    pub(crate) fn script(&self) -> Option<&str> {
        script(&self.name)
    }

    /// The number of the process that showed it, under the same condition.
    pub(crate) fn process(&self) -> Option<&str> {
        origin(&self.name).map(|(_, process)| process)
    }
}

/// The script in a name that [`crate::capture::FILENAME`] made; `None` for any other name.
pub(crate) fn script(name: &str) -> Option<&str> {
    origin(name).map(|(script, _)| script)
}

/// The script and the process in a name that [`crate::capture::FILENAME`] made.
fn origin(name: &str) -> Option<(&str, &str)> {
    let (rest, number) = name.strip_suffix(".svg")?.rsplit_once('-')?;
    let (script, process) = rest.rsplit_once('-')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(number) && is_number(process)).then_some((script, process))
}
