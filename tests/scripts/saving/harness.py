"""A harness that starts `one.py` and `two.py` of the working directory. Argument: how; and what to run."""

import multiprocessing
import runpy
import subprocess
import sys


def run(*command):
    subprocess.run([sys.executable, *command], check=True)


class Waiting:
    """One that waits: it is ready, but has shown nothing."""

    def __init__(self, *command):
        command = [sys.executable, *command, "wait"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, bufsize=1)
        assert self.process.stdout.readline() == "ready\n"

    def show(self):
        self.process.stdin.write("\n")
        assert self.process.stdout.readline() == "shown\n"

    def end(self):
        self.process.communicate("\n")
        assert self.process.returncode == 0


def twice(*command):
    for _ in range(2):
        run(*command)


def again():
    run("one.py", "first", "2")
    run("one.py", "second", "2")


def command_line():
    """A program that has no file."""
    code = "import matplotlib.pyplot as plt; plt.plot([1]); plt.show()"
    twice("-c", code)
    run("-c", code.replace("1", "2"))


def two():
    for word in ("first", "second"):
        run("one.py", word + "-one", "1")
        run("two.py", word + "-two", "1")


def siblings():
    for word in ("first", "second"):
        started = [
            subprocess.Popen([sys.executable, "one.py", f"{word}-{number}", "5"])
            for number in range(3)
        ]
        for process in started:
            assert process.wait() == 0


def alive():
    one = Waiting("one.py", "first", "1")
    one.show()
    run("one.py", "second", "1")
    one.end()


def staggered():
    one = Waiting("one.py", "first", "1")
    one.show()
    other = Waiting("one.py", "second", "1")
    one.end()
    other.show()
    other.end()


def killed():
    one = Waiting("one.py", "first", "1")
    one.show()
    one.process.kill()
    # Nobody asks for its exit code: it is a zombie.
    run("one.py", "second", "1")
    one.process.wait()


def driver():
    import matplotlib.pyplot as plt

    for number in (1, 2):
        plt.title(f"driver {number}")
        plt.show()
        twice("one.py", f"child-{number}", "1")


def own():
    """The program writes to the file that was saved for it; a copy of another is not what it was."""
    import os
    import shutil

    run("one.py", "first", "2")
    with open("plot_1.svg", "a") as file:
        file.write("<!-- mine -->")
    shutil.copyfile("plot_2.svg", "copy.svg")
    name = "user.cg_plot_capture"
    os.setxattr("copy.svg", name, os.getxattr("plot_2.svg", name))
    os.rename("copy.svg", "plot_2.svg")
    run("one.py", "second", "2")


def kept():
    """What a user has put away is nobody's leftover."""
    import os

    two()
    [beside] = [name for name in os.listdir() if name.startswith("plot_1-")]
    os.rename(beside, "plot_1-1.svg")
    run("two.py", "third", "1")


def in_child(word):
    sys.argv[:] = ["one.py", word, "1"]
    runpy.run_path("one.py", run_name="__main__")


def in_children():
    """As graders do: the script runs in a worker, and is no script of the harness's."""
    for method, word in [("fork", "first"), ("spawn", "second"), ("forkserver", "third")]:
        process = multiprocessing.get_context(method).Process(target=in_child, args=(word,))
        process.start()
        process.join()
        assert process.exitcode == 0


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
