"""Threads that start programs, and import what starts them, at the same moment."""

import os
import sys
import threading

sys.setswitchinterval(1e-6)
moment = threading.Barrier(8)


def runs():
    moment.wait()
    os.system("true")


def imports():
    moment.wait()
    import subprocess


threads = [threading.Thread(target=work) for work in (runs, imports) * 4]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
