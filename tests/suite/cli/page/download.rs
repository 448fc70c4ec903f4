//! Figures leave the page as files.

use cg_plot_capture_tests::browser::{Page, chromium};
use cg_plot_capture_tests::host::Host;
use cg_plot_capture_tests::prelude::*;

use super::{gallery, is_content, message, on_disk, svg};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    for (name, test) in [
        (
            "page: a figure in the page is saved as SVG and PNG, from disk too",
            embedded as fn(&Path),
        ),
        (
            "page: a figure beside the page is saved from a host, and from disk it says why not",
            beside,
        ),
    ] {
        suite.needing(name, chromium(), move |chromium| test(&chromium));
    }
}

/// Saves the figure with this link by both buttons and compares.
#[track_caller]
fn saves(page: &Page, link: &str, name: &str, svg: &str) {
    page.click(&format!("{link} > button"));
    page.click("#svg");
    let (saved, content) = page.downloaded();
    assert_eq!(saved, format!("{name}.svg"));
    assert!(content == svg.as_bytes(), "{} bytes, not {}", content.len(), svg.len());
    page.click("#png");
    let (saved, content) = page.downloaded();
    assert_eq!(saved, format!("{name}.png"));
    assert!(content.starts_with(b"\x89PNG\r\n\x1a\n"));
    // The header's width and height: twice those of the figure.
    assert_eq!(content[16..24], [800_u32.to_be_bytes(), 600_u32.to_be_bytes()].concat());
    page.click("#close");
}

/// A figure of so many bytes, more than a browser takes as an address.
fn large(bytes: usize) -> String {
    svg("large", "teal") + &" ".repeat(bytes)
}

fn embedded(chromium: &Path) {
    let home = Home::new();
    let figures = [svg("ä", "teal"), large(3 << 20)];
    let messages = [message("a-1-1.svg", &figures[0]), message("a-1-2.svg", &figures[1])];
    let page = Page::open(chromium, &on_disk(&gallery(&home, &messages)));
    saves(&page, "#figure-1", "a-1-1", &figures[0]);
    saves(&page, "#figure-2", "a-1-2", &figures[1]);
    is_content(&page, "file://");
}

fn beside(chromium: &Path) {
    let home = Home::new();
    let figures = [large(17 << 20), svg("b", "teal")];
    let messages = [message("a-1-1.svg", &figures[0]), message("b 1%.svg", &figures[1])];
    let folder = gallery(&home, &messages);
    let host = Host::new(&folder);
    let page = Page::open(chromium, &host.address);
    saves(&page, "#figure-2", "b 1%", &figures[1]);
    is_content(&page, &host.address);
    let page = Page::open(chromium, &on_disk(&folder));
    let said = page.value("document.querySelector('header').innerText");
    assert!(said.as_str().unwrap().contains("The last 2 figures are files beside this page"));
    page.until(super::DRAWN);
    page.click("#figure-2 > button");
    for button in ["#svg", "#png"] {
        page.value("notify('')");
        page.click(button);
        page.until(
            "document.getElementById('notice').textContent.includes('b 1%.svg in the same folder')",
        );
    }
    is_content(&page, "file://");
}
