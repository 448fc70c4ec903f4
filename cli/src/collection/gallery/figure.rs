//! A figure of a collection, and what its name tells of where it comes from.

use jiff::Timestamp;

use super::text;

/// A figure that is on disk.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    /// The name that its program gave it.
    pub(crate) name: String,
    /// The name of its file in the page's folder.
    pub(crate) file: String,
    /// When its message was complete.
    pub(crate) arrived: Timestamp,
    /// How large its SVG is.
    pub(crate) bytes: u64,
    /// Its titles, for people who can't see it.
    pub(crate) text: Option<String>,
}

impl Figure {
    /// One that arrives now, with that SVG in `file`. Its titles are read at once, while the command
    /// goes on, rather than when somebody waits for the page.
    pub(crate) fn arriving(name: String, file: String, svg: &[u8]) -> Self {
        let (arrived, bytes) = (Timestamp::now(), svg.len() as u64);
        Self { name, file, arrived, bytes, text: text::titles(svg) }
    }

    /// The script that showed it, where the name was made by [`crate::capture::FILENAME`].
    pub(crate) fn script(&self) -> Option<&str> {
        script(&self.name)
    }

    /// The process that showed it, likewise.
    pub(crate) fn process(&self) -> Option<&str> {
        origin(&self.name).map(|(_, process)| process)
    }
}

/// The script in a name that was made by [`crate::capture::FILENAME`].
pub(crate) fn script(name: &str) -> Option<&str> {
    origin(name).map(|(script, _)| script)
}

/// The script and the process in such a name.
fn origin(name: &str) -> Option<(&str, &str)> {
    let (rest, number) = name.strip_suffix(".svg")?.rsplit_once('-')?;
    let (script, process) = rest.rsplit_once('-')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(number) && is_number(process)).then_some((script, process))
}
