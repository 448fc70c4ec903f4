//! The preload: what is in its file, and what it is to the programs that it is in.

mod elf;
mod environment;
mod exec;
mod processors;
mod unusual_programs;

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    elf::add(suite);
    environment::add(suite);
    exec::add(suite);
    processors::add(suite);
    unusual_programs::add(suite);
}
