//! Every test of the whole: each file a part of the promise, each name a sentence of it.

#![allow(clippy::unwrap_used, reason = "a test's panic is its report")]

mod demo;
mod harmless;
mod run;

use std::process::ExitCode;

use cg_plot_capture_tests::suite::Suite;

fn main() -> ExitCode {
    let mut suite = Suite::default();
    demo::add(&mut suite);
    harmless::add(&mut suite);
    run::add(&mut suite);
    suite.run()
}
