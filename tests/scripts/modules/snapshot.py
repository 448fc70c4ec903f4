"""Puts `sys.modules` back to what it was before Matplotlib was imported, as test tools do."""

import sys
from unittest import mock

with mock.patch.dict(sys.modules):
    import matplotlib.pyplot as plt

    plt.plot([1, 2])
    plt.show()
    plt.plot([1, 3])
assert "matplotlib" not in sys.modules
plt.show()
# What drawing took is not left there.
assert not [name for name in sys.modules if name.partition(".")[0] in ("matplotlib", "numpy")]
