"""Has each function of ours raise, one after the other, in a child that does all that programs do with
figures; tells what became of the program. Arguments: which function is the first, and how many steps there
are from one to the next."""

import os
import sys
import tempfile
import warnings

import matplotlib.pyplot as plt

#: What is the process's, and entered by other ways.
OTHERS = ("_start", "_import_watch", "_children", "_fd3", "_bare_name", "_backend_switch", "_capture")
#: The seam itself, what stands right before it, and two of which most is Matplotlib's, who may raise what is the
#: program's own fault.
SEAM = (
    "_error_boundary.attempt",
    "_error_boundary.harmless",
    "_toolkit_window.Foreign.__getattr__",
    "backend.FigureCanvas.__getattr__",
    "backend.FigureCanvas.draw_idle",
    "backend.FigureManager.__getattr__",
    "_matplotlib_private.CanvasHooks._switch_canvas_and_return_print_method",
    "backend.FigureCanvas.start_event_loop",
)
#: What has a way of its own to do without: the figure is drawn as it is, the file is called by another name.
QUIET = ("_fingerprint.d", "_rasterize.", "_matplotlib_private.unmade", "_script.")


def program():
    """What programs do. It must not be told that anything is wrong."""
    from matplotlib.animation import FuncAnimation

    figure, axes = plt.subplots(figsize=(1, 1), layout="constrained")
    (line,) = axes.plot([0, 1])
    axes.scatter(range(10), range(10))
    axes.pcolormesh([[1, 2], [3, 4]])
    axes.set_axis_off()  # Text takes the longest.
    figure.canvas.mpl_connect("draw_event", lambda event: None)
    figure.canvas.mpl_connect("close_event", lambda event: None)
    figure.canvas.mpl_connect("resize_event", lambda event: None)
    figure.canvas.mpl_connect("key_press_event", lambda event: None)
    figure.canvas.draw()
    figure.savefig(os.devnull, format="png")
    plt.show(block=False)
    for state in range(2):
        line.set_ydata([state, 2])
        plt.pause(0.001)
    assert plt.fignum_exists(1) and plt.get_fignums() == [1]
    figure.canvas.flush_events()
    figure.canvas.start_event_loop(0.001)
    timer = figure.canvas.new_timer(interval=1)
    timer.add_callback(lambda: None)
    timer.start()
    figure.canvas.manager.set_window_title("title")
    for _ in range(7):
        plt.waitforbuttonpress()
    plt.show()
    timer.stop()
    plt.savefig(os.devnull, format="png")
    figure.show()
    figure = plt.figure(figsize=(1, 1))
    axes = figure.add_axes([0, 0, 1, 1], frameon=False, xticks=[], yticks=[])
    animation = FuncAnimation(figure, lambda frame: axes.plot([frame]), frames=2)
    plt.show()
    plt.close("all")
    plt.ion()
    plt.figure(figsize=(1, 1)).text(0, 0, "1")
    plt.draw()
    plt.close()
    plt.figure(figsize=(1, 1)).text(0, 0, "2")
    plt.ioff()


def functions():
    """All of ours, by their names."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("cg_plot_capture.") and name.rpartition(".")[2] not in OTHERS:
            for part in vars(module).copy().values():
                inner = vars(part).values() if isinstance(part, type) else ()
                for thing in (part, *inner):
                    thing = getattr(thing, "fget", getattr(thing, "__func__", thing))
                    thing = getattr(thing, "__wrapped__", thing)
                    if getattr(thing, "__module__", None) == name and hasattr(thing, "__code__"):
                        yield "%s.%s" % (name.rpartition(".")[2], thing.__qualname__), thing


def called(function):
    """The names of ours that a call reaches."""
    codes, found = {}, set()
    for name, each in functions():
        codes.setdefault(each.__code__, name)
    sys.setprofile(lambda frame, event, _: event == "call" and found.add(codes.get(frame.f_code)))
    try:
        function()
    finally:
        sys.setprofile(None)
    return found


def raises(*arguments, **options):
    raise LookupError("on purpose")


def child(name):
    """Runs the program in a child where a function of ours raises: its exit code, and what it has said."""
    # Each draws its pictures anew.
    for picture in os.listdir(os.environ["CG_PLOT_INLINE"]):
        os.unlink(os.path.join(os.environ["CG_PLOT_INLINE"], picture))
    with tempfile.TemporaryFile("w+") as said:
        pid = os.fork()
        if pid == 0:
            os.dup2(said.fileno(), 2)
            for found, function in functions():
                if found == name:
                    free = function.__code__.co_freevars
                    function.__code__ = raises.__code__.replace(co_freevars=free)
            program()
            sys.exit()
        code = os.waitpid(pid, 0)[1]
        said.seek(0)
        return code, said.read()


warnings.filterwarnings("ignore", "Animation was deleted")
plt.figure().show()
plt.close()
names = sorted(called(program) - {None, *SEAM})
plt.close("all")
wrong = 0
for name in names[int(sys.argv[1]) :: int(sys.argv[2])]:
    code, said = child(name)
    if code or "on purpose" not in said and not name.startswith(QUIET):
        wrong += 1
        print(name, code, said)
print(len(names) > 100, wrong)
