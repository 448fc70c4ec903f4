"""runpy by the name."""

import builtins
import os
import runpy
import sys

here = os.environ["AGENT"]
itself = sys.modules.pop("sitecustomize", None)
index = sys.path.index(here)
del sys.path[index]
try:
    builtins.got = runpy.run_module("sitecustomize")
except ImportError:
    pass
finally:
    sys.path.insert(index, here)
    if itself is not None:
        sys.modules["sitecustomize"] = itself
