"""Our backend where Matplotlib before 3.9 looks for one by its bare name: `matplotlib.backends.backend_…`."""

from cg_plot_capture import *
