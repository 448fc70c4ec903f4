//! What is said on stderr, as it stands in the sources: all of it has a row on the page.

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::source;

use super::page::page;

/// Where the sources are, what comes before a text that is said, and how many there are at least.
const SAYING: [(&str, &str, &[&str], usize); 4] = [
    ("sitecustomize/python", "py", &["warn(", "debug(", "text = ", "stderr.write("], 10),
    ("sitecustomize/hook", "py", &["stderr.write("], 1),
    ("sitecustomize/src", "rs", &["warn(", "self.write(", ".debug(||", "let line =", ".push("], 8),
    ("cli/src", "rs", &["Error::new(", "message(", "line(", "let message =", "let problem ="], 50),
];

/// What a reason for having no channel begins with.
const REASON: &str = "\"file descriptor 3 ";

pub(super) fn has_a_row() {
    let page = page("docs/TROUBLESHOOTING.md").text;
    let mut missing = BTreeSet::new();
    for (folder, suffix, before, least) in SAYING {
        let mut texts = vec![];
        for file in source::files(&workspace().join(folder), suffix) {
            let source = fs_err::read_to_string(file).unwrap();
            let source = source.split("#[cfg(test)]\nmod ").next().unwrap();
            texts.extend(before.iter().flat_map(|before| behind(source, before)));
            // The command has a subject that is called so.
            let reasons = source.match_indices(REASON).filter(|_| suffix == "py");
            texts.extend(reasons.filter_map(|(at, _)| literal(&source[at..])));
        }
        assert!(texts.len() >= least, "{folder}: {texts:?}");
        let parts = texts.iter().map(|text| stable(text));
        // One word is a frame for what others say.
        missing.extend(parts.filter(|part| part.contains(' ') && !page.contains(part)));
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The texts right behind a word, or in a macro that formats them.
fn behind(source: &str, before: &str) -> Vec<String> {
    let found = source.match_indices(before).filter_map(|(at, _)| {
        let mut rest = &source[at + before.len()..];
        for frame in ["&", "format!(", "format_args!("] {
            rest = rest.trim_start();
            rest = rest.strip_prefix(frame).unwrap_or(rest);
        }
        literal(rest.trim_start())
    });
    found.collect()
}

/// The text that a source begins with, if that is one.
fn literal(source: &str) -> Option<String> {
    let mut text = String::new();
    let mut characters = source.strip_prefix('"')?.chars();
    loop {
        match characters.next()? {
            '"' => return Some(text),
            '\\' => match characters.next()? {
                // Goes on below.
                '\n' => characters = characters.as_str().trim_start().chars(),
                'n' => text.push('\n'),
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
}

/// The longest part of a text that is always there, whatever is filled in.
fn stable(text: &str) -> String {
    // A brace that is meant is written twice.
    let text =
        text.trim_start_matches("cg-plot-capture: ").replace("{{", "\u{1}").replace("}}", "\u{2}");
    let text =
        text.replace(['{'], "\0{").replace("%s", "\0").replace("%d", "\0").replace("%r", "\0");
    let parts = text.split('\0').map(|part| match part.strip_prefix('{') {
        Some(filled) => filled.split_once('}').map_or("", |(_, rest)| rest),
        None => part,
    });
    let longest = parts.map(str::trim).max_by_key(|part| part.len()).unwrap_or_default();
    longest.replace('\u{1}', "{").replace('\u{2}', "}")
}
