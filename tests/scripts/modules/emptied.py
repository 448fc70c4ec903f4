"""Takes modules out of `sys.modules`, as PEX and test tools do, and goes on showing figures.

Arguments: which modules, and when. Says how many figures each of its processes has shown.
"""

import os
import sys


#: What the interpreter can't do without.
BARE = ("__main__", "_frozen_importlib", "_frozen_importlib_external", "_imp", "_io", "_thread")
BARE += ("_warnings", "_weakref", "builtins", "marshal", "sys")

WHICH = {
    "unknown": lambda name: "site-packages" in str(getattr(sys.modules[name], "__file__", "")) or is_ours(name),
    "matplotlib": lambda name: name.partition(".")[0] in ("matplotlib", "mpl_toolkits"),
    "both": lambda name: name.partition(".")[0] == "matplotlib" or is_ours(name),
    "ours": lambda name: is_ours(name),
    "none": lambda name: is_ours(name),
    "all": lambda name: name not in BARE,
}


def is_ours(name):
    return name.startswith(("cg_plot_capture", "_cg_plot_capture"))


def empty():
    for name in [name for name in sys.modules if WHICH[which](name)]:
        if which == "none":
            sys.modules[name] = None
        else:
            del sys.modules[name]


def show(pyplot):
    """Shows a figure that differs from all others."""
    global shown
    shown += 1
    pyplot.figure()
    pyplot.plot([shown, 2 * shown])
    pyplot.show()


which, when = sys.argv[1:3]
shown = 0
if when == "before":
    empty()
import matplotlib.pyplot as plt

if when == "imported":
    empty()
show(plt)
if when == "shown":
    empty()
if when == "again":
    empty()
    import matplotlib.pyplot as plt
show(plt)
if when == "drawn":
    shown += 1
    plt.figure()
    plt.plot([1, 2])
    empty()
    plt.show()
child = os.fork()
if child == 0:
    if when != "drawn":
        show(plt)
    os._exit(0)
os.waitpid(child, 0)
import subprocess

code = "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()"
subprocess.run([sys.executable, "-c", code], check=True)
print(shown, int(when != "drawn"), 1)
