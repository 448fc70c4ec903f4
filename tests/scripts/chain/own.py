"""The sitecustomize of the interpreter itself, which says how it was run."""

import builtins
import sys


def stack():
    frame, files = sys._getframe(1), []
    while frame is not None:
        if not frame.f_code.co_filename.startswith("<frozen importlib._"):
            files.append(frame.f_code.co_filename + " " + frame.f_code.co_name)
        frame = frame.f_back
    return files


mine = "the interpreter's own"
seen = {name: globals().get(name) for name in ("__name__", "__file__", "__cached__", "__package__")}
seen["origin"] = getattr(globals().get("__spec__"), "origin", None)
seen["registered"] = vars(sys.modules.get("sitecustomize", sys)) is globals()
seen["argv"] = list(sys.argv)
seen["stack"] = stack()
builtins.ran = getattr(builtins, "ran", []) + [seen]
