//! What pages name in passing: links, variables, commands and flags.

use cg_plot_capture::settings::DEFAULTS;

use cg_plot_capture_tests::prelude::*;

use super::page::{all, page};

/// What the project's other programs read, and what a process of ours tells its children.
const NOT_SETTINGS: [&str; 3] = ["CG_PLOT_CHANNEL", "CG_PLOT_INLINE", "CG_PLOT_TESTS"];

/// Flags of other programs'.
const THEIRS: [&str; 1] = ["--no-deps"];

/// Links lead to a file, and to a heading of it.
pub(super) fn links() {
    let pages: BTreeMap<String, Vec<String>> =
        all().into_iter().map(|page| (page.name, page.anchors)).collect();
    let mut count = 0;
    for page in all() {
        for link in page.links.iter().filter(|link| !link.contains("://")) {
            count += 1;
            let (path, anchor) =
                link.split_once('#').map_or((&**link, None), |(p, a)| (p, Some(a)));
            let folder = Path::new(&page.name).parent().unwrap();
            let path = if path.is_empty() { page.name.clone() } else { joined(folder, path) };
            assert!(workspace().join(&path).exists(), "{}: {link}", page.name);
            if let Some(anchor) = anchor {
                assert!(pages[&path].iter().any(|one| one == anchor), "{}: {link}", page.name);
            }
        }
    }
    assert!(count > 20, "{count}");
}

/// A relative path from a folder of the workspace, without `..`.
fn joined(folder: &Path, path: &str) -> String {
    match path.strip_prefix("../") {
        Some(path) => joined(folder.parent().unwrap(), path),
        None => folder.join(path).to_str().unwrap().to_owned(),
    }
}

/// Each setting has its row, with its default first, and no page names another one.
pub(super) fn variables() {
    let table = page("docs/SETTINGS.md").text;
    for (name, default) in DEFAULTS {
        assert!(table.contains(&format!("\n| `{name}` | `{default}`")), "{name}={default}");
        assert!(page("README.md").text.contains(&format!("`{name}`")), "{name}");
    }
    for page in all() {
        for (at, _) in page.text.match_indices("CG_PLOT_") {
            let rest = &page.text[at..];
            let end = rest.find(|c: char| !c.is_ascii_uppercase() && c != '_');
            let name = &rest[..end.unwrap_or(rest.len())];
            let known =
                DEFAULTS.iter().any(|(one, _)| *one == name) || NOT_SETTINGS.contains(&name);
            assert!(known || name == "CG_PLOT_", "{}: {name}", page.name);
        }
    }
}

/// Each command of ours that a page names is one, with the flags that it has.
pub(super) fn commands() {
    let home = Home::new();
    let mut commands = BTreeSet::new();
    let mut flags = BTreeSet::new();
    for page in all() {
        for code in &page.code {
            if let Some(given) = code.strip_prefix("cg-plot-capture ") {
                let given = given.split(" -- ").next().unwrap().to_owned();
                commands.insert(given);
            } else if code.starts_with("--") && !code.starts_with("-- ") {
                let end = code.find([' ', '=']).unwrap_or(code.len());
                flags.insert(code[..end].to_owned());
            }
        }
    }
    let mut help = String::new();
    for given in &commands {
        let words: Vec<&str> = given.split_whitespace().chain(["--help"]).collect();
        let output = run(&mut home.cli(&words));
        assert!(output.status.success(), "cg-plot-capture {given}: {output:?}");
    }
    for command in [
        "enable", "disable", "status", "doctor", "run", "collect", "describe", "compare", "check",
        "demo",
    ] {
        help += &succeed(&mut home.cli(&[command, "--help"]));
    }
    for flag in &flags {
        let has = |help: &str| help.split([' ', '\n', ',']).any(|word| word == flag);
        assert!(has(&help) || THEIRS.contains(&&**flag), "no {flag}");
    }
    assert!(commands.len() > 5 && flags.len() > 5, "{commands:?} {flags:?}");
}
