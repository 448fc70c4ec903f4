"""As ddtrace does: itself out of the way, a plain import, itself again where there is no other."""

import builtins
import os
import sys

here = os.environ["AGENT"]
if here in sys.path:
    index = sys.path.index(here)
    del sys.path[index]
    itself = sys.modules.pop("sitecustomize", None)
    try:
        import sitecustomize
    except ImportError:
        if itself is not None:
            sys.modules["sitecustomize"] = itself
    else:
        builtins.got = sitecustomize
    finally:
        sys.path.insert(index, here)
