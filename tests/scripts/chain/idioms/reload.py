"""The module that is there is loaded again, from behind its folder."""

import builtins
import importlib
import os
import sys

here = os.environ["AGENT"]
if "sitecustomize" in sys.modules:
    index = sys.path.index(here)
    del sys.path[index]
    try:
        builtins.got = importlib.reload(sys.modules["sitecustomize"])
    except ImportError as error:
        builtins.ran = getattr(builtins, "ran", []) + [repr(error)]
    finally:
        sys.path.insert(index, here)
