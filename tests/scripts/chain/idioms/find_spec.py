"""importlib.util.find_spec, once it is out of the way itself."""

import builtins
import importlib.util
import os
import sys

here = os.environ["AGENT"]
itself = sys.modules.pop("sitecustomize", None)
index = sys.path.index(here)
del sys.path[index]
try:
    spec = importlib.util.find_spec("sitecustomize")
    if spec is not None:
        builtins.got = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(builtins.got)
finally:
    sys.path.insert(index, here)
    if itself is not None:
        sys.modules["sitecustomize"] = itself
