"""Runs another program's code in this process (PEP 768, CPython 3.14): `sys.remote_exec` at itself."""

import os
import sys

sys.remote_exec(os.getpid(), os.path.abspath("figure.py"))
while "matplotlib.pyplot" not in sys.modules:
    pass
