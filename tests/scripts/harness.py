"""Runs a script with a pipe at 3, as harnesses do; prints the names of what arrives."""

import json
import os
import subprocess
import sys

reader, writer = os.pipe()
assert reader == 3, reader
command = [sys.executable, sys.argv[2]]
if sys.argv[1] == "preexec_fn":
    child = subprocess.Popen(command, preexec_fn=lambda: os.dup2(writer, 3), close_fds=False)
else:
    moved = os.dup(reader)
    os.dup2(writer, 3)
    child = subprocess.Popen(command, pass_fds=[3])
    reader = moved
    os.close(3)
os.close(writer)
with open(reader, closefd=False) as lines:
    for line in lines:
        print(json.loads(line)["filename"])
assert child.wait() == 0
