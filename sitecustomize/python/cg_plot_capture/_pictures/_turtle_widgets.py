"""Widgets without a screen: the methods that `turtle` and programs call on its window."""

import sys

_sibling = sys.modules["cg_plot_capture._start"].sibling
_colors = _sibling("_pictures._turtle_colors")
_errors = _sibling("_pictures._turtle_errors")
_items = _sibling("_pictures._turtle_items")
_options = _sibling("_pictures._turtle_options")
_real = _sibling("_pictures._turtle_real_tk")
_winfo = _sibling("_pictures._turtle_winfo")

#: The width and height of the screen.
SCREEN = 1920, 1080
#: The pixels that a scroll bar takes from a canvas.
SCROLLBAR = 15

_SHORT = {"bg": "background", "bd": "borderwidth", "fg": "foreground"}

#: Other methods of widgets and windows. They accept any arguments and do nothing.
_SILENT = set(
    "aspect bell bind_all bind_class bindtags clipboard_append clipboard_clear clipboard_get columnconfigure "
    "deiconify focus focus_get focus_set focusmodel frame grab_release grab_set group iconbitmap iconify iconmask "
    "iconname iconphoto iconposition iconwindow image_names image_types info invoke lower lift overrideredirect "
    "positionfrom propagate rowconfigure selection_clear selection_get set slaves sizefrom state tkraise "
    "transient unbind unbind_all unbind_class wait_variable wait_visibility wait_window withdraw xview_scroll "
    "yview_scroll".split()
)
_SILENT_PREFIXES = "wm_ event_ option_ grid_ pack_ place_ tk_ scan_ select_ image_ focus_ icursor insert".split()


