//! A figure that was made to do harm is a picture and nothing else.

use std::net::TcpListener;

use cg_plot_capture_tests::browser::{Page, chromium};
use cg_plot_capture_tests::host::Host;
use cg_plot_capture_tests::prelude::*;

use super::{gallery, is_content, message, on_disk};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    let name = "page: a hostile figure or name runs nothing and fetches nothing";
    suite.needing(name, chromium(), |chromium| {
        let home = Home::new();
        let canary = TcpListener::bind("127.0.0.1:0").unwrap();
        canary.set_nonblocking(true).unwrap();
        let figures = figures(&format!("http://{}/", canary.local_addr().unwrap()));
        let named = |(number, svg): (i32, &String)| message(&format!("a-1-{number}.svg"), svg);
        let mut messages: Vec<_> = (1..).zip(&figures).map(named).collect();
        messages.push(message("<img src=x onerror=top.harm=1>.svg", &figures[0]));
        let folder = gallery(&home, &messages);
        let host = Host::new(&folder);
        let addresses = [host.address, on_disk(&folder)].into_iter();
        for address in addresses.take(if tests_all() { 2 } else { 1 }) {
            let page = Page::open(&chromium, &address);
            page.until(super::DRAWN);
            for number in 1..=messages.len() {
                page.click(&format!("#figure-{number} > button"));
                page.until("large.complete && large.naturalWidth > 0");
                page.mouse("mousePressed", (640, 300), 0);
                page.mouse("mouseReleased", (640, 300), 0);
                page.click("#close");
            }
            assert_eq!(page.value("typeof harm"), "undefined");
            let images = page.value("document.querySelectorAll('img').length");
            assert_eq!(images, messages.len() + 1);
            is_content(&page, &address);
            assert_eq!(page.requests().len(), 1);
        }
        assert!(canary.accept().is_err(), "something was fetched");
    });
}

/// Figures that try to run a script, and to fetch from `address`.
fn figures(address: &str) -> Vec<String> {
    let parts = [
        format!("<script>parent.harm = top.harm = 1; fetch('{address}script')</script>"),
        format!("<script href=\"{address}src\"/><image href=\"{address}image\" width=\"9\" height=\"9\"/>"),
        format!("<use href=\"{address}use#x\"/><style>@import url({address}import);
            rect {{ fill: url({address}fill#x); }}</style>"),
        format!("<foreignObject width=\"99\" height=\"99\"><body xmlns=\"http://www.w3.org/1999/xhtml\">
            <iframe src=\"{address}frame\"/><img src=\"{address}img\" onerror=\"top.harm = 1\"/>
            </body></foreignObject>"),
        "<a href=\"javascript:top.harm = 1\"><rect width=\"300\" height=\"300\"/></a>
            <set attributeName=\"x\" to=\"1\" onbegin=\"top.harm = 1\"/>".to_owned(),
        "<g id=\"figure_1\"><g id=\"text_1\"><!-- \"><img src=x onerror=top.harm=1> --></g></g>".to_owned(),
    ];
    parts.map(|part| format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"300\" onload=\"top.harm = 1\">
        {part}<rect width=\"9\" height=\"9\"/></svg>"
    ))
    .into()
}
