"""Makes the bare name `cg_plot_capture` a valid backend if there is no entry point for it."""

import functools


def accept(rcsetup):
    """Changes Matplotlib's validator while its package is being imported."""
    validate = rcsetup.validate_backend

    @functools.wraps(validate)
    def validate_backend(s):
        if isinstance(s, str) and s.lower() == "cg_plot_capture":
            return s
        return validate(s)

    rcsetup.validate_backend = validate_backend
    rcsetup._validators["backend"] = validate_backend
