"""Run by IPython: `%matplotlib`, and shows."""

import sys

# What is named on the command line is not installed.
for name in sys.argv[1:]:
    sys.modules[name] = None
get_ipython().run_line_magic("matplotlib", "")
import matplotlib.pyplot as plt

plt.ioff()
plt.ion()
plt.plot([1, 2])
plt.show(block=True)
get_ipython().run_line_magic("matplotlib", "")
plt.plot([2, 1])
plt.show(block=True)
print(plt.get_backend(), plt.get_fignums())
