"""Runs the file that it is given, if any, and says at its end what a program can see of
sitecustomize."""

import atexit
import builtins
import importlib.util
import json
import pkgutil
import runpy
import sys
import tokenize
import warnings

#: So that they are there whichever way the file has taken.
LOADED = (importlib.util, pkgutil, runpy, tokenize, warnings)


def describe(module):
    if module is None:
        return None
    names = dict(vars(module)) if hasattr(module, "__dict__") else dict(module)
    seen = {name: names.get(name) for name in ("__name__", "__file__", "__cached__", "__doc__", "mine")}
    seen["__package__"] = names.get("__package__")
    seen["__loader__"] = loader(names.get("__loader__"))
    seen["__spec__"] = specification(names.get("__spec__"))
    seen["names"] = sorted(name for name in names if name != "__builtins__")
    return seen


def loader(found):
    return found and [type(found).__name__, getattr(found, "name", None), getattr(found, "path", None)]


def specification(spec):
    if spec is None:
        return None
    return [type(spec).__name__, spec.name, spec.origin, spec.cached, loader(spec.loader), bool(getattr(spec, "_initializing", False))]


def report():
    modules = [name for name in sys.modules if not name.startswith("cg_plot_capture")]
    seen = {
        "sitecustomize": describe(sys.modules.get("sitecustomize")),
        "got": describe(getattr(builtins, "got", None)),
        "got is itself": getattr(builtins, "got", "none") is sys.modules.get("sitecustomize"),
        "ran": getattr(builtins, "ran", []),
        "path": sys.path,
        "argv": sys.argv,
        "modules": sorted(name for name in modules if not name.endswith("sitecustomize")),
        "builtin": sys.builtin_module_names,
    }
    print(json.dumps(seen, indent=1, sort_keys=True))
    start = sys.modules.get("cg_plot_capture._start")
    if start is not None:
        start.probe()


atexit.register(report)
if len(sys.argv) > 1:
    path = sys.argv[1]
    with open(path) as file:
        code = compile(file.read(), path, "exec")
    exec(code, {"__name__": "__main__", "__file__": path})
