"""Has a file of its own at 3, and shows figures in itself and in children of every kind; `plain`: without
Matplotlib."""

import multiprocessing
import os
import subprocess
import sys

SHOW = "import matplotlib.pyplot as plt; plt.plot([1]); plt.show()"
if "plain" in sys.argv:
    SHOW = "import sys; capture = sys.modules['cg_plot_capture._start'].capture(); "
    SHOW += "capture.ready() and capture.deliver('own_file.py', b'<svg/>', None)"
CODE = SHOW + "; print('worked')"
CHILD = [sys.executable, "-c", CODE]


def work(_):
    exec(SHOW)
    print("worked", flush=True)


def forked(action):
    child = os.fork()
    if child == 0:
        action()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


if __name__ == "__main__":
    if "replace" in sys.argv:
        os.close(3)
    file = open("own.txt", "w")
    assert file.fileno() == 3, file.fileno()
    os.set_inheritable(3, "private" not in sys.argv)
    file.write("mine\n")
    file.flush()
    work(0)
    subprocess.run(CHILD, check=True, close_fds=False)
    subprocess.run(CHILD, check=True)
    subprocess.run(CHILD, check=True, env={})
    subprocess.run(CHILD, check=True, pass_fds=[3])
    assert os.system(f'{sys.executable} -c "{CODE}"') == 0
    assert os.waitpid(os.posix_spawn(CHILD[0], CHILD, os.environ), 0)[1] == 0
    forked(lambda: work(0))
    forked(lambda: os.execv(CHILD[0], CHILD))
    forked(lambda: os.execve(CHILD[0], CHILD, {}))
    for method in ["spawn", "forkserver", "fork"]:
        worker = multiprocessing.get_context(method).Process(target=work, args=(0,))
        worker.start()
        worker.join()
        assert worker.exitcode == 0
