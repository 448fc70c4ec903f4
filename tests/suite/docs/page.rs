//! A page of the documentation: what on it can be run, followed or misspelt.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use cg_plot_capture_tests::prelude::*;

/// A page.
#[derive(Default)]
pub(super) struct Page {
    /// Its path in the workspace.
    pub(super) name: String,
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
    /// What stands in back quotes.
    pub(super) code: Vec<String>,
    /// Where its links and pictures lead.
    pub(super) links: Vec<String>,
    /// What links to its headings end with.
    pub(super) anchors: Vec<String>,
}

/// A fenced block.
pub(super) struct Block {
    /// The heading that it stands under.
    pub(super) heading: String,
    language: String,
    text: String,
}

/// Every page of the workspace.
pub(super) fn all() -> Vec<Page> {
    let folders = ["", "docs", "inject", "sitecustomize", "cli"];
    let entries = folders.map(|folder| fs_err::read_dir(workspace().join(folder)).unwrap());
    let paths = entries.into_iter().flatten().map(|entry| entry.unwrap().path());
    let mut pages: Vec<Page> = paths
        .filter(|path| path.extension().is_some_and(|suffix| suffix == "md"))
        .map(|path| Page::read(&path))
        .collect();
    pages.sort_by(|one, other| one.name.cmp(&other.name));
    pages
}

/// One of them.
pub(super) fn page(name: &str) -> Page {
    Page::read(&workspace().join(name))
}

/// The pages that a newcomer reads first stay short: a longer story has a page of its own.
pub(super) fn first_ones_are_short() {
    let lines = page("README.md").text.lines().count();
    assert!(lines <= 150, "README.md has {lines} lines");
    let bytes = page("DESIGN.md").text.len();
    assert!(bytes <= 20 * 1024, "DESIGN.md has {bytes} bytes");
}

impl Page {
    fn read(path: &Path) -> Self {
        let name = path.strip_prefix(workspace()).unwrap().to_str().unwrap().to_owned();
        let text = fs_err::read_to_string(path).unwrap();
        let mut page = Self { name, text: text.clone(), ..Self::default() };
        let (mut block, mut heading): (Option<Block>, Option<String>) = (None, None);
        let mut above = String::new();
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let CodeBlockKind::Fenced(language) = kind else {
                        panic!("{}: a block without a language", page.name)
                    };
                    block = Some(Block {
                        heading: above.clone(),
                        language: language.into_string(),
                        text: String::new(),
                    });
                }
                Event::End(TagEnd::CodeBlock) => page.blocks.extend(block.take()),
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    above = heading.take().unwrap_or_default();
                    page.anchors.push(slug(&above));
                }
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    page.links.push(dest_url.into_string());
                }
                Event::Text(part) => match (&mut block, &mut heading) {
                    (Some(block), _) => block.text += &part,
                    (None, Some(heading)) => *heading += &part,
                    (None, None) => {}
                },
                Event::Code(part) => {
                    heading.iter_mut().for_each(|heading| *heading += &part);
                    page.code.push(part.into_string());
                }
                _ => {}
            }
        }
        page
    }
}

/// What a link to a heading ends with, as GitHub makes it.
fn slug(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let kept = lower.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

impl Block {
    /// Its commands, each with the lines that it goes on in. A program in another language than the
    /// shell's is one; data has none.
    pub(super) fn commands(&self) -> Vec<String> {
        let text = self.text.replace("\\\n", " ");
        let lines = || text.lines().map(str::trim_end).filter(|line| !line.is_empty());
        let owned = |line: &str| line.to_owned();
        match &*self.language {
            "sh" => lines().map(owned).collect(),
            "console" => lines().filter_map(|line| line.strip_prefix("$ ")).map(owned).collect(),
            "dockerfile" => {
                let run = lines().filter_map(|line| line.strip_prefix("RUN "));
                run.flat_map(|line| line.split(" && ")).map(owned).collect()
            }
            "yaml" => steps(&text),
            "python" | "javascript" | "rust" => lines().take(1).map(owned).collect(),
            "json" | "text" | "toml" => vec![],
            other => panic!("nobody runs {other}"),
        }
    }
}

/// What the steps of a workflow run: `run: …`, or `run: |` and the deeper lines below.
fn steps(text: &str) -> Vec<String> {
    let mut commands = vec![];
    let mut below = None;
    for line in text.lines() {
        let depth = line.len() - line.trim_start().len();
        let step = line.trim_start().trim_start_matches("- ");
        match (step.strip_prefix("run: "), below) {
            (Some("|"), _) => below = Some(depth),
            (Some(command), _) => commands.push(command.to_owned()),
            (None, Some(least)) if depth > least => commands.push(line.trim().to_owned()),
            (None, _) => below = None,
        }
    }
    commands
}
