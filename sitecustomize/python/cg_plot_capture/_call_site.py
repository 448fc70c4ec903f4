"""Where the program makes and shows its figures and pictures, for their descriptions: the line of its own code, and the
test that runs."""

import os
import sys

_test_runner = sys.modules["cg_plot_capture._start"].sibling("_test_runner")

#: Folders of libraries. A program's own code may be in any other folder, except Python's own and ours.
_PACKAGES = ("/site-packages/", "/dist-packages/")
_STANDARD = os.path.dirname(os.__file__) + "/"
_OURS = os.path.dirname(os.path.abspath(__file__)) + "/"


def here():
    """The file, line and function of the innermost frame of the program's own code; None at the end of a process,
    where there is no such frame."""
    frame = sys._getframe(1)
    while frame is not None:
        file = frame.f_code.co_filename
        # A library makes functions of texts too: turtle's are in "<string>".
        if not _is_library(file) and not (file[:1] == "<" and _is_library(frame.f_globals.get("__file__"))):
            return file, frame.f_lineno, frame.f_code.co_name
        frame = frame.f_back
    return None


def _is_library(file):
    """Whether a file belongs to Python, to a library or to us."""
    if not isinstance(file, str):
        return False
    return file.startswith((_OURS, _STANDARD, "<frozen ")) or any(folder in file for folder in _PACKAGES)


def place(found):
    """Such a line as the description has it. The file is relative to the working directory if it is below that."""
    if found is None:
        return None
    file, line, function = found
    if not file.startswith("<"):
        try:
            file = os.path.abspath(file)
            folder = os.path.join(os.getcwd(), "")
            file = file[len(folder) :] if file.startswith(folder) else file
        except OSError:
            pass  # The working directory is gone.
    found = {"file": file, "line": line}
    if function != "<module>":
        found["function"] = function
    return found


def test():
    """The test that runs, as its runner names it: pytest, unittest or doctest. None if none runs."""
    # "test_plots.py::test_title (call)"; processes that the test starts have it too.
    named = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" (")[0]
    frame = sys._getframe(1)
    while frame is not None and not named:
        runner = _test_runner.module_of(frame)
        if runner == "unittest.case" and "self" in frame.f_locals:
            case = frame.f_locals["self"]
            named = case.id() if hasattr(case, "id") else ""
        elif runner == "doctest" and "test" in frame.f_locals:
            named = getattr(frame.f_locals["test"], "name", "")
        frame = frame.f_back
    return str(named) or None
