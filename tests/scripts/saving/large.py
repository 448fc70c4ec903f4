"""Saves what takes a while to write."""

import sys

import matplotlib.pyplot

size = int(sys.argv[1])
sys.modules["cg_plot_capture._start"].capture().deliver("large", None, b"x" * size)
