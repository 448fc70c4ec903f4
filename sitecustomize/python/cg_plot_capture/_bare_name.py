"""Lets the bare name `cg_plot_capture` be a backend, where no entry point says so."""

import functools


def accept(rcsetup):
    """Amends Matplotlib's validator, as its package is being imported."""
    validate = rcsetup.validate_backend

    @functools.wraps(validate)
    def validate_backend(s):
        if isinstance(s, str) and s.lower() == "cg_plot_capture":
            return s
        return validate(s)

    rcsetup.validate_backend = validate_backend
    rcsetup._validators["backend"] = validate_backend
