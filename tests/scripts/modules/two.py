"""Has two Matplotlibs at a time, and loads pyplot again; each shows figures of its own."""

import importlib
import sys
from unittest import mock

import matplotlib.pyplot as first


def show(pyplot, end):
    pyplot.plot([1, end])
    pyplot.show()


show(first, 1)
first.plot([1, 2])
others = {
    name: module for name, module in sys.modules.items() if name.partition(".")[0] != "matplotlib"
}
with mock.patch.dict(sys.modules, others, clear=True):
    import matplotlib.pyplot as second

    assert second is not first
    show(second, 3)
    first.show()
    assert sys.modules["matplotlib.pyplot"] is second
assert sys.modules["matplotlib.pyplot"] is first
show(first, 4)
del sys.modules["matplotlib.pyplot"]
import matplotlib.pyplot as third

assert third is not first
show(third, 5)
show(first, 6)
importlib.reload(third)
show(third, 7)
importlib.reload(sys.modules["matplotlib"])
show(third, 8)
print(8)
