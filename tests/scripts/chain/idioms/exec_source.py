"""The text of the file that was found, in a namespace."""

import builtins
import os
import sys
from importlib.machinery import PathFinder

here = os.environ["AGENT"]
spec = PathFinder.find_spec("sitecustomize", [entry for entry in sys.path if entry != here])
if spec is not None:
    builtins.got = {"__name__": "sitecustomize"}
    exec(compile(spec.loader.get_data(spec.origin), spec.origin, "exec"), builtins.got)
