"""The folders of the path by hand, and a module of another name."""

import builtins
import importlib.util
import os
import sys

here = os.environ["AGENT"]
for entry in sys.path:
    file = os.path.join(entry, "sitecustomize.py")
    if os.path.abspath(entry) != here and os.path.isfile(file):
        break
else:
    file = None
spec = file and importlib.util.spec_from_file_location("_orig_sitecustomize", file)
if spec is not None:
    builtins.got = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builtins.got)
