"""Finds out whether a test runs. Tests look at the open figures after a show, so that we close none.

We look at the stack, because Matplotlib itself imports unittest.
"""

import sys

#: The modules that call tests and their fixtures, and load their files.
TEST_RUNNERS = ("doctest", "unittest.case", "unittest.suite", "unittest.loader")


def is_on_stack():
    """Whether a test runner has called us."""
    frame = sys._getframe()
    while frame is not None:
        name = module_of(frame)
        if name in TEST_RUNNERS or name.startswith("_pytest."):
            return True
        frame = frame.f_back
    return False


def module_of(frame):
    """The name of the module whose code a frame runs; empty if it has none."""
    name = frame.f_globals.get("__name__")
    if name == "__main__":
        # `python -m doctest` runs under that name.
        name = getattr(frame.f_globals.get("__spec__"), "name", name)
    return name if isinstance(name, str) else ""
