//! The pictures of the page in `docs/`, made anew by `SNAPSHOTS=overwrite`.

use cg_plot_capture_tests::browser::{Page, chromium};
use cg_plot_capture_tests::prelude::*;

use super::{DRAWN, FRAMES, is_content, on_disk};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    suite.needing(
        "page: it fits a wide and a narrow window, in light and in dark, as the pictures show",
        chromium().and_then(|chromium| Ok((chromium, Interpreter::newest()?))),
        |(chromium, python)| pictures(&chromium, &python),
    );
}

fn pictures(chromium: &Path, python: &Interpreter) {
    let home = Home::new();
    let python = venv_with(python, &["matplotlib"]);
    let script = workspace().join("tests/scripts/pictures/survey.py");
    fs_err::copy(script, home.path().join("survey.py")).unwrap();
    let path = format!("{}:/usr/bin:/bin", python.parent().unwrap().display());
    let mut command = home.cli(&["run", "-o", "out", "--", "python", "survey.py"]);
    succeed(command.env("PATH", path));
    let page = Page::open(chromium, &on_disk(&home.path().join("out")));
    page.until(DRAWN);
    assert_eq!(page.value("document.querySelectorAll('li').length"), 6);
    for (name, scheme, (width, height), enlarged) in [
        ("light", "light", (1040, 640), None),
        ("dark", "dark", (1040, 640), None),
        ("narrow", "light", (390, 800), None),
        ("narrow-dark", "dark", (390, 800), None),
        ("enlarged", "dark", (1040, 640), Some(("#figure-3", "100 %"))),
        ("enlarged-narrow", "light", (390, 700), Some(("#figure-4", "100 %"))),
    ] {
        page.size(width, height);
        page.prefer(scheme);
        if let Some((link, zoom)) = enlarged {
            page.click(&format!("{link} > button"));
            page.until("large.complete && large.naturalWidth > 0");
            assert_eq!(page.value("document.getElementById('whole').textContent"), zoom);
        }
        page.value(FRAMES);
        let fits = "document.documentElement.scrollWidth <= innerWidth &&
            [...document.querySelectorAll('.bar button')].every((button) =>
                button.getBoundingClientRect().right <= innerWidth)";
        assert_eq!(page.value(fits), true, "{name}: something is wider than the window");
        let dark = page.value(
            "matchMedia('(prefers-color-scheme: dark)').matches &&
            getComputedStyle(document.body).backgroundColor === 'rgb(16, 19, 23)'",
        );
        assert_eq!(dark, scheme == "dark", "{name}");
        keep(name, &page.picture());
        if enlarged.is_some() {
            page.click("#close");
        }
    }
    is_content(&page, "file://");
}

/// Those that stand in the docs.
const DOCS: [&str; 2] = ["light", "enlarged"];

/// Keeps a picture to be looked at, and those of the docs there if that is wanted.
fn keep(name: &str, picture: &[u8]) {
    let file = format!("page-{name}.png");
    let folder = target().join("test-pictures");
    fs_err::create_dir_all(&folder).unwrap();
    fs_err::write(folder.join(&file), picture).unwrap();
    let wanted = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    if wanted && DOCS.contains(&name) {
        assert!(picture.len() < 150_000, "{file} has {} bytes", picture.len());
        fs_err::write(workspace().join("docs").join(file), picture).unwrap();
    }
}
