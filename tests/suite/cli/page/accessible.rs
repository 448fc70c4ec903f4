//! The page and its figures for people who can't see them: axe-core finds nothing against them.

use serde_json::Value;

use cg_plot_capture_tests::browser::{Page, chromium};
use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::{npm, source};

use super::{DRAWN, gallery, is_content, message, on_disk};

/// The version of axe-core: a later one may know more rules.
const AXE: &str = "4.10.3";

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    let need = || {
        tool("npm")
            .and_then(|_| chromium())
            .and_then(|chromium| Ok((chromium, Interpreter::newest()?)))
    };
    suite.needing(
        "page: a screen reader is told what is in each figure, and axe-core finds no fault",
        need(),
        |(chromium, python)| few(&chromium, &python),
    );
    suite.seldom().needing(
        "page: axe-core finds no fault in fifty figures of the gallery",
        need(),
        |(chromium, python)| fifty(&chromium, &python),
    );
    suite.needing("page: a picture's own title is its alternative text", chromium(), |chromium| {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><title>A &lt;map&gt;</title></svg>";
        let home = Home::new();
        let folder = gallery(&home, &[message("a-1-1.svg", svg)]);
        let page = Page::open(&chromium, &on_disk(&folder));
        let alt = page.value("document.querySelector('li img').alt");
        assert_eq!(alt, "Figure 1, of a, with the text “A <map>”");
    });
}

/// What axe-core finds against the page that is open.
fn faults(page: &Page) -> Vec<Value> {
    let script = fs_err::read_to_string(npm::package("axe-core", AXE).join("axe.min.js")).unwrap();
    page.value(&format!("{script}; true"));
    let found = page.value(
        "axe.run(document, {resultTypes: ['violations']}).then(({violations, passes}) => ({
            passes: passes.length,
            faults: violations.map(({id, nodes}) => [id, nodes.length, nodes[0].html.slice(0, 300),
                nodes[0].failureSummary]),
        }))",
    );
    assert!(found["passes"].as_u64().unwrap() > 0, "{found}");
    found["faults"].as_array().unwrap().clone()
}

fn few(chromium: &Path, python: &Interpreter) {
    let home = Home::new();
    let script = "import matplotlib.pyplot as plt\n\
        plt.plot([1, 2, 3], [2, 4, 8], label='<b>speed</b>')\nplt.title('Run')\nplt.show()\n\
        plt.plot(range(200))\nplt.show()\n\
        plt.boxplot([[1, 2, 3], [4, 5, 9]])\nplt.show()\n";
    fs_err::write(home.path().join("script.py"), script).unwrap();
    let python = venv_with(python, &["matplotlib"]);
    let words = ["run", "-o", "out", "--", python.to_str().unwrap(), "script.py"];
    succeed(&mut home.cli(&words));
    let folder = home.path().join("out");
    let page = Page::open(chromium, &on_disk(&folder));
    page.until(DRAWN);
    // Closed at first; keys alone open it, behind the figure.
    assert_eq!(page.value("document.querySelectorAll('details[open]').length"), 0);
    page.press("Tab");
    page.press("Tab");
    assert_eq!(page.value("document.activeElement.innerText"), "What is in figure 1");
    page.press("Enter");
    page.until("document.querySelector('details').open");
    let said = page.value("document.querySelector('details').innerText");
    let said = said.as_str().unwrap();
    assert!(said.contains("Line chart titled “Run”."), "{said}");
    assert!(
        said.contains("Made by script.py, line 2.") && said.contains("Shown by script.py, line 4."),
        "{said}"
    );
    // A label is a text, whatever it has in it.
    let table =
        page.value("[...document.querySelectorAll('#figure-1 tr')].map((row) => row.innerText)");
    assert_eq!(table, serde_json::json!(["x\ty", "1\t2", "2\t4", "3\t8"]));
    assert_eq!(
        page.value("document.querySelector('#figure-1 caption').innerText"),
        "line <b>speed</b>"
    );
    assert_eq!(page.value("document.querySelectorAll('#figure-2 tbody tr').length"), 100);
    // A long table is scrolled by keys.
    page.press("Tab");
    assert_eq!(
        page.value("document.activeElement.ariaLabel"),
        "Data of figure 1: line <b>speed</b>"
    );
    page.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    for scheme in ["light", "dark"] {
        page.prefer(scheme);
        assert_eq!(faults(&page), [Value::Null; 0], "{scheme}");
    }
    page.click("#figure-2 > button");
    page.until("large.complete && large.naturalWidth > 0");
    assert_eq!(faults(&page), [Value::Null; 0], "enlarged");
    is_content(&page, "file://");
    drop(page);
    alone(chromium, &folder);
}

/// The first SVGs of a folder, each opened in a browser by itself.
fn alone(chromium: &Path, folder: &Path) {
    for svg in source::files(folder, "svg").into_iter().take(25) {
        let page = Page::open(chromium, &format!("file://{}", svg.display()));
        assert_eq!(faults(&page), [Value::Null; 0], "{}", svg.display());
    }
}

fn fifty(chromium: &Path, python: &Interpreter) {
    let home = Home::new();
    let python = venv_with(python, &["matplotlib", "colorspacious"]);
    let examples = source::matplotlib(&python).join("galleries/examples");
    let folders = [
        "lines_bars_and_markers",
        "statistics",
        "pie_and_polar_charts",
        "images_contours_and_fields",
        "mplot3d",
    ];
    let scripts = folders
        .iter()
        .flat_map(|folder| source::files(&examples.join(folder), "py").into_iter().take(8));
    let scripts: Vec<String> = scripts.map(|path| path.display().to_string()).collect();
    let script = "for script; do \"$PYTHON\" \"$script\" > /dev/null 2>&1; done; true";
    let mut command = home.cli(&["run", "-o", "out", "--", "sh", "-c", script, "sh"]);
    succeed(command.args(scripts).env("PYTHON", &python));
    let folder = home.path().join("out");
    let page = Page::open(chromium, &on_disk(&folder));
    let count = page.value("document.querySelectorAll('li').length");
    assert!(count.as_u64().unwrap() >= 50, "{count}");
    page.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    assert_eq!(faults(&page), [Value::Null; 0]);
    drop(page);
    alone(chromium, &folder);
    for svg in source::files(&folder, "svg") {
        let svg = svg.to_str().unwrap();
        assert_eq!(succeed(&mut home.cli(&["compare", svg, svg])), "alike\n");
    }
}
