//! Every test of the whole: each file a part of the promise, each name a sentence of it.

#![allow(clippy::unwrap_used, reason = "a test's panic is its report")]

mod backends;
mod chain;
mod channel;
mod collect;
mod complaints;
mod demo;
mod descriptors;
mod docs;
mod doctor;
mod elf;
mod environment;
mod exec;
mod figures;
mod foreign;
mod formats;
mod found;
mod gallery;
mod generated;
mod harmless;
mod heavy;
mod inherited;
mod install;
mod instructions;
mod libraries;
mod life;
mod modules;
mod names;
mod others;
mod page;
mod parity;
mod processors;
mod protocol;
mod reach;
mod reproduced;
mod run;
mod saving;
mod screens;
mod security;
mod seed_examples;
mod settings;
mod start;
mod stderr;
mod strange;
mod stream;
mod text;
mod tracebacks;
mod wheel;

use std::process::ExitCode;

use cg_plot_capture_tests::suite::Suite;

fn main() -> ExitCode {
    cg_plot_capture_tests::inherited::reset();
    let mut suite = Suite::default();
    backends::add(&mut suite);
    chain::add(&mut suite);
    channel::add(&mut suite);
    collect::add(&mut suite);
    complaints::add(&mut suite);
    demo::add(&mut suite);
    descriptors::add(&mut suite);
    docs::add(&mut suite);
    doctor::add(&mut suite);
    elf::add(&mut suite);
    environment::add(&mut suite);
    exec::add(&mut suite);
    figures::add(&mut suite);
    foreign::add(&mut suite);
    formats::add(&mut suite);
    found::add(&mut suite);
    gallery::add(&mut suite);
    generated::add(&mut suite);
    harmless::add(&mut suite);
    heavy::add(&mut suite);
    inherited::add(&mut suite);
    install::add(&mut suite);
    instructions::add(&mut suite);
    libraries::add(&mut suite);
    life::add(&mut suite);
    modules::add(&mut suite);
    names::add(&mut suite);
    others::add(&mut suite);
    page::add(&mut suite);
    parity::add(&mut suite);
    processors::add(&mut suite);
    protocol::add(&mut suite);
    reach::add(&mut suite);
    reproduced::add(&mut suite);
    run::add(&mut suite);
    saving::add(&mut suite);
    screens::add(&mut suite);
    security::add(&mut suite);
    seed_examples::add(&mut suite);
    settings::add(&mut suite);
    start::add(&mut suite);
    stderr::add(&mut suite);
    strange::add(&mut suite);
    stream::add(&mut suite);
    text::add(&mut suite);
    tracebacks::add(&mut suite);
    wheel::add(&mut suite);
    suite.run()
}
