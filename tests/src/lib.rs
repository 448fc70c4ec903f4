//! What the tests share: the command, interpreters, homes and the harness's end of the channel.
//!
//! A failure here is a failed test: these helpers panic with what they could not do.

#![allow(clippy::unwrap_used, reason = "a test's panic is its report")]

pub mod browser;
pub mod captured;
pub mod channel;
pub mod command;
pub mod harness;
pub mod home;
pub mod host;
pub mod inherited;
pub mod installation;
pub mod instructions;
pub mod interpreter;
pub mod matplotlib;
pub mod npm;
pub mod others;
pub mod prelude;
pub mod program;
pub mod scripts;
pub mod source;
pub mod suite;
pub mod terminal;
pub mod wait;
