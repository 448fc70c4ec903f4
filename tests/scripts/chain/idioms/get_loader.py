"""pkgutil's loader."""

import builtins
import os
import pkgutil
import sys

here = os.environ["AGENT"]
itself = sys.modules.pop("sitecustomize", None)
index = sys.path.index(here)
del sys.path[index]
loader = pkgutil.find_loader("sitecustomize")
if loader is not None:
    builtins.got = loader.load_module("sitecustomize")
elif itself is not None:
    sys.modules["sitecustomize"] = itself
sys.path.insert(index, here)
