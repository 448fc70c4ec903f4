//! The page while its command still runs.

use cg_plot_capture_tests::suite::Suite;

/// Adds the tests.
pub(super) fn add(_suite: &mut Suite) {}
