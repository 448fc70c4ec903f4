"""Has an end of a `multiprocessing.Pipe` at 3 and hands it to a worker, which also plots."""

import multiprocessing
import os
import sys

CODE = "import matplotlib.pyplot as plt; plt.plot([1]); plt.show(); print('worked')"


def work(end):
    import matplotlib.pyplot as plt

    plt.plot([1, 2])
    plt.show()
    print("worked", flush=True)
    assert os.system(f'{sys.executable} -c "{CODE}"') == 0
    end.send("mine")


if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    theirs, ours = context.Pipe()
    assert theirs.fileno() == 3, theirs
    worker = context.Process(target=work, args=(theirs,))
    worker.start()
    theirs.close()
    assert ours.recv() == "mine"
    try:
        raise AssertionError(ours.recv_bytes())
    except EOFError:
        pass
    worker.join()
    assert worker.exitcode == 0, worker.exitcode
