"""A harness: runs a program with a pipe of its own at 3; prints the names of what arrives.

Arguments: how the program gets the pipe, `free` if nothing stands at 3 yet, the program.
"""

import json
import os
import subprocess
import sys

way, before, *program = sys.argv[1:]
reader, writer = os.pipe()
assert (reader == 3) == (before == "free"), reader
if way == "preexec_fn":
    child = subprocess.Popen(program, preexec_fn=lambda: os.dup2(writer, 3), close_fds=False)
else:
    reader = os.dup(reader)
    os.dup2(writer, 3)
    child = subprocess.Popen(program, pass_fds=[3])
    os.close(3)
os.close(writer)
with open(reader, closefd=False) as lines:
    for line in lines:
        print(json.loads(line)["filename"])
assert child.wait() == 0
