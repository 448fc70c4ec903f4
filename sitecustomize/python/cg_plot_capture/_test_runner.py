"""A test that runs: it looks at what is on the screen after a show, so that nothing is closed.

It is recognised on the stack, because Matplotlib itself imports unittest.
"""

import sys

#: Modules whose functions call tests, what prepares them, and the files that hold them.
TEST_RUNNERS = ("doctest", "unittest.case", "unittest.suite", "unittest.loader")


def is_on_stack():
    """Whether a test runner called us: tests look at the figures after the show."""
    frame = sys._getframe()
    while frame is not None:
        name = frame.f_globals.get("__name__")
        if name == "__main__":
            # `python -m doctest` runs under that name.
            name = getattr(frame.f_globals.get("__spec__"), "name", name)
        if isinstance(name, str) and (name in TEST_RUNNERS or name.startswith("_pytest.")):
            return True
        frame = frame.f_back
    return False
