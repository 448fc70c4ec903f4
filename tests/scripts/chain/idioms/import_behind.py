"""As PyCharm does: the same, and its folder goes to the end."""

import builtins
import os
import sys

sitecustomize = "sitecustomize"
here = os.environ["AGENT"]
if here in sys.path:
    sys.path.remove(here)
    if sitecustomize in sys.modules:
        itself = sys.modules.pop(sitecustomize)
        try:
            import sitecustomize

            builtins.got = sitecustomize
        except ImportError:
            sys.modules[sitecustomize] = itself
    sys.path.append(here)
