"""Processes that save at the same moment, without the time that drawing takes between them."""

import multiprocessing
import sys

import matplotlib.pyplot

PROCESSES = 16
FIGURES = 20


def work(process, ready):
    capture = sys.modules["cg_plot_capture._start"].capture()
    for figure in range(FIGURES):
        ready.wait()
        assert capture.deliver("race", None, b"%d/%d" % (process, figure)) == (True, None)


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    ready = context.Barrier(PROCESSES)
    processes = [
        context.Process(target=work, args=(process, ready)) for process in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    sys.exit(any(process.exitcode for process in processes))
