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
pub(super) fn check_signals() -> impl FnMut() -> io::Result<()> {
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

/// Whether that is why a delivery has ended.
pub(super) fn is_forked(error: &io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    matches!(inner, Some(Interrupted::Forked))
}

/// Whether the caller goes on: not in a child that a signal handler forked, where another thread of
/// the parent may hold the capture's locks for ever. The child has a capture of its own.
///
/// Called with the GIL, because an exception may only be dropped with it.
///
/// # Errors
///
/// What a signal handler has raised, to be raised further.
pub(super) fn continues(result: io::Result<()>) -> PyResult<bool> {
    match result.map_err(|error| error.downcast::<Interrupted>()) {
        Ok(()) => Ok(true),
        Err(Ok(Interrupted::Raised(error))) => Err(error),
        Err(_) => Ok(false),
    }
}
