import multiprocessing
import os
import subprocess
import sys


def work(_):
    import matplotlib.pyplot as plt

    plt.plot([1, 2])
    plt.show()


if __name__ == "__main__":
    if sys.argv[1:] == ["replace"]:
        os.close(3)
    file = open("own.txt", "w")
    assert file.fileno() == 3, file.fileno()
    os.set_inheritable(3, True)
    file.write("mine\n")
    file.flush()
    work(0)
    code = "import matplotlib.pyplot as plt; plt.plot([1]); plt.show()"
    subprocess.run([sys.executable, "-c", code], check=True, close_fds=False)
    subprocess.run([sys.executable, "-c", code], check=True)
    subprocess.run([sys.executable, "-c", code], check=True, pass_fds=[3])
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(work, range(2))
    with multiprocessing.get_context("fork").Pool(2) as pool:
        pool.map(work, range(2))
