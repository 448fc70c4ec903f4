"""Runs a program for a minute at most, and notes how it went.

Arguments: a file for exit status, seconds and peak memory in KiB; the program. It hands on what it
has at descriptors 0 to 3, and its environment.
"""

import os
import signal
import sys
import time

note, *program = sys.argv[1:]
start = time.monotonic()
defaults = [signal.SIGPIPE, signal.SIGXFSZ]
child = os.posix_spawnp(program[0], program, os.environ, setpgroup=0, setsigdef=defaults)
signal.signal(signal.SIGALRM, lambda *_: os.killpg(child, signal.SIGKILL))
signal.alarm(60)
_, status, usage = os.wait4(child, 0)
with open(note, "w") as file:
    code = os.waitstatus_to_exitcode(status)
    file.write("%d\t%.2f\t%d" % (code, time.monotonic() - start, usage.ru_maxrss))
