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
        name = frame.f_globals.get("__name__")
        if name == "__main__":
            # `python -m doctest` has the name `__main__`.
            name = getattr(frame.f_globals.get("__spec__"), "name", name)
        if isinstance(name, str) and (name in TEST_RUNNERS or name.startswith("_pytest.")):
            return True
        frame = frame.f_back
    return False
