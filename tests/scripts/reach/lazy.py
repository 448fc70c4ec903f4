"""Shows a figure by names that are imported when they are first used (PEP 810, CPython 3.15)."""

lazy import matplotlib.pyplot as plt
lazy from matplotlib import figure

print(type(plt.figure()) is figure.Figure)
plt.show()
print("done")
