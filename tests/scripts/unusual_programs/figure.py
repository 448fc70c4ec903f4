"""Shows one figure, says something on both outputs and ends with 7; by Agg nobody would say a word."""

import sys

import matplotlib

matplotlib.use("template")

import matplotlib.pyplot as plt

print("before")
plt.plot([1, 3, 2])
plt.show()
print("after", file=sys.stderr)
sys.exit(7)
