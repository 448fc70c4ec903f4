"""The values that a toolkit's window returns, if programs compute with them, such as the size of the
screen to place the window. They are by method name, because two toolkits with the same name mean the same.

One table serves all toolkits. If a name has two meanings, the answer serves both: Tk's `geometry()` is a
text with the methods of Qt's rectangle. A parent, a sibling and a first child end in None, because
programs climb to the root in a loop.

Few calls have an effect: `update` is `flush_events`, closing a window closes its figure in pyplot, and
`after` starts a timer of the canvas. No main loop of Tk's runs, because everything that a window shows is
delivered without one.
"""

import itertools
import sys
import time

from . import _matplotlib_private, _timers

#: The size of a common screen.
SCREEN = (1920, 1080)
#: Its dots per inch.
DPI = 96
#: The answer if the value is unknown.
ANYTHING = object()


class Items(tuple):
    """A tuple with the methods that some toolkits have."""


class Geometry(str):
    """A text with the methods that some toolkits have."""


class Widget:
    """The owner of an object: the window of a manager, its canvas or tool bar, or the screen."""

    def __init__(self, manager, parent=None, on_screen=False):
        self.manager = manager
        #: The stub of the window, unless this is the window.
        self.parent = parent
        #: Whether it stands for the screen, and has its size.
        self.on_screen = on_screen

    @property
    def size(self):
        return SCREEN if self.on_screen else self.manager.canvas.get_width_height()

    def is_open(self):
        """Whether the window still exists. It does not after a person would have closed it."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        present = self.manager in _matplotlib_private.all_managers()
        return present and (pyplot is None or pyplot.fignum_exists(self.manager.num))


def _each(names, answer):
    return dict.fromkeys(names.split(), answer)


#: Names that are not methods.
ATTRIBUTES = {
    # A program may climb to the root.
    "master": lambda widget: widget.parent,
    "children": lambda widget: Items(),
}

#: The answers of calls without arguments; with arguments, the call is the setter of the same name.
GETTERS = {
    **_each("width get_width get_allocated_width winfo_width winfo_reqwidth Width GetWidth", lambda w: w.size[0]),
    **_each("height get_height get_allocated_height winfo_height winfo_reqheight", lambda w: w.size[1]),
    **_each("Height GetHeight", lambda w: w.size[1]),
    **_each("right", lambda w: w.size[0] - 1),
    **_each("bottom", lambda w: w.size[1] - 1),
    **_each("x y left top winfo_x winfo_y winfo_rootx winfo_rooty", lambda w: 0),
    **_each("winfo_vrootx winfo_vrooty winfo_pointerx winfo_pointery", lambda w: 0),
    **_each("winfo_screenwidth winfo_vrootwidth", lambda w: SCREEN[0]),
    **_each("winfo_screenheight winfo_vrootheight", lambda w: SCREEN[1]),
    **_each("winfo_screenmmwidth", lambda w: round(SCREEN[0] / DPI * 25.4)),
    **_each("winfo_screenmmheight", lambda w: round(SCREEN[1] / DPI * 25.4)),
    **_each("maxsize wm_maxsize", lambda w: SCREEN),
    **_each("minsize wm_minsize", lambda w: (1, 1)),
    **_each("resizable wm_resizable", lambda w: (True, True)),
    **_each("toTuple get_size get_default_size Get", lambda w: tuple(w.size)),
    **_each("size sizeHint minimumSizeHint frameSize GetSize GetClientSize", lambda w: Items(w.size)),
    **_each("GetBestSize GetVirtualSize", lambda w: Items(w.size)),
    **_each("get_position winfo_pointerxy", lambda w: (0, 0)),
    **_each("pos GetPosition GetScreenPosition", lambda w: Items((0, 0))),
    **_each("getRect", lambda w: (0, 0, *w.size)),
    **_each("GetRect GetClientRect GetScreenRect", lambda w: Items((0, 0, *w.size))),
    **_each("getCoords", lambda w: (0, 0, w.size[0] - 1, w.size[1] - 1)),
    **_each("geometry wm_geometry", lambda w: Geometry("%dx%d+0+0" % tuple(w.size))),
    **_each("devicePixelRatio devicePixelRatioF GetContentScaleFactor GetDPIScaleFactor", lambda w: 1.0),
    **_each("get_scale_factor", lambda w: 1),
    **_each("logicalDpiX logicalDpiY physicalDpiX physicalDpiY", lambda w: DPI),
    **_each("GetDPI", lambda w: Items((DPI, DPI))),
    **_each("winId effectiveWinId winfo_id GetId GetHandle get_xid", lambda w: 1),
    **_each("winfo_depth", lambda w: 24),
    **_each("winfo_exists winfo_ismapped winfo_viewable", lambda w: int(w.is_open())),
    **_each("isVisible isActiveWindow isEnabled isWindow IsShown IsShownOnScreen IsActive", lambda w: w.is_open()),
    **_each("IsEnabled get_visible is_visible get_mapped get_realized is_active", lambda w: w.is_open()),
    **_each("isHidden", lambda w: not w.is_open()),
    **_each("isMaximized isMinimized isFullScreen isModal IsMaximized", lambda w: False),
    **_each("IsIconized IsFullScreen IsBeingDeleted is_maximized is_fullscreen", lambda w: False),
    **_each("state wm_state", lambda w: "normal"),
    **_each("winfo_parent wm_iconname clipboard_get", lambda w: ""),
    **_each("winfo_class", lambda w: "Frame" if w.parent else "Tk"),
    **_each("winfo_manager", lambda w: "pack" if w.parent else "wm"),
    **_each("winfo_name", lambda w: "tk"),
    **_each("winfo_children pack_slaves grid_slaves place_slaves get_children", lambda w: []),
    **_each("actions findChildren GetChildren keys values items", lambda w: []),
    **_each("configure config", lambda w: {}),
    **_each("parent parentWidget nativeParentWidget GetParent get_parent", lambda w: w.parent),
    **_each("GetGrandParent focus_get focus_displayof focus_lastfor grab_current", lambda w: None),
    # A program may go from one to the next until there is none.
    **_each("tk_focusNext tk_focusPrev nextInFocusChain previousInFocusChain", lambda w: None),
    **_each("GetNextSibling GetPrevSibling get_next_sibling get_prev_sibling", lambda w: None),
    **_each("get_first_child get_last_child", lambda w: None),
    **_each("winfo_toplevel window topLevelWidget GetTopLevelParent", lambda w: w.manager.window),
    **_each("get_toplevel get_root get_ancestor", lambda w: w.manager.window),
}

#: The names that are attributes in some toolkits.
_NUMBERS = frozenset("x y width height Width Height".split())

#: The names that are about the screen.
_OF_SCREEN = frozenset(
    "screen desktop get_screen get_display availableGeometry screenGeometry virtualGeometry availableSize "
    "virtualSize get_workarea get_monitor_at_window get_primary_monitor".split()
)


def _title(widget, *title):
    if not title:
        return widget.manager.get_window_title()
    widget.manager.set_window_title(title[0])
    return ""


def _attributes(widget, *names):
    known = {"-alpha": 1.0, "-topmost": 0, "-zoomed": 0, "-fullscreen": 0, "-type": ""}
    if not names:
        return tuple(part for pair in known.items() for part in pair)
    return known.get(names[0], 0) if len(names) == 1 else ""


def _pixels(widget, distance, *more):
    """A distance of Tk's, such as `1i`, in pixels."""
    units = {"c": DPI / 2.54, "i": DPI, "m": DPI / 25.4, "p": DPI / 72}
    text = str(distance).strip()
    unit = units.get(text[-1:])
    try:
        return float(text) if unit is None else float(text[:-1]) * unit
    except ValueError:
        return 0.0


