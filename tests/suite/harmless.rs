//! Processes that are none of our business run as without us.

use cg_plot_capture_tests::suite::Suite;

/// Adds the tests.
pub(crate) fn add(_suite: &mut Suite) {}
