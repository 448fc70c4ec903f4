//! Installations, a user's or the machine's, and the interpreters that they reach.
//!
//! Dependencies point one way. The commands use the state of an installation ([`orphans`],
//! [`receipt`]). That uses the hook ([`slot`], [`hook`]) and the preload ([`startup`], [`shell`],
//! [`system`], [`live_processes`]). These use the interpreters and the edits of [`crate::edit`].

pub(crate) mod clear;
pub(crate) mod coverage;
pub(crate) mod hook;
pub(crate) mod installation;
pub(crate) mod interpreter;
pub(crate) mod live_processes;
pub(crate) mod locate;
pub(crate) mod orphans;
pub(crate) mod preflight;
pub(crate) mod proof;
pub(crate) mod python;
pub(crate) mod receipt;
pub(crate) mod scope;
pub(crate) mod settings_file;
pub(crate) mod shell;
pub(crate) mod slot;
pub(crate) mod startup;
pub(crate) mod suggest;
pub(crate) mod system;
pub(crate) mod trust;

pub(crate) use installation::Installation;
