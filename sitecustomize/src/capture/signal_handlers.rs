//! Runs signal handlers of the program while a delivery waits.

use std::io;

use pyo3::{PyErr, PyResult, Python};

/// Why a delivery was interrupted.
#[derive(Debug, thiserror::Error)]
pub(super) enum Interrupted {
    /// A signal handler raised this (Ctrl-C).
    #[error("{0}")]
    Raised(PyErr),
    /// A signal handler has forked, and this is the child: the line belongs to its parent.
    #[error("this is a forked child")]
    Forked,
}

/// Returns a function that runs pending signal handlers of the program. They need the GIL.
pub(super) fn check_signals() -> impl FnMut() -> io::Result<()> {
    let process = std::process::id();
    move || {
        // If the interpreter is being finalized, no handler can run.
        let handled = Python::try_attach(|py| py.check_signals()).unwrap_or(Ok(()));
        handled.map_err(|error| io::Error::other(Interrupted::Raised(error)))?;
        if std::process::id() != process {
            return Err(io::Error::other(Interrupted::Forked));
        }
        Ok(())
    }
}

/// Whether a delivery has ended because this is a forked child.
pub(super) fn is_forked(error: &io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    matches!(inner, Some(Interrupted::Forked))
}

/// Whether the caller goes on. It does not in a child that a signal handler forked: another thread
/// of the parent may hold the capture's locks forever, and the child has its own capture.
///
/// Call it with the GIL, because an exception may be dropped only with it.
///
/// # Errors
///
/// The exception of a signal handler, for the caller to raise.
pub(super) fn continues(result: io::Result<()>) -> PyResult<bool> {
    match result.map_err(|error| error.downcast::<Interrupted>()) {
        Ok(()) => Ok(true),
        Err(Ok(Interrupted::Raised(error))) => Err(error),
        Err(_) => Ok(false),
    }
}