class Widget(metaclass=_real.StandIn):
    """The base of all widgets: options, a place in the window, and the event loop."""

    def __init__(self, master=None, cnf={}, **kw):
        self.master = master
        self.window = master.winfo_toplevel() if isinstance(master, Widget) else default_window()
        self.tk = self.window.tk
        self.options = {}
        #: "pack", "grid" or "place", and its options; None if it was not placed.
        self.placed = None
        #: A real widget of tkinter with this master (`BaseWidget._setup`) registers there. It is not drawn.
        self.children, self._last_child_ids, self._w = {}, None, "."
        self._dead = False
        if self.window is not self:
            self._w = ".!%s" % type(self).__name__.lower()
        self.window.widgets.append(self)
        self.configure(cnf, **kw)

    def __getattr__(self, name):
        if name.startswith("winfo_"):
            return _winfo.answer(self, name[6:])
        if name in _SILENT or name.startswith(tuple(_SILENT_PREFIXES)):
            return lambda *args, **kw: ""
        raise AttributeError("%r object has no attribute %r" % (type(self).__name__, name))

    def __str__(self):
        return self._w

    def configure(self, cnf=None, **kw):
        if not kw and (cnf is None or isinstance(cnf, str)):
            found = {name: (name, name, name.title(), "", self.cget(name)) for name in self.keys()}
            return found if cnf is None else found[self._checked(cnf)]
        # tkinter ignores options that are None.
        options = {self._checked(name): value for name, value in {**(cnf or {}), **kw}.items() if value is not None}
        self._configured(options)
        self.options.update(options)
        return None

    config = configure

    def _checked(self, name):
        """The full name of an option. Raises Tk's error if a canvas or a window does not have it."""
        known = _options.WIDGETS.get(_winfo.class_of(self))
        if known is not None and name not in known:
            raise _errors.tcl_error('unknown option "-%s"' % name)
        return _SHORT.get(name, name)

    def keys(self):
        """The names of its options."""
        return sorted(_options.WIDGETS.get(_winfo.class_of(self), self.options))

    def _configured(self, options):
        """A canvas checks the values of its options here, before they are set."""

    def cget(self, key):
        key = self._checked(key)
        default = {"width": 0, "height": 0, "background": "#d9d9d9", "borderwidth": 0}
        value = self.options.get(key, default.get(key, ""))
        return int(_items.distance(value) + 0.5) if key in ("width", "height") else value

    # `turtle.ScrolledCanvas` passes `cget` on to its canvas, but not this.
    __getitem__ = cget

    def __setitem__(self, key, value):
        self.configure({key: value})

    def _pixels(self, key, default):
        value = self.options.get(key, default)
        return _items.distance(value) if value not in ("", None) else 0

    def _name(self, function):
        return "%d%s" % (id(function), getattr(function, "__name__", ""))

    def bind(self, sequence=None, func=None, add=None):
        if func is None:
            return "" if sequence else ()
        if sequence != "<Configure>":  # `turtle` binds it, and the module has large tables.
            _sibling("_pictures._turtle_events").check(sequence)
        self.window.bound(sequence, func)
        return self._name(func)

    # The event loop

    def update(self):
        """Calls the timers that are due."""
        self.window.updated()

    update_idletasks = update

    def after(self, ms, func=None, *args):
        try:
            seconds = int(str(int(ms) if isinstance(ms, bool) else ms)) / 1000
        except ValueError:
            text = 'bad argument "%s": must be cancel, idle, info, or an integer' % (ms,)
            raise _errors.tcl_error(text) from None
        if func is None:
            self.window.clock.skip(seconds)
            self.window.updated()
            return None
        return self.window.clock.set(seconds, func, args)

    def after_idle(self, func, *args):
        # Not 0, so that the clock advances if the function sets itself again.
        return self.window.clock.set(0.001, func, args)

    def after_cancel(self, id):
        if not id:
            raise ValueError("id must be a valid identifier returned from after or after_idle")
        self.window.clock.cancel(id)

    # The interpreter

    def getint(self, value):
        return self.tk.getint(value)

    def getdouble(self, value):
        return self.tk.getdouble(value)

    def getboolean(self, value):
        return self.tk.getboolean(value)

    def getvar(self, name="PY_VAR"):
        return self.tk.getvar(name)

    def setvar(self, name="PY_VAR", value="1"):
        self.tk.setvar(name, value)

    def _options(self, cnf, kw=None):
        """The options as the real tkinter's dialogs pass them."""
        options = {**cnf, **(kw or {})}
        return tuple(part for name, value in options.items() for part in ("-" + name.rstrip("_"), value))

    def register(self, func, subst=None, needcleanup=1):
        return self._name(func)

    _register = register

    def nametowidget(self, name):
        if str(name) == ".":
            return self.window
        found = [widget for widget in self.window.widgets if str(widget) == str(name)]
        return found[0] if found else self.window.children[str(name).rpartition(".")[2]]

    def mainloop(self, n=0):
        self.window.run()

    def quit(self):
        self.window.quitting = True

    def destroy(self):
        self._dead = True
        if self in self.window.widgets:
            self.window.widgets.remove(self)

    def focus_force(self):
        return None

    # The place in the window

    def pack(self, cnf={}, **kw):
        self.placed = ("pack", {**cnf, **kw})
        self.window.resized()

    pack_configure = pack

    def grid(self, cnf={}, **kw):
        self.placed = ("grid", {**cnf, **kw})
        self.window.resized()

    grid_configure = grid

    def place(self, cnf={}, **kw):
        self.placed = ("place", {**cnf, **kw})
        self.window.resized()

    place_configure = place

    def pack_forget(self):
        self.placed = None

    grid_forget = grid_remove = place_forget = pack_forget

    def winfo_toplevel(self):
        return self.window

    _root = winfo_toplevel

    def winfo_width(self):
        return self._size(0)

    def winfo_height(self):
        return self._size(1)

    winfo_reqwidth, winfo_reqheight = winfo_width, winfo_height

    def _size(self, axis):
        """Its width (0) or height (1)."""
        self._check_open("winfo")
        if self._dead:
            raise _errors.tcl_error('bad window path name "%s"' % self)
        return self.window.size_of(self, axis)

    def _check_open(self, command):
        """Raises Tk's error for a command of a closed window."""
        if self.window.is_destroyed:
            raise _errors.tcl_error('can\'t invoke "%s" command: application has been destroyed' % command)

    def winfo_screenwidth(self):
        return SCREEN[0]

    def winfo_screenheight(self):
        return SCREEN[1]

    def winfo_exists(self):
        return int(not self._dead)

    def winfo_rgb(self, color):
        self._check_open("winfo")
        channels = _colors.rgb(color)
        if channels is None:
            raise _items.bad_color(color)
        return channels

    def winfo_children(self):
        return [widget for widget in self.window.widgets if widget.master is self]


class Frame(Widget):
    """A part of a window."""

    def __init__(self, master=None, cnf={}, **kw):
        if _real.is_real(self):
            _real.twin(Frame).__init__(self, master, cnf, **kw)
        else:
            Widget.__init__(self, master, cnf, **kw)


class Scrollbar(Widget):
    """A scroll bar, which only takes space."""

    def get(self):
        return (0.0, 1.0)


def default_window():
    """The window of a widget without a master."""
    return _sibling("_pictures._turtle_window").default()
