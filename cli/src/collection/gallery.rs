//! The page `index.html`: every figure in order, in one file that needs nothing but the figures beside it.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use askama::Template;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};

/// What every page of ours holds within its first kilobyte.
const MARK: &str = r#"<meta name="generator" content="cg-plot-capture">"#;

const STYLE: &str = include_str!("gallery.css");
const SCRIPT: &str = include_str!("gallery.js");

/// The page's name within its folder.
pub(crate) const PAGE: &str = "index.html";

/// Whether more figures may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// The command is running: the page reads itself anew.
    Running,
    /// It has ended, and so is the page complete.
    Ended,
}

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
}

impl Figure {
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

/// The page. Each text in it is escaped by the template; a name comes from a program that may be
/// hostile. So may a figure be, which is why it is shown as an image: there it can't run script.
#[derive(Template)]
#[template(path = "gallery.html")]
pub(crate) struct Gallery<'a> {
    title: &'a str,
    count: usize,
    progress: Progress,
    sections: Vec<Section<'a>>,
    style: &'static str,
    script: &'static str,
    mark: &'static str,
    /// Of the style and the script, for the policy that allows these two and nothing else.
    style_hash: String,
    script_hash: String,
}

/// The figures of one script.
struct Section<'a> {
    script: Option<&'a str>,
    figures: Vec<&'a Figure>,
}

impl<'a> Gallery<'a> {
    /// The page of `figures`, grouped by script and process if their names tell them.
    pub(crate) fn new(
        title: &'a str,
        figures: &'a [Figure],
        by_script: bool,
        progress: Progress,
    ) -> Self {
        let mut sections: Vec<Section<'a>> = Vec::new();
        for figure in figures {
            let script = figure.script().filter(|_| by_script);
            match sections.iter_mut().find(|section| section.script == script) {
                Some(section) => section.figures.push(figure),
                None => sections.push(Section { script, figures: vec![figure] }),
            }
        }
        Self {
            title,
            count: figures.len(),
            progress,
            sections,
            style: STYLE,
            script: SCRIPT,
            mark: MARK,
            style_hash: hash(STYLE),
            script_hash: hash(SCRIPT),
        }
    }

    /// Writes it into `folder`, where its figures are, in one step; answers its path.
    ///
    /// It is a new file that takes the old one's name: what is read is a whole page, and a link that
    /// somebody laid there is replaced, not followed.
    pub(crate) fn write(&self, folder: &Path) -> Result<PathBuf> {
        let mut file = tempfile::Builder::new()
            .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666))
            .tempfile_in(folder)?;
        self.write_into(&mut file).map_err(Error::new)?;
        let path = folder.join(PAGE);
        file.persist(&path).map_err(|error| Error::new(error.error))?;
        Ok(path)
    }
}

/// Whether there is a file at `path` that is no page of ours.
pub(crate) fn is_foreign(path: &Path) -> bool {
    let Ok(data) = path.metadata() else { return path.symlink_metadata().is_ok() };
    // To open a FIFO is to wait for whoever writes it.
    let file = data.is_file().then(|| std::fs::File::open(path).ok()).flatten();
    let Some(file) = file else { return true };
    let mut start = Vec::new();
    let read = file.take(1024).read_to_end(&mut start);
    read.is_err() || !String::from_utf8_lossy(&start).contains(MARK)
}

/// As a Content-Security-Policy names an inline text.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(name: &str) -> Figure {
        Figure { name: name.into(), file: name.into(), arrived: Timestamp::UNIX_EPOCH, bytes: 6 }
    }

    fn page(figures: &[Figure]) -> String {
        let gallery = Gallery::new("python3 a.py", figures, true, Progress::Ended);
        gallery.render().expect("a page")
    }

    #[test]
    fn the_script_is_read_from_the_name_that_we_asked_for() {
        for (name, script) in [
            ("plain-12-1.svg", Some("plain")),
            ("my-plots-12-34.svg", Some("my-plots")),
            ("plot_1.svg", None),
            ("a-b-1.svg", None),
            ("a--1.svg", None),
        ] {
            assert_eq!(figure(name).script(), script, "{name}");
        }
    }

    #[test]
    fn figures_stand_in_order_under_their_scripts() {
        let names = ["b-1-1.svg", "a-2-1.svg", "b-3-1.svg"];
        let page = page(&names.map(figure));
        let places = ["<h2>b</h2>", names[0], names[2], "<h2>a</h2>", names[1]]
            .map(|text| page.find(text).expect(text));
        assert!(places.is_sorted(), "{places:?}");
    }

    #[test]
    fn a_hostile_name_is_text_and_a_file_beside_the_page() {
        let page = page(&[figure("\"><script>alert(1)</script>.svg"), figure("data:x#?%&.svg")]);
        assert!(!page.contains("<script>alert"));
        assert!(page.contains(r#"src="data%3Ax%23%3F%25%26.svg""#), "{page}");
    }

    #[test]
    fn the_page_knows_itself() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("index.html");
        assert!(!is_foreign(&path));
        fs_err::write(&path, page(&[])).expect("written");
        assert!(!is_foreign(&path));
        fs_err::write(&path, "<h1>My site</h1>").expect("written");
        assert!(is_foreign(&path));
    }

    #[test]
    fn the_policy_allows_the_two_inline_texts_and_no_network() {
        let page = page(&[figure("plot_1.svg")]);
        assert!(page.contains("default-src 'none'"));
        assert!(page.contains(&format!("<style>{STYLE}</style>")));
        assert!(page.contains(&format!("<script>{SCRIPT}</script>")));
        assert!(!page.contains("://"), "an address in the page");
    }
}
