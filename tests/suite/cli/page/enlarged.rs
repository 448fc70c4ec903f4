//! One figure over the whole window: by mouse, by keyboard, by link.

use cg_plot_capture_tests::browser::{Page, chromium};
use cg_plot_capture_tests::host::Host;
use cg_plot_capture_tests::prelude::*;

use super::{FRAMES, gallery, is_content, message, on_disk, svg};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    for (name, test) in [
        (
            "page: a figure is enlarged, left and found again by keys alone, its number being its link's",
            keys as fn(&Path),
        ),
        ("page: an enlarged figure is zoomed and panned by keys, wheel, drag and buttons", zoom),
        ("page: a link leads to one figure, and keys work behind it and behind a click", focus),
    ] {
        suite.needing(name, chromium(), move |chromium| test(&chromium));
    }
}

/// Whether the keyboard is within the dialog.
const FOCUSED: &str = "document.querySelector('dialog').contains(document.activeElement)";

/// A page with three figures in two scripts.
fn three(chromium: &Path, home: &Home) -> Page {
    let names = ["a-1-1.svg", "b-2-1.svg", "a-1-2.svg"];
    let messages = names.map(|name| message(name, &svg(name, "teal")));
    Page::open(chromium, &on_disk(&gallery(home, &messages)))
}

/// Whether this figure is the enlarged one, with all that goes with it.
#[track_caller]
fn shows(page: &Page, name: &str, alt: &str, place: &str, link: &str) {
    page.until("document.querySelector('dialog').open && large.complete && large.naturalWidth > 0");
    let seen = page.value(
        "[large.alt, document.getElementById('name').textContent,
        document.getElementById('place').textContent, location.hash]",
    );
    assert_eq!(seen, serde_json::json!([alt, name, place, link]));
}

fn keys(chromium: &Path) {
    let home = Home::new();
    let page = three(chromium, &home);
    let first = "Figure 1, of a, with the text “a-1-1.svg”";
    let second = "Figure 3, of a, with the text “a-1-2.svg”";
    let third = "Figure 2, of b, with the text “b-2-1.svg”";
    page.press("Tab");
    page.press("Enter");
    shows(&page, "a-1-1.svg", first, "Figure 1 of 3", "#figure-1");
    for (key, name, alt, place, link) in [
        ("ArrowRight", "a-1-2.svg", second, "Figure 3, place 2 of 3", "#figure-3"),
        ("ArrowDown", "b-2-1.svg", third, "Figure 2, place 3 of 3", "#figure-2"),
        ("ArrowRight", "b-2-1.svg", third, "Figure 2, place 3 of 3", "#figure-2"),
        ("Home", "a-1-1.svg", first, "Figure 1 of 3", "#figure-1"),
        ("ArrowLeft", "a-1-1.svg", first, "Figure 1 of 3", "#figure-1"),
        ("End", "b-2-1.svg", third, "Figure 2, place 3 of 3", "#figure-2"),
        ("ArrowUp", "a-1-2.svg", second, "Figure 3, place 2 of 3", "#figure-3"),
    ] {
        page.press(key);
        shows(&page, name, alt, place, link);
    }
    page.press("Escape");
    page.until("!document.querySelector('dialog').open && location.hash === ''");
    page.until("document.activeElement === document.querySelector('#figure-3 > button')");
    page.press("Enter");
    shows(&page, "a-1-2.svg", second, "Figure 3, place 2 of 3", "#figure-3");
    is_content(&page, "file://");
}

/// Where the enlarged figure is: its scale, and the way it has gone from the middle.
fn view(page: &Page) -> [f64; 3] {
    let matrix = page
        .value("(({ a, e, f }) => [a, e, f])(new DOMMatrix(getComputedStyle(large).transform))");
    serde_json::from_value(matrix).unwrap()
}

fn zoom(chromium: &Path) {
    let home = Home::new();
    let page = three(chromium, &home);
    page.click("#figure-1 > button");
    page.until("document.querySelector('dialog').open");
    assert_eq!(view(&page), [1.0, 0.0, 0.0]);
    page.press("+");
    page.press("+");
    assert_eq!(view(&page), [2.25, 0.0, 0.0]);
    page.press_shifted("ArrowRight");
    assert_eq!(view(&page), [2.25, -80.0, 0.0]);
    page.press("-");
    assert_eq!(view(&page)[0], 1.5);
    page.press("0");
    assert_eq!(view(&page), [1.0, 0.0, 0.0]);
    // What lies below the pointer stays there.
    let [x, y]: [i32; 2] = serde_json::from_value(page.value(
        "(({ left, top, width, height }) => [left + width / 2, top + height / 2].map(Math.round))(
            stage.getBoundingClientRect())",
    ))
    .unwrap();
    page.mouse("mouseWheel", (x + 100, y), -500);
    page.until("view.scale > 2.5");
    let [scale, right, _] = view(&page);
    assert!((right + 100.0 * (scale - 1.0)).abs() < 3.0, "{scale} {right}");
    page.mouse("mousePressed", (x, y), 0);
    page.mouse("mouseMoved", (x + 30, y + 20), 0);
    page.mouse("mouseReleased", (x + 30, y + 20), 0);
    page.mouse("mouseMoved", (x + 90, y + 90), 0);
    let [_, dragged, down] = view(&page);
    assert!((dragged - right - 30.0).abs() < 0.01 && (down - 20.0).abs() < 1.0, "{dragged} {down}");
    // However far one drags, the stage is never empty.
    for _ in 0..40 {
        page.press_shifted("ArrowLeft");
    }
    assert!(view(&page)[1] < 1280.0 * scale / 2.0);
    page.click("#larger");
    assert!(view(&page)[0] > scale);
    page.click("#whole");
    assert_eq!(view(&page), [1.0, 0.0, 0.0]);
    page.press("+");
    page.press("ArrowRight");
    assert_eq!(view(&page), [1.0, 0.0, 0.0], "the next figure is seen as a whole");
    page.click("#close");
    page.until("!document.querySelector('dialog').open");
    is_content(&page, "file://");
}

fn focus(chromium: &Path) {
    let home = Home::new();
    let names = ["a-1-1.svg", "a-1-2.svg", "a-1-3.svg"];
    let folder = gallery(&home, &names.map(|name| message(name, &svg(name, "teal"))));
    let host = Host::new(&folder);
    let shows = |page: &Page, name: &str| {
        page.until(&format!("document.getElementById('name').textContent === {name:?}"));
    };
    let addresses = [on_disk(&folder), host.address.clone()].into_iter();
    for address in addresses.take(if tests_all() { 2 } else { 1 }) {
        let page = Page::open(chromium, &format!("{address}#figure-2"));
        // Only a frame after it has loaded the browser follows the link itself.
        page.value(FRAMES);
        shows(&page, names[1]);
        // Where the focus is, a screen reader reads.
        page.until(FOCUSED);
        page.press("ArrowRight");
        shows(&page, names[2]);
        page.press("+");
        assert_eq!(view(&page)[0], 1.5);
        page.value("location.hash = '#figure-1'");
        shows(&page, names[0]);
        page.value(FRAMES);
        page.until(FOCUSED);
        page.click("#name");
        page.press("End");
        shows(&page, names[2]);
        page.press("Escape");
        page.until("document.activeElement === document.querySelector('#figure-3 > button')");
        page.press("Home");
        assert_eq!(page.value("document.querySelector('dialog').open"), false);
        is_content(&page, &address);
    }
    let page = Page::open(chromium, &format!("{}#figure-9", on_disk(&folder)));
    page.value(FRAMES);
    assert_eq!(page.value("document.querySelector('dialog').open"), false);
}
