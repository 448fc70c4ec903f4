//! The capture inside a Python: what a program shows is delivered or saved, and nothing else is as it was not.

mod backend_table;
pub(crate) mod backends;
mod chain;
mod channel;
mod complaints;
mod describe;
mod descriptors;
mod engines;
pub(crate) mod figures;
mod foreign;
mod formats;
mod found;
mod gallery;
mod heavy;
pub(crate) mod libraries;
pub(crate) mod life;
mod modules;
mod names;
mod parity;
mod pictures;
pub(crate) mod saving;
mod seed_examples;
mod settings;
mod start;
mod stderr;
mod stream;
mod text;
mod toolkits;
mod tracebacks;
mod turtle;
mod warnings;

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    backend_table::add(suite);
    backends::add(suite);
    chain::add(suite);
    channel::add(suite);
    complaints::add(suite);
    describe::add(suite);
    descriptors::add(suite);
    engines::add(suite);
    figures::add(suite);
    foreign::add(suite);
    formats::add(suite);
    found::add(suite);
    gallery::add(suite);
    heavy::add(suite);
    libraries::add(suite);
    life::add(suite);
    modules::add(suite);
    names::add(suite);
    parity::add(suite);
    pictures::add(suite);
    saving::add(suite);
    seed_examples::add(suite);
    settings::add(suite);
    start::add(suite);
    stderr::add(suite);
    stream::add(suite);
    text::add(suite);
    toolkits::add(suite);
    tracebacks::add(suite);
    turtle::add(suite);
    warnings::add(suite);
}
