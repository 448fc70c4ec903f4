//! Hundreds of figures.

use cg_plot_capture_tests::browser::{Page, chromium};
use cg_plot_capture_tests::host::Host;
use cg_plot_capture_tests::prelude::*;

use super::{gallery, is_content, message, svg};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    let name = "page: of hundreds of large figures only those in sight are fetched and drawn";
    suite.needing(name, chromium(), |chromium| {
        let home = Home::new();
        // 24 MB: the last hundred are files beside the page.
        let filling = " ".repeat(80_000);
        let messages: Vec<_> = (1..=300)
            .map(|number| message(&format!("a-1-{number}.svg"), &(svg("a", "teal") + &filling)))
            .collect();
        let folder = gallery(&home, &messages);
        let host = Host::new(&folder);
        let page = Page::open(&chromium, &host.address);
        assert_eq!(page.value("document.querySelectorAll('li img').length"), 300);
        let fetched = || host.asked().len() - 1;
        assert_eq!(fetched(), 0, "what is far below is left for later");
        // Of what is not in sight the browser has not even worked out the inside.
        let skipped = "[...document.querySelectorAll('li')].filter((item) =>
            !item.firstElementChild.checkVisibility({ contentVisibilityAuto: true })).length";
        assert!(page.value(skipped).as_i64().unwrap() > 250);
        page.press("End");
        page.until(
            "(({ complete, naturalWidth }) => complete && naturalWidth > 0)(
            document.querySelector('#figure-300 img'))",
        );
        assert!(fetched() < 60, "{} were fetched to show the end", fetched());
        assert!(page.value(skipped).as_i64().unwrap() > 250);
        is_content(&page, &host.address);
    });
}
