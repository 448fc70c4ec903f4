//! Signal handlers of the program, which run while a delivery waits.

use std::io;

use pyo3::{PyErr, PyResult, Python};

/// What ends a delivery before its time.
#[derive(Debug, thiserror::Error)]
pub(super) enum Interrupted {
    /// A signal handler raised this (Ctrl-C).
    #[error("{0}")]
    Raised(PyErr),
    /// A signal handler forked, and this is the child: the line is its parent's.
    #[error("this is a forked child")]
    Forked,
}

/// Runs the signal handlers of the program, which wait for the GIL to be theirs.
pub(super) fn pulse() -> impl FnMut() -> io::Result<()> {
    let process = std::process::id();
    move || {
        // Nowhere to run them: the interpreter is being finalized.
        let handled = Python::try_attach(|py| py.check_signals()).unwrap_or(Ok(()));
        handled.map_err(|error| io::Error::other(Interrupted::Raised(error)))?;
        if std::process::id() != process {
            return Err(io::Error::other(Interrupted::Forked));
        }
        Ok(())
    }
}

/// What a delivery answers to Python.
pub(super) fn raised(delivered: io::Result<bool>) -> PyResult<bool> {
    match delivered.map_err(|error| error.downcast::<Interrupted>()) {
        Ok(delivered) => Ok(delivered),
        Err(Ok(Interrupted::Raised(error))) => Err(error),
        Err(_) => Ok(false),
    }
}