_numbers = itertools.count()


def _after(widget, milliseconds, function=None, *arguments):
    """Tk's `after` calls a function once, later, as a timer of the canvas does. Without a function it
    waits."""
    if function is None:
        time.sleep(milliseconds / 1000)
        return ""
    name = "after#%d" % next(_numbers)

    def call():
        widget.manager.timers.pop(name, None)
        function(*arguments)

    timer = widget.manager.canvas.new_timer(milliseconds, [(call, (), {})])
    timer.single_shot = True
    # Nothing else holds a reference to the timer.
    widget.manager.timers[name] = timer
    timer.start()
    return name


def _after_idle(widget, function, *arguments):
    return _after(widget, 0, function, *arguments)


def _after_cancel(widget, name=None, *more):
    timer = widget.manager.timers.pop(name, None)
    if timer is not None:
        timer.stop()
    return ""


def _mainloop(widget, *arguments):
    """The program hands control to its windows: their timers fire as during a show, until it quits."""
    manager = widget.manager
    manager.loops = True
    _timers.run(lambda: manager.loops and manager in _matplotlib_private.all_managers())
    _shows(widget)


def _quit(widget, *arguments):
    """Ends the main loop."""
    widget.manager.loops = False


def _shows(widget, *area):
    """The window shows what was drawn."""
    widget.manager.canvas.flush_events()
    return ""


def _close(widget, *arguments):
    """Closing a window closes its figure in pyplot."""
    if widget.parent is None and not widget.on_screen and widget.manager in _matplotlib_private.all_managers():
        _matplotlib_private.close(widget.manager)
    return True


#: The answers that need arguments.
CALLS = {
    **_each("title wm_title windowTitle setWindowTitle get_title set_title", _title),
    **_each("GetTitle SetTitle", _title),
    **_each("attributes wm_attributes", _attributes),
    **_each("winfo_fpixels", _pixels),
    **_each("winfo_pixels", lambda widget, *distance: round(_pixels(widget, *distance))),
    **_each("after", _after),
    **_each("after_idle", _after_idle),
    **_each("after_cancel", _after_cancel),
    **_each("FromDIP ToDIP mapToGlobal mapFromGlobal", lambda widget, place, *more: place),
    **_each("update update_idletasks repaint Update", _shows),
    **_each("mainloop MainLoop", _mainloop),
    **_each("quit", _quit),
    **_each("destroy close Close Destroy", _close),
    **_each("bind register cget getvar", lambda widget, *arguments: ""),
}


def part(widget, name):
    """The owner of an attribute of an object."""
    return Widget(widget.manager, widget.parent, True) if name in _OF_SCREEN else widget


def number(widget, name):
    """The number that an attribute is in some toolkits."""
    return GETTERS[name](widget) if name in _NUMBERS else 1


def call(widget, name, arguments):
    """The answer to a call."""
    if name in CALLS:
        return CALLS[name](widget, *arguments)
    return GETTERS[name](widget) if name in GETTERS and not arguments else ANYTHING
