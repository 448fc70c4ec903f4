//! The page while its command still runs.

use std::io::Write as _;
use std::process::Child;

use cg_plot_capture_tests::browser::{Page, chromium};
use cg_plot_capture_tests::host::Host;
use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::wait::until;

use super::{is_content, message, on_disk, svg};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    let name = "page: while the command runs, new figures appear behind the enlarged one";
    suite.needing(name, chromium(), |chromium| enlarged(&chromium));
    let name = "page: while the command runs, whoever has scrolled stays there";
    suite.seldom().needing(name, chromium(), |chromium| scrolled(&chromium));
    let name = "page: a killed run's page stops looking and says so";
    suite.needing(name, chromium(), |chromium| killed(&chromium));
}

/// The figures of three processes.
const PROCESSES: [&str; 3] = ["a-1-1.svg", "a-2-1.svg", "a-3-1.svg"];

/// A run that shows a figure for each line it is given, and has shown the first.
struct Live {
    run: Child,
    folder: PathBuf,
}

impl Live {
    fn new(home: &Home, names: [&str; 3]) -> Self {
        for (name, file) in names.iter().zip(["1", "2", "3"]) {
            fs_err::write(home.path().join(file), message(name, &svg(name, "teal"))).unwrap();
        }
        let script = "for i in 1 2 3; do cat $i >&3; read -r line || exit; done";
        let run = home
            .cli(&["run", "-o", "out", "--", "sh", "-c", script])
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let folder = home.path().join("out");
        until("the page shows the first figure", || {
            let page = fs_err::read_to_string(folder.join("index.html"));
            page.is_ok_and(|page| page.contains("id=\"figure-1\""))
        });
        Self { run, folder }
    }

    /// Lets it show the next figure, or end.
    fn go_on(&mut self) {
        self.run.stdin.as_mut().unwrap().write_all(b"\n").unwrap();
    }

    fn end(mut self) {
        self.go_on();
        assert!(self.run.wait().unwrap().success());
    }
}

/// Whether so many figures are there, drawn, and the page is still the same one.
fn same_page_with(page: &Page, count: usize) {
    page.until(&format!(
        "mark === 1 && document.querySelectorAll('li').length === {count} && {} &&
        document.getElementById('count').textContent.startsWith('{count} figures from {count} processes so far') &&
        document.title.startsWith('{count} figures')",
        super::DRAWN
    ));
}

/// Whether the page is the complete one.
const COMPLETE: &str = "typeof mark === 'undefined' && document.readyState === 'complete' &&
    !('running' in document.body.dataset) && document.querySelectorAll('li').length === 3";

fn enlarged(chromium: &Path) {
    let home = Home::new();
    let mut live = Live::new(&home, PROCESSES);
    let page = Page::open(chromium, &on_disk(&live.folder));
    page.value("window.mark = 1");
    page.click("#figure-1 > button");
    page.until("large.complete && large.naturalWidth > 0");
    page.press("+");
    page.value("window.before = document.querySelector('#figure-1 img'); true");
    live.go_on();
    same_page_with(&page, 2);
    live.go_on();
    same_page_with(&page, 3);
    let kept = "document.querySelector('dialog').open && view.scale === 1.5 && location.hash === '#figure-1'";
    assert_eq!(page.value(kept), true);
    assert_eq!(page.value("before.isConnected"), true, "what is there is not drawn again");
    assert_eq!(page.value("document.getElementById('place').textContent"), "Figure 1 of 3");
    // That there are several processes was not known when it appeared.
    let told = "[before, large].every(({ alt }) => alt.startsWith('Figure 1, of a, process 1'))";
    assert_eq!(page.value(told), true);
    live.end();
    page.until(COMPLETE);
    page.until(kept);
    page.until("large.src.startsWith('data:')");
    is_content(&page, "file://");
}

fn scrolled(chromium: &Path) {
    let home = Home::new();
    let mut live = Live::new(&home, ["a-1-1.svg", "a-1-2.svg", "a-1-3.svg"]);
    let host = Host::new(&live.folder);
    let page = Page::open(chromium, &host.address);
    page.size(400, 300);
    page.value("window.mark = 1");
    page.value("document.querySelector('#figure-1 > button').focus(); scrollTo(0, 90); true");
    live.go_on();
    page.until("document.querySelectorAll('li').length === 2");
    let kept =
        "mark === 1 && scrollY === 90 && document.activeElement.closest('#figure-1') !== null";
    assert_eq!(page.value(kept), true);
    live.go_on();
    page.until("document.querySelectorAll('li').length === 3");
    assert_eq!(page.value(kept), true);
    live.end();
    page.until(COMPLETE);
    page.until("scrollY === 90");
    is_content(&page, &host.address);
}

fn killed(chromium: &Path) {
    let home = Home::new();
    let mut live = Live::new(&home, PROCESSES);
    live.run.kill().unwrap();
    live.run.wait().unwrap();
    let page = Page::open(chromium, &on_disk(&live.folder));
    page.until("document.querySelector('iframe') !== null");
    page.value(
        "(() => { const now = Date.now(); Date.now = () => now + 16 * 60_000; return true; })()",
    );
    page.until("document.getElementById('watch').textContent.includes('has stopped looking')");
    assert_eq!(page.value("document.querySelector('iframe')"), serde_json::Value::Null);
    is_content(&page, "file://");
}
