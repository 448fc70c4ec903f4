"""Checks that `_toolkit_names.py` has the names of the toolkits that there are here, and few others: those of other
versions. Arguments: the package's folder, and the toolkits."""

import importlib.util
import os
import re
import sys

from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from names import names

folder = sys.argv[1]
spec = importlib.util.spec_from_file_location("_toolkit_names", os.path.join(folder, "_toolkit_names.py"))
table = importlib.util.module_from_spec(spec)
spec.loader.exec_module(table)

for toolkit in sys.argv[2:]:
    found = names(toolkit)
    for part in ("canvas", "manager"):
        real, known = set(found[part]), set(getattr(table, part.upper())[toolkit].split())
        assert real <= known, (toolkit, part, sorted(real - known))
        more = known - real - {*dir(FigureCanvasAgg), *dir(FigureManagerBase)}
        assert len(more) <= 5, (toolkit, part, sorted(more))
    assert set(found["toolbar"]) <= set(table.TOOLBAR), found["toolbar"]
    if toolkit == "tk":
        import tkinter

        with open(os.path.join(folder, "_toolkit_answers.py"), encoding="utf-8") as answers:
            asked = set(re.findall(r"\b(?:winfo|wm)_\w+", answers.read()))
        assert asked and asked <= set(dir(tkinter.Tk)), asked - set(dir(tkinter.Tk))
