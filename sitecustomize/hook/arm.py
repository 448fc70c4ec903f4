# cg-plot-capture hook: written by `cg-plot-capture enable`, removed by `cg-plot-capture disable`.
#
# It arms the capture in processes that have no preload. It must parse, and be silent, under any
# Python 3.

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


def say_why_not(error):
    import os
    import sys

    if os.environ.get("CG_PLOT_LOG", "").lower() == "debug":
        sys.stderr.write("cg-plot-capture: not armed: %r\n" % error)
