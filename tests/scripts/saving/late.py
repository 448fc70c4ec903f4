"""Leaves a figure that is delivered when the program has come to its end. Argument: how."""

import atexit
import multiprocessing
import os
import runpy
import sys
import tempfile
import threading


def show():
    import matplotlib.pyplot as plt

    plt.figure()
    plt.plot([1, 2])
    plt.show()


def draw():
    import matplotlib.pyplot as plt

    plt.plot([1, 2])


def pause():
    import matplotlib.pyplot as plt

    plt.plot([1, 2])
    plt.pause(0.001)
    plt.plot([2, 1])
    plt.pause(0.001)


def pause_in_a_folder():
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    pause()
    os.chdir(folder.name)


def draw_in_a_folder():
    with tempfile.TemporaryDirectory() as folder:
        draw()
        os.chdir(folder)


def at_exit():
    atexit.register(show)


def timer():
    threading.Timer(0.1, show).start()


def renamed():
    draw()
    sys.modules["__main__"].__file__ = sys.modules["__main__"].__loader__ = None
    sys.argv[:] = []


def replaced():
    draw()
    sys.modules["__main__"] = None


def forked():
    child = os.fork()
    if child:
        assert os.waitpid(child, 0) == (child, 0)
    else:
        pause()


def scripts():
    """Of other names, in this process."""
    for name in ("first", "second"):
        with open(name + ".py", "w") as file:
            file.write("import matplotlib.pyplot as plt; plt.figure(); plt.plot([1, 2])")
        runpy.run_path(name + ".py", run_name="__main__")
        os.remove(name + ".py")


def workers():
    for method in ("fork", "spawn", "forkserver"):
        process = multiprocessing.get_context(method).Process(target=pause)
        process.start()
        process.join()
        assert process.exitcode == 0


def joblib():
    import joblib

    joblib.Parallel(n_jobs=2)(joblib.delayed(show)() for _ in range(1))


if __name__ == "__main__":
    globals()[sys.argv[1]]()
