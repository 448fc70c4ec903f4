"""Prints, as JSON, the names that a toolkit's canvas and manager have and that those of Agg do not.

Arguments: a toolkit (`tk`, `qt`, `gtk3`, `gtk4`, `wx`, `webagg`, `macosx`), and for Gtk and wxPython the file that
describes their classes: `Gtk-3.0.gir` or `Gtk-4.0.gir` with `GObject-2.0.gir` beside it (Debian: in `libgtk-3-dev`,
`libgtk-4-dev` and `libgirepository1.0-dev`), or `core.pyi` of wxPython (Debian: in `python3-wxgtk4.0`). What
Matplotlib's own classes add is read from their source, because the toolkits need a display.

`table.py` makes `_toolkit_names.py` of what this prints.
"""

import ast
import contextlib
import importlib
import json
import os
import sys
import xml.etree.ElementTree as ElementTree

import matplotlib
from matplotlib.backend_bases import FigureManagerBase, NavigationToolbar2
from matplotlib.backends.backend_agg import FigureCanvasAgg

#: Matplotlib's files; its canvas, the toolkit's class of which that is one, its manager and its tool bar.
TOOLKITS = {
    "tk": ("_backend_tk", "FigureCanvasTk", None, "FigureManagerTk", "NavigationToolbar2Tk"),
    "qt": ("backend_qt", "FigureCanvasQT", "QWidget", "FigureManagerQT", "NavigationToolbar2QT"),
    "gtk3": (
        "_backend_gtk backend_gtk3",
        *("FigureCanvasGTK3", "DrawingArea", "FigureManagerGTK3", "NavigationToolbar2GTK3"),
    ),
    "gtk4": (
        "_backend_gtk backend_gtk4",
        *("FigureCanvasGTK4", "DrawingArea", "FigureManagerGTK4", "NavigationToolbar2GTK4"),
    ),
    "wx": ("backend_wx", "_FigureCanvasWxBase", "Panel", "FigureManagerWx", "NavigationToolbar2Wx"),
    "webagg": (
        "backend_webagg_core",
        *("FigureCanvasWebAggCore", None, "FigureManagerWebAgg", "NavigationToolbar2WebAgg"),
    ),
    "macosx": ("backend_macosx", "FigureCanvasMac", "FigureCanvas", "FigureManagerMac", "NavigationToolbar2Mac"),
}
#: What the canvas of Matplotlib's C file `_macosx.m` has.
MACOSX = {"invalidate", "remove_rubberband", "set_rubberband", "update"}
#: What PyGObject adds to each object.
PYGOBJECT = """chain connect connect_after connect_data connect_object connect_object_after disconnect
disconnect_by_func emit emit_stop_by_name freeze_notify get_properties get_property handler_block
handler_block_by_func handler_disconnect handler_is_connected handler_unblock handler_unblock_by_func props
set_properties set_property stop_emission thaw_notify weak_ref""".split()
#: Private ones that programs use.
PRIVATE = {"_tkcanvas", "_buttons", "_message_label", "_actions"}


def written(files, name):
    """What a class of Matplotlib's defines or puts into its instances, and its bases in the same files."""
    folder = os.path.join(os.path.dirname(matplotlib.__file__), "backends")
    classes = {}
    for file in files:
        with open(os.path.join(folder, file + ".py"), encoding="utf-8") as source:
            nodes = ast.walk(ast.parse(source.read()))
            classes.update((node.name, node) for node in nodes if isinstance(node, ast.ClassDef))
    names = set()
    for base in classes[name].bases:
        if isinstance(base, ast.Name) and base.id in classes:
            names |= written(files, base.id)
    for node in ast.walk(classes[name]):
        if isinstance(node, ast.FunctionDef) and node in classes[name].body:
            names.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            if isinstance(node.value, ast.Name) and node.value.id == "self":
                names.add(node.attr)
    return names


def of_gtk(gir, name):
    """The methods of a class and of its bases in a file of GObject introspection."""
    tag = "{http://www.gtk.org/introspection/core/1.0}"
    roots = {}
    for file in (gir, os.path.join(os.path.dirname(gir), "GObject-2.0.gir")):
        namespace = ElementTree.parse(file).getroot().find(tag + "namespace")
        kinds = (*namespace.findall(tag + "class"), *namespace.findall(tag + "interface"))
        roots.update((kind.get("name"), kind) for kind in kinds)
    names = set(PYGOBJECT)
    waiting = [name]
    while waiting:
        kind = roots.get(waiting.pop().rpartition(".")[2])
        if kind is not None:
            methods = kind.findall(tag + "method")
            names.update(method.get("name") for method in methods if method.get("introspectable") != "0")
            waiting += [part.get("name") for part in kind.findall(tag + "implements")]
            waiting += [kind.get("parent")] if kind.get("parent") else []
    return names


def of_wx(stub, name):
    """The same in wxPython's stub."""
    with open(stub, encoding="utf-8") as source:
        classes = {node.name: node for node in ast.parse(source.read()).body if isinstance(node, ast.ClassDef)}
    names = set()
    waiting = [name]
    while waiting:
        node = classes.get(waiting.pop())
        if node is not None:
            for part in node.body:
                if isinstance(part, ast.FunctionDef):
                    names.add(part.name)
                elif isinstance(part, ast.Assign):
                    names.update(target.id for target in part.targets if isinstance(target, ast.Name))
            waiting += [base.id for base in node.bases if isinstance(base, ast.Name)]
    return names


def of_toolkit(toolkit, name, file):
    """What the toolkit's own class has."""
    if name is None:
        return set()
    if toolkit == "qt":
        for binding in ("PyQt6", "PyQt5"):
            with contextlib.suppress(ImportError):
                names = dir(getattr(importlib.import_module(binding + ".QtWidgets"), name))
                return {name for name in names if not name[0].isupper()}  # Its enumerations.
        raise ImportError("neither PyQt6 nor PyQt5")
    if toolkit == "macosx":
        return MACOSX
    return (of_wx if toolkit == "wx" else of_gtk)(file, name)


def names(toolkit, file=None):
    files, canvas, foreign, manager, toolbar = TOOLKITS[toolkit]
    files = files.split()
    found = {
        "canvas": written(files, canvas) | of_toolkit(toolkit, foreign, file),
        "manager": written(files, manager),
        "toolbar": written(files, toolbar) & PRIVATE,
    }
    known = {"canvas": FigureCanvasAgg, "manager": FigureManagerBase, "toolbar": NavigationToolbar2}
    # What ours has as well, or has only after it was made.
    common = {"canvas", "figure", "manager", "num", "toolbar", "toolmanager", "window"}
    for part, names in found.items():
        names -= {*dir(known[part]), *common}
        found[part] = sorted(name for name in names if not name.startswith("_") or name in PRIVATE)
    return found


if __name__ == "__main__":
    json.dump(names(*sys.argv[1:]), sys.stdout)
