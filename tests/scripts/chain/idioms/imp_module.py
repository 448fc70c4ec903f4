"""As agents did before importlib: imp, until 3.11."""

import builtins
import os
import sys

try:
    import imp
except ImportError:
    imp = None

here = os.environ["AGENT"]
if imp is not None:
    path = [entry for entry in sys.path if entry != here]
    found = None
    try:
        found = imp.find_module("sitecustomize", path)
    except ImportError:
        pass
    if found is not None:
        builtins.got = imp.load_module("sitecustomize", *found)
