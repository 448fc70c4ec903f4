//! Every test of the whole: each file a part of the promise, each name a sentence of it.

#![allow(clippy::unwrap_used, reason = "a test's panic is its report")]

mod cli;
mod docs;
mod free_threaded;
mod generated;
mod harmless;
mod inherited;
mod inject;
mod instructions;
mod newest;
mod others;
mod reach;
mod reproduced;
mod security;
mod sitecustomize;

use std::process::ExitCode;

use cg_plot_capture_tests::suite::Suite;

fn main() -> ExitCode {
    cg_plot_capture_tests::inherited::reset();
    let mut suite = Suite::default();
    if std::env::args().skip(1).eq(["--exact", inherited::STATE]) {
        // Alone: to find out what all others need takes seconds.
        inherited::add(&mut suite);
        return suite.run();
    }
    cli::add(&mut suite);
    docs::add(&mut suite);
    free_threaded::add(&mut suite);
    generated::add(&mut suite);
    harmless::add(&mut suite);
    inherited::add(&mut suite);
    inject::add(&mut suite);
    instructions::add(&mut suite);
    newest::add(&mut suite);
    others::add(&mut suite);
    reach::add(&mut suite);
    reproduced::add(&mut suite);
    security::add(&mut suite);
    sitecustomize::add(&mut suite);
    suite.run()
}
