"""Starts a program from a thread while the main one has loaded half of what a start takes of ours."""

import os
import sys
import threading

other = threading.Thread(target=os.system, args=("true",))


def trace(frame, event, argument):
    if frame.f_code.co_filename.endswith("/cg_plot_capture/_children.py"):
        sys.settrace(None)
        other.start()
        # Who does not wait for us is done by then.
        other.join(0.5)


sys.settrace(trace)
os.system("true")
other.join()
