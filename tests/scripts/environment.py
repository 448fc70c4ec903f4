"""Starts programs that get its own environment, and says on stderr what it does before each."""

import os
import subprocess
import sys


def say(text):
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def start(times):
    """What the last child was told of its descriptor 3, and whether it has the preload."""
    for _ in range(times):
        subprocess.run(["true"], check=True)
        assert os.system("true") == 0
    ours = 'echo "${CG_PLOT_CHANNEL#*:}"; case $LD_PRELOAD in *libcg_plot_inject*) echo preloaded; esac'
    print(subprocess.run(["sh", "-c", ours], check=True, stdout=subprocess.PIPE, text=True).stdout, end="")


say("start")
start(3)
say("the same value")
os.environ["LD_PRELOAD"] = os.environ["LD_PRELOAD"]
start(2)
say("another value")
os.environ["LD_PRELOAD"] += ":"
start(2)
say("no channel")
os.close(3)
start(2)
