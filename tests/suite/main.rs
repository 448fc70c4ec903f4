//! Every test of the whole: each file a part of the promise, each name a sentence of it.

#![allow(clippy::unwrap_used, reason = "a test's panic is its report")]

mod harmless;
mod install;

use std::process::ExitCode;

use cg_plot_capture_tests::suite::Suite;

fn main() -> ExitCode {
    let mut suite = Suite::default();
    harmless::add(&mut suite);
    install::add(&mut suite);
    suite.run()
}
