# cg-plot-capture hook: written by `cg-plot-capture enable`, removed by `cg-plot-capture disable`.
#
# It arms the capture in processes without the preload. It must parse, and write nothing, under any Python 3.
# Its names are long because a program may run it in its own namespace.


def _cg_plot_capture_arm():
    import os
    import sys

    payload = @PAYLOAD@
    name = "cg_plot_capture._start"
    if os.environ.get("CG_PLOT_CAPTURE", "").lower() == "off" or name in sys.modules:
        return
    # A program may remove unknown modules from sys.modules; the finder, which is that module, stays.
    for finder in sys.meta_path:
        if getattr(finder, "__name__", None) == name:
            return
    # The extension loads only in a CPython, 3.9 or later, with a GIL.
    if sys.implementation.name != "cpython" or sys.version_info < (3, 9):
        return
    if "free-threading" in sys.version:
        return
    try:
        from _frozen_importlib import _load
        from _frozen_importlib_external import spec_from_file_location

        start = _load(spec_from_file_location(name, payload + "/cg_plot_capture/_start.py"))
        start.arm("hook")
    except Exception as error:
        if os.environ.get("CG_PLOT_LOG", "").lower() == "debug":
            sys.stderr.write("cg-plot-capture: not armed: %r\n" % error)
