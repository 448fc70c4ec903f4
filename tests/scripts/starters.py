"""Uses what starts programs in the ways that notice another object in its place."""

import copy
import inspect
import os
import pickle
import subprocess
import sys


class Shell:
    system = os.system
    spawn = os.posix_spawn


class Scratch:
    def __del__(self):
        print("at the end", os.system("echo system"), subprocess.call(["echo", "subprocess"]), flush=True)


print(Shell().system("true"), os.waitpid(Shell().spawn("/bin/true", ["true"], {}), 0)[1])
for function in (os.system, os.execv, os.execve, os.posix_spawn, os.posix_spawnp):
    print(function, inspect.isbuiltin(function), function.__text_signature__, function.__self__)
    print(pickle.loads(pickle.dumps(function)) is function, copy.deepcopy(function) is function)
    try:
        function()
    except TypeError as error:
        print(error)
print(os.execve in os.supports_fd)
read, write = os.pipe()
actions = (action for action in [(os.POSIX_SPAWN_DUP2, write, 1)])
os.waitpid(os.posix_spawn("/bin/echo", ["echo", "redirected"], {}, file_actions=actions), 0)
print(os.read(read, 100))
# Where stderr is closed, the next file that the program opens is number 2.
own = open("own.txt", "w+")
print(own.fileno(), file=own, flush=True)
import matplotlib.pyplot as plt  # noqa: E402

plt.plot([1, 2])
plt.show()
own.seek(0)
print(own.read())
sys.stdout.flush()
scratch = Scratch()
