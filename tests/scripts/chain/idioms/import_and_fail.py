"""A plain import, whose errors are everybody's."""

import builtins
import importlib
import os
import sys

here = os.environ["AGENT"]
sys.modules.pop("sitecustomize", None)
index = sys.path.index(here)
del sys.path[index]
try:
    builtins.got = importlib.import_module("sitecustomize")
finally:
    sys.path.insert(index, here)
