"""Prints `_toolkit_names.py`, made of what `names.py` printed: files whose names begin with a toolkit's and a dot
(`qt.pyqt6.json`, `qt.pyqt5.json`). Of several files of a toolkit all names count.

The file there is was made with Matplotlib 3.6 and 3.11, PyQt6 6.11 and PyQt5 5.15, Gtk 3.24 and 4.8, wxPython 4.2:

    for each of them: python names.py TOOLKIT [FILE] > TOOLKIT.VERSION.json
    python table.py *.json > sitecustomize/python/cg_plot_capture/_toolkit_names.py
"""

import json
import os
import sys
import textwrap

HEAD = '''"""What the canvases and managers of Matplotlib's toolkits have and those of Agg do not.

Made by `tests/scripts/toolkits/table.py` of the toolkits' own classes.
"""

import functools

'''
TAIL = '''

#: The tool bars' private names that programs use.
TOOLBAR = frozenset(%s)


def toolkit(backend):
    """The toolkit of a backend, by its name."""
    name = backend.lower().rpartition("backend_")[2] if isinstance(backend, str) else ""
    for toolkit in CANVAS:
        if name.startswith(toolkit):
            return toolkit


@functools.lru_cache(maxsize=None)
def of(part, backend):
    """The names that the `canvas` or the `manager` of a backend has."""
    names = (CANVAS if part == "canvas" else MANAGER).get(toolkit(backend), "")
    return frozenset(names.split())
'''

found = {}
for file in sys.argv[1:]:
    with open(file, encoding="utf-8") as content:
        for part, names in json.load(content).items():
            toolkit = os.path.basename(file).partition(".")[0]
            found.setdefault(part, {}).setdefault(toolkit, set()).update(names)

print(HEAD, end="")
for part in ("canvas", "manager"):
    print("%s = {" % part.upper())
    for toolkit, names in sorted(found[part].items()):
        text = textwrap.fill(" ".join(sorted(names)), 110, break_on_hyphens=False)
        text = '"""\n%s\n"""' % text if len(text) > 80 else '"%s"' % text
        print('    "%s": %s,' % (toolkit, text))
    print("}")
toolbar = set().union(*found["toolbar"].values())
print(TAIL % json.dumps(sorted(toolbar)), end="")
