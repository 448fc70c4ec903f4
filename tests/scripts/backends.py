"""Asks for backends in every way there is; prints how many figures it showed."""

import os
import sys
import warnings

import matplotlib

shown = 0
assert matplotlib.rcParams["backend"] == "cg_plot_capture"


def show():
    global shown
    shown += 1
    plt.plot([shown, 1])
    number = plt.gcf().number
    plt.show()
    # Where the backend that was asked for has no windows, a show closes none.
    last = matplotlib.get_backend().lower().rpartition("backend_")[2]
    windowless = last in ("agg", "cairo", "template", "pdf", "svg", "ps", "pgf")
    assert plt.get_fignums() == ([number] if windowless else []), last
    plt.close("all")


matplotlib.use("Qt5Agg")
assert matplotlib.rcParams["backend"].lower() == "qt5agg"

import matplotlib.pyplot as plt

show()
assert matplotlib.get_backend().lower() == "qt5agg", matplotlib.get_backend()

names = "Agg TkAgg QtAgg Qt5Agg GTK3Agg GTK4Agg WXAgg WebAgg nbAgg MacOSX TkCairo cairo template"
for name in names.split():
    matplotlib.use(name)
    show()
    assert matplotlib.get_backend().lower() == name.lower(), matplotlib.get_backend()
for name in ["tkagg", "agg", "module://matplotlib.backends.backend_agg", "cg_plot_capture"]:
    plt.switch_backend(name)
    show()
    assert matplotlib.get_backend().lower() == name.lower(), matplotlib.get_backend()
for name, kind in {"pdf": "pdf", "svg": "svg", "ps": "ps", "pgf": "pdf", "agg": "png"}.items():
    matplotlib.use(name)
    figure = plt.figure()
    assert figure.canvas.get_default_filetype() == kind, kind
    show()
with matplotlib.rc_context({"figure.dpi": 50}):
    matplotlib.use("TkAgg")
    show()

for wrong in ["nonsense", "module://there_is_no_such_module"]:
    try:
        plt.switch_backend(wrong)
    except (ImportError, ValueError):
        pass
    else:
        raise AssertionError(wrong)
show()

# A figure is put back as it was: layouts move the axes at every draw.
figure, axes = plt.subplots(2, 2, layout="constrained")
axes[0, 0].set_title("a title")
title = figure.suptitle("over all")
before = [tuple(ax._position.bounds) for ax in figure.axes], title.get_position()
figure.show()
shown += 1
assert ([tuple(ax._position.bounds) for ax in figure.axes], title.get_position()) == before
# Shown twice unchanged is delivered once; changed, once more.
figure.show()
axes[0, 1].plot([1, 2])
figure.show()
shown += 1
plt.close("all")
figure.savefig(os.devnull, format="png")

print(shown)
