"""A module made from the spec, which nobody else knows."""

import builtins
import os
import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec

here = os.environ["AGENT"]
spec = PathFinder.find_spec("sitecustomize", [entry for entry in sys.path if entry != here])
if spec is not None and spec.loader is not None:
    builtins.got = module_from_spec(spec)
    spec.loader.exec_module(builtins.got)
