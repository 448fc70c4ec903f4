"""The same in a worker."""

import sys


def show(number):
    capture = sys.modules["cg_plot_capture._start"].capture()
    assert capture.ready() and capture.deliver(number, b"<svg/>", None)[0]
    print("done", flush=True)
