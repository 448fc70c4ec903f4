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
'''
found = {}
for file in sys.argv[1:]:
    with open(file, encoding="utf-8") as content:
        for part, names in json.load(content).items():
            toolkit = os.path.basename(file).partition(".")[0]
            found.setdefault(part, {}).setdefault(toolkit, set()).update(names)

print(HEAD, end="")
for part in ("canvas", "manager"):
    print("#: By toolkits.")
    print("%s = {" % part.upper())
    for toolkit, names in sorted(found[part].items()):
        text = textwrap.fill(" ".join(sorted(names)), 110, break_on_hyphens=False)
        text = '"""\n%s\n"""' % text if len(text) > 80 else '"%s"' % text
        print('    "%s": %s,' % (toolkit, text))
    print("}")
toolbar = set().union(*found["toolbar"].values())
print("#: The tool bars' private names that programs use.")
print("TOOLBAR = %s" % json.dumps(sorted(toolbar)))
