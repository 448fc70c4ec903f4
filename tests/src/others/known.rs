//! Tests that may differ, because their very subject is what the capture is for.

use crate::others::ground::Way;

/// A backend that is chosen, can't show, or waits for a click.
const BACKEND: [(&str, &str, &str); 10] = [
    (
        "matplotlib matplotlib/tests/test_backend_bases.py",
        "tests.test_backend_bases.test_non_gui_warning",
        "wants the warning of a backend that can't show; captured, it shows",
    ),
    (
        "matplotlib matplotlib/tests/test_backend_template.py",
        "tests.test_backend_template.test_load_template",
        "wants the canvas to be of the class of the backend that was chosen",
    ),
    (
        "matplotlib matplotlib/tests/test_backends_interactive.py",
        "tests.test_backends_interactive.test_qt_missing",
        "wants the choice of Qt to fail where there is none",
    ),
    (
        "matplotlib matplotlib/tests/test_figure.py",
        "tests.test_figure.test_ginput",
        "wants a click of a thread's own to be waited for; captured, no click is",
    ),
    (
        "matplotlib matplotlib/tests/test_figure.py",
        "tests.test_figure.test_waitforbuttonpress",
        "wants a click of a thread's own to be waited for; captured, no click is",
    ),
    (
        "matplotlib matplotlib/tests/test_figure.py",
        "tests.test_figure.test_savefig_pixel_ratio[Cairo]",
        "is skipped where Cairo is missing; captured, its choice does not fail",
    ),
    (
        "matplotlib matplotlib/tests/test_rcparams.py",
        "tests.test_rcparams.test_backend_fallback_headless_invalid_backend",
        "wants the choice of Tk to fail without a display",
    ),
    (
        "matplotlib matplotlib/tests/test_rcparams.py",
        "tests.test_rcparams.test_backend_fallback_headless_auto_backend",
        "wants Agg in place of the backend that was chosen, for want of a display",
    ),
    (
        "matplotlib matplotlib/tests/test_tightlayout.py",
        "tests.test_tightlayout.test_non_agg_renderer",
        "wants the renderer of the backend that was chosen",
    ),
    (
        "matplotlib matplotlib/tests/test_widgets.py",
        "tests.test_widgets.test_span_selector_animated_artists_callback",
        "is skipped where Qt is missing; captured, its choice does not fail",
    ),
];

/// The channel, which stays open in children. Without one these are the same.
const CHANNEL: [(&str, &str, &str); 4] = [
    ("cpython-3.11 test_subprocess", REDIRECTED, LISTS),
    ("cpython-3.13 test_subprocess", REDIRECTED, LISTS),
    ("cpython-3.14 test_subprocess", REDIRECTED, LISTS),
    ("cpython-3.15 test_subprocess", REDIRECTED, LISTS),
];

const LISTS: &str = "lists all that is open in a child";

const REDIRECTED: &str = "test.test_subprocess.POSIXProcessTestCase.test_pass_fds_redirected";

/// Why a test may differ, if it may.
pub fn reason(subject: &str, test: &str, way: Way) -> Option<&'static str> {
    let channel = if way == Way::Alone { &[][..] } else { &CHANNEL };
    let mut known = BACKEND.iter().chain(channel);
    known.find(|known| (known.0, known.1) == (subject, test)).map(|known| known.2)
}
