//! The page, as a person has it before them: in a real browser, from disk and from a host.

mod accessible;
mod download;
mod enlarged;
mod hostile;
mod live;
mod many;
mod pictures;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use cg_plot_capture_tests::browser::{Page, chromium};
use cg_plot_capture_tests::host::Host;
use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.needing(
        "page: every figure of three processes is drawn, from disk and from a host",
        chromium().and_then(|chromium| Ok((chromium, Interpreter::newest()?))),
        |(chromium, python)| three_processes(&chromium, &python),
    );
    let name = "page: figures that were in the folder before are told and not shown";
    suite.needing(name, chromium(), |chromium| {
        let home = Home::new();
        let messages = ["a-1-1.svg", "a-1-2.svg"].map(|name| message(name, &svg(name, "teal")));
        // What was there before, and how many there are now.
        for (there, count, told) in
            [(0, 1, ""), (1, 2, "\n1 SVG file was"), (3, 2, "\n3 SVG files were")]
        {
            let folder = gallery(&home, &messages[..count]);
            // By default the first and the last are not looked at.
            if there != 1 && !tests_all() {
                continue;
            }
            let page = Page::open(&chromium, &on_disk(&folder));
            assert_eq!(page.value("document.querySelectorAll('li').length"), count);
            let said = page.value("document.querySelector('header').innerText");
            let said = said.as_str().unwrap();
            let end = format!("{told} in this folder before: not shown here.");
            assert!(said.contains("before") == (there > 0), "{said}");
            assert!(there == 0 || said.ends_with(&end), "{said}");
            is_content(&page, "file://");
        }
    });
    accessible::add(suite);
    download::add(suite);
    enlarged::add(suite);
    hostile::add(suite);
    live::add(suite);
    many::add(suite);
    pictures::add(suite);
}

/// A line of the protocol.
fn message(name: &str, svg: &str) -> String {
    let (data, size) = (BASE64_STANDARD.encode(svg), svg.len());
    format!(
        r#"{{"messageType": "file", "filename": "{name}", "data": "{data}", "size": {size}}}{}"#,
        '\n'
    )
}

/// A figure of 400 by 300 pixels, with a title as Matplotlib writes it.
fn svg(title: &str, color: &str) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><g id="figure_1">
        <rect width="400" height="300" fill="{color}"/><g id="text_1"><!-- {title} --></g></g></svg>"#
    )
}

/// The folder that `run` makes of these messages.
fn gallery(home: &Home, messages: &[String]) -> PathBuf {
    fs_err::write(home.path().join("messages"), messages.concat()).unwrap();
    succeed(&mut home.cli(&["run", "-o", "out", "--", "sh", "-c", "cat messages >&3"]));
    home.path().join("out")
}

/// The address of the page in `folder` on disk.
fn on_disk(folder: &Path) -> String {
    format!("file://{}/index.html", folder.display())
}

/// Whether every image on the page is drawn.
const DRAWN: &str = "[...document.querySelectorAll('li img')]
    .every((image) => image.complete && image.naturalWidth > 0)";

/// Twice a frame: what is to be seen has been drawn then.
const FRAMES: &str =
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    .then(() => true)";

/// Nothing has gone wrong in the browser, and nothing was asked for but the page and what is beside it.
#[track_caller]
fn is_content(page: &Page, folder: &str) {
    assert_eq!(page.complaints(), [""; 0]);
    let elsewhere: Vec<_> =
        page.requests().into_iter().filter(|address| !address.starts_with(folder)).collect();
    assert_eq!(elsewhere, [""; 0]);
}

fn three_processes(chromium: &Path, python: &Interpreter) {
    let home = Home::new();
    let python = venv_with(python, &["matplotlib"]);
    let script = workspace().join("cli/src/commands/demo/workers.py");
    let words = ["run", "-o", "out", "--", python.to_str().unwrap(), script.to_str().unwrap()];
    succeed(&mut home.cli(&words));
    let folder = home.path().join("out");
    let host = Host::new(&folder);
    for address in [on_disk(&folder), host.address.clone()] {
        let page = Page::open(chromium, &address);
        page.until(DRAWN);
        assert_eq!(page.value("document.querySelectorAll('li img').length"), 3);
        assert_eq!(page.value("document.querySelectorAll('h3').length"), 3);
        let alt = page.value("document.querySelector('li img').alt");
        let alt = alt.as_str().unwrap();
        assert!(alt.starts_with("Figure 1, of workers, process "), "{alt}");
        assert!(alt.contains(" points: π ≈ "), "{alt}");
        is_content(&page, &address);
        // One file is all there is to it.
        assert_eq!(page.requests().len(), 1, "{:?}", page.requests());
    }
    assert_eq!(host.asked(), [""]);
}
