# cg-plot-capture hook: written by `cg-plot-capture enable`, removed by `cg-plot-capture disable`.
#
# It stands first on this interpreter's path, for processes that have no preload. It arms the
# capture and then runs the sitecustomize that would have run without it. It must parse, and be
# silent, under any Python 3.

PAYLOAD = @PAYLOAD@


def arm(payload):
    import os
    import sys

    name = "cg_plot_capture._start"
    if os.environ.get("CG_PLOT_CAPTURE", "").lower() == "off" or name in sys.modules:
        return
    # What the extension loads in: a CPython, 3.9 or later, with a GIL.
    if sys.implementation.name != "cpython" or sys.version_info < (3, 9):
        return
    if "free-threading" in sys.version:
        return
    from _frozen_importlib import _load
    from _frozen_importlib_external import spec_from_file_location

    start = _load(spec_from_file_location(name, payload + "/cg_plot_capture/_start.py"))
    start.arm("hook")


def step_aside(here):
    import sys
    from _frozen_importlib import _load
    from _frozen_importlib_external import PathFinder

    path = [entry for entry in sys.path if entry != here]
    spec = PathFinder.find_spec("sitecustomize", path)
    del sys.modules["sitecustomize"]
    if spec is None:
        raise ModuleNotFoundError("No module named 'sitecustomize'", name="sitecustomize")
    _load(spec)


def say_why_not(error):
    import os
    import sys

    if os.environ.get("CG_PLOT_LOG") == "debug":
        sys.stderr.write("cg-plot-capture: not armed: %r\n" % error)


try:
    arm(PAYLOAD)
except Exception as error:
    say_why_not(error)
step_aside(__file__.rpartition("/")[0])
