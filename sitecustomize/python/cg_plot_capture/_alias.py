"""Our backend under the name by which Matplotlib before 3.9 looks for it: `matplotlib.backends.backend_…`."""

from cg_plot_capture import *
