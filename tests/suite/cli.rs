//! The command: what it installs, runs, collects and says.

mod collect;
mod compare;
mod demo;
mod describe;
mod doctor;
mod grading;
pub(crate) mod install;
mod page;
mod protocol;
mod release;
mod run;
mod screens;
mod wheel;

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    collect::add(suite);
    compare::add(suite);
    demo::add(suite);
    describe::add(suite);
    doctor::add(suite);
    grading::add(suite);
    install::add(suite);
    page::add(suite);
    protocol::add(suite);
    release::add(suite);
    run::add(suite);
    screens::add(suite);
    wheel::add(suite);
}
