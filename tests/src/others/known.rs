//! Tests that may differ: those whose very subject is the choice or the failure of a backend.

/// Subject, test, reason.
const REASONS: [(&str, &str, &str); 1] = [(
    "matplotlib matplotlib/tests/test_backend_bases.py",
    "tests.test_backend_bases.test_non_gui_warning",
    "wants the warning of a backend that can't show; captured, it shows",
)];

/// Why a test may differ, if it may.
pub fn reason(subject: &str, test: &str) -> Option<&'static str> {
    let known = REASONS.iter().find(|known| (known.0, known.1) == (subject, test));
    known.map(|known| known.2)
}
