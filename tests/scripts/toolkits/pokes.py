"""What programs poke at in windows, tool bars and the canvases of toolkits. Prints how many figures it has shown."""

import copy
import gc
import json
import pickle
import warnings
import weakref

import matplotlib
import matplotlib.pyplot as plt
import numpy as np

shown = 0


def figure(backend, **options):
    matplotlib.use(backend)
    figure, axes = plt.subplots(**options)
    axes.set_title(backend)
    return figure


def show():
    global shown
    shown += len(plt.get_fignums())
    plt.show()
    # Where the program asked for Agg they stay open.
    plt.close("all")


def has_not(thing, *names):
    for name in names:
        assert not hasattr(thing, name), name
        try:
            getattr(thing, name)
        except AttributeError as error:
            assert name in str(error) and type(thing).__name__ in str(error), error


def tk():
    canvas = figure("TkAgg", figsize=(5, 4), dpi=100).canvas
    window = canvas.manager.window
    for widget in [window, canvas.get_tk_widget(), canvas._tkcanvas, canvas.toolbar]:
        assert widget.winfo_rootx() + 1 == 1 and isinstance(widget.winfo_id(), int)
        assert (widget.winfo_width(), widget.winfo_height()) == (500, 400)
        assert widget.winfo_exists() and widget.winfo_toplevel() is window
        widget.focus_force()
        widget.configure(cursor="watch", background="red")
        widget["cursor"] = "watch"
        for child in widget.winfo_children():
            child.winfo_class()
        for child in widget.children.values():
            child.pack_forget()
        while widget.master:
            widget = widget.master
        assert widget is window
        for _ in range(3):
            widget = widget.no_such_method(1, key=2)[0].no_such_attribute
    size, x, y = window.geometry().replace("x", " ", 1).replace("+", " ").rsplit(" ", 2)
    assert (size, int(x), int(y)) == ("500 400", 0, 0)
    window.geometry("+%d+%d" % (int(x) + 10, window.winfo_y()))
    window.wm_geometry("%dx%d" % (window.winfo_screenwidth() * 0.5, window.winfo_screenheight() // 2))
    width, height = window.maxsize()
    canvas.manager.resize(*window.maxsize())
    assert window.state() == "normal" and window.attributes("-topmost") == 0 and window.title() == "Figure 1"
    assert (window.winfo_fpixels("1i"), window.winfo_pixels("2.54c"), window.winfo_fpixels("none")) == (96, 96, 0)
    window.title("mine")
    assert canvas.manager.get_window_title() == "mine"
    window.state("zoomed")
    window.bind("<Key>", print)
    window.protocol("WM_DELETE_WINDOW", window.quit)
    name = window.after(10, print, "never")
    window.after_cancel(name)
    window.after_cancel(name)
    assert not canvas.manager.timers
    called = []
    name = window.after(10, called.append, 1)
    # A timer of the canvas, which fires when those do.
    canvas.manager.timers[name]._on_timer()
    assert called == [1] and not canvas.manager.timers
    window.after(1)
    window.update()
    window.mainloop()
    window.mine = canvas
    assert window.mine is canvas
    has_not(canvas, "setFocus", "grab_focus", "SetFocus", "winfo_id", "_no_such_name", "nonsense", "children")
    has_not(canvas.manager, "vbox", "nonsense")
    show()


def qt():
    canvas = figure("QtAgg", figsize=(5, 4), dpi=100).canvas
    window = canvas.manager.window
    for widget in [window, canvas, canvas.toolbar]:
        x, y, width, height = widget.geometry().getRect()
        assert (x, y, width, height) == (0, 0, 500, 400) == widget.rect().getCoords()[:2] + (500, 400)
        assert widget.geometry().width() == widget.size().width() == widget.width() == 500
        assert int(widget.devicePixelRatio() * 10) == 10 and widget.isVisible()
        assert widget.screen().availableGeometry().height() == 1080
        widget.setGeometry(0, 0, width + 1, height)
        assert widget.findChildren(object) is not None and not list(widget.actions())
        while widget.parent():
            widget = widget.parent()
        assert widget is window
    canvas.setFocus()
    canvas.update()
    canvas.setFocusPolicy(window.focusPolicy() | 2)
    window.setWindowFlags(window.windowFlags() | object())
    window.statusBar().showMessage("a message")
    for action in canvas.toolbar.actions()[:1]:
        action.setVisible(False)
    canvas.toolbar._actions["pan"].setVisible(False)
    has_not(canvas, "get_tk_widget", "grab_focus", "SetFocus", "_tkcanvas", "nonsense", "_private")
    show()


def gtk():
    for backend in ["GTK3Agg", "GTK4Agg"]:
        canvas = figure(backend, figsize=(5, 4), dpi=100).canvas
        window = canvas.manager.window
        width, height = window.get_size()
        window.resize(width + 1, height)
        canvas.grab_focus()
        canvas.queue_draw()
        assert canvas.get_allocated_width() + 1 == 501 and canvas.get_allocation().width * 2 == 1000
        canvas.manager.vbox.pack_start(object(), False, False, 0)
        child = canvas.manager.vbox.get_first_child()
        while child:
            child = child.get_next_sibling()
        while window.get_parent():
            window = window.get_parent()
        has_not(canvas, "setFocus", "get_tk_widget", "SetFocus")
        show()


def wx():
    canvas = figure("WXAgg", figsize=(5, 4), dpi=100).canvas
    frame = canvas.manager.frame
    x, y = frame.GetPosition()
    width, height = canvas.GetSize()
    assert canvas.GetSize()[0] == canvas.GetSize().width == canvas.Size.GetWidth() == width == 500
    frame.SetSize((width + 1, frame.FromDIP(height)))
    canvas.SetFocus()
    canvas.Refresh()
    frame.SetStatusText("a text")
    while frame.GetParent():
        frame = frame.GetParent()
    has_not(canvas, "setFocus", "get_tk_widget", "grab_focus")
    show()


def others():
    canvas = figure("WebAgg").canvas
    canvas.set_image_mode("full")
    canvas.manager.refresh_all()
    has_not(canvas, "setFocus", "get_tk_widget", "grab_focus")
    show()
    for backend in ["agg", "module://cg_plot_capture"]:
        canvas = figure(backend).canvas
        has_not(canvas, "setFocus", "get_tk_widget", "grab_focus", "SetFocus", "vbox")
        assert (canvas.toolbar is None) == (backend == "agg")
        canvas.manager.window.showMaximized()
        canvas.manager.full_screen_toggle()
        show()


def numbers():
    """A part of a window is whatever a program takes it for."""
    window = figure("TkAgg").canvas.manager.window
    part = window.some().thing
    part["key"] = part["key"]
    del part["key"], part.key
    assert part + 1 == 2 and 1 + part == 2 and part - 0.5 == 0.5 and part * 2 == 2 and 2 / part == 2
    assert part // 1 == 1 and part % 2 == 1 and -part == -1 and part**2 == 1 and divmod(part, 1) == (1, 0)
    assert (int(part), float(part), round(part), range(3)[part], "%d" % part) == (1, 1.0, 1, 1, "1")
    assert part < 2 and part >= 0 and not part < "text" and part != "text" and part is not None
    assert (np.arange(3) * part == np.arange(3)).all() and np.asarray(part) is not None
    assert part | object() and part + "text" and "text" + part
    try:
        part / 0
    except ZeroDivisionError:
        pass
    first, second = part
    first, second, third = window.no_such_method()
    first, *rest = part
    (first, second), third = part
    assert list(part) == [] and len(part) == 0 and tuple(window) == () and 1 not in window
    for _ in window:
        raise AssertionError("a window has no parts")
    with part as inner:
        assert inner
    assert len({part, window, window.some()}) == 3 and part == part
    assert copy.copy(part) is part and copy.deepcopy(window) is window and len(plt.get_fignums()) == 1
    try:
        pickle.dumps(window)
    except TypeError as error:
        assert "cannot pickle" in str(error)
    geometry = pickle.loads(pickle.dumps(copy.deepcopy(window.geometry())))
    assert type(geometry) is str and json.dumps([geometry, window.maxsize()]) == '["640x480+0+0", [1920, 1080]]'
    assert str(window) and "%s" % window and f"{part:.1f}" == "1.0"
    try:
        window.__wrapped__
    except AttributeError:
        pass
    assert not hasattr(window, "__array__")
    show()


def bars():
    canvas = figure("TkAgg").canvas
    bar = canvas.toolbar
    assert bar is canvas.manager.toolbar and str(bar.mode) == ""
    for act in [bar.pan, bar.pan, bar.zoom, bar.zoom, bar.home, bar.back, bar.forward, bar.update]:
        act()
    bar.set_message("a message")
    bar.push_current()
    bar._buttons["Pan"].config(state="disabled")
    for button in bar._buttons.values():
        button.pack_forget()
    has_not(bar, "_no_such_name", "__wrapped__")
    show()
    matplotlib.rcParams["toolbar"] = "None"
    assert figure("TkAgg").canvas.toolbar is None is plt.get_current_fig_manager().toolbar
    show()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        matplotlib.rcParams["toolbar"] = "toolmanager"
    from matplotlib.backend_tools import ToolToggleBase

    class Mine(ToolToggleBase):
        default_keymap = "m"
        description = "mine"

    manager = figure("TkAgg").canvas.manager
    manager.toolmanager.add_tool("Mine", Mine)
    manager.toolbar.add_tool("Mine", "group", 0)
    manager.toolmanager.trigger_tool("Mine")
    manager.toolmanager.trigger_tool("pan")
    manager.toolmanager.remove_tool("forward")
    manager.toolmanager.message_event("a message")
    manager.toolbar.pack_forget()
    show()
    matplotlib.rcParams["toolbar"] = "toolbar2"


def closed():
    """A window that the program closes takes its figure along; nothing keeps a figure for ever."""
    for close in ["destroy", "close", "Close"]:
        one = figure("TkAgg")
        window = one.canvas.manager.window
        assert window.winfo_exists() == 1
        getattr(one.canvas.get_tk_widget(), close)()
        assert plt.get_fignums() == [1]
        getattr(window, close)()
        assert plt.get_fignums() == [] and window.winfo_exists() == 0
        getattr(window, close)()
    reference = weakref.ref(one)
    window.after(10, print, "never")
    del one, window
    gc.collect()
    assert reference() is None


for case in [tk, qt, gtk, wx, others, numbers, bars, closed]:
    case()
print(shown)
