//! The Rust half of the capture in a Python process: settings, file names, the channel, the message
//! and saving.
//!
//! With the feature `python` this is the extension module `_capture`. Without it, the crate is
//! plain Rust that the command uses too.

pub mod channel;
pub mod delivery_queue;
#[cfg(feature = "command")]
pub mod inherited;
pub mod message;
pub mod name;
pub mod os_text;
pub mod proc_stat;
pub mod save;
pub mod script;
pub mod settings;
pub mod sigpipe;
pub mod spec;
pub mod stderr;
pub mod template;
mod writable;

#[cfg(feature = "python")]
mod capture;

/// The extension module.
#[cfg(feature = "python")]
#[pyo3::pymodule]
mod _capture {
    #[pymodule_export]
    use super::capture::Capture;
}
