"""A harness whose pipe is full, and below it a program that has found the pipe again and waits for room
in one thread, while another thread forks. Says what the forked child has of the pipe."""

import fcntl
import os
import subprocess
import sys
import threading
import time


def of_pipe():
    """The descriptors that have the pipe, by their number."""
    found = []
    for number in os.listdir("/proc/self/fd"):
        try:
            if os.readlink("/proc/self/fd/" + number) == sys.argv[1]:
                found.append(int(number))
        except OSError:
            pass  # That of the list itself.
    return found


if len(sys.argv) == 1:
    ends = os.pipe()
    # Number 3 may be free, and is to be the channel's.
    reader, writer = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    os.set_blocking(writer, False)
    try:
        while True:
            os.write(writer, b"\n" * 4096)
    except BlockingIOError:
        pass
    os.set_blocking(writer, True)
    os.dup2(writer, 3)
    name = os.readlink("/proc/self/fd/3")
    child = subprocess.Popen([sys.executable, __file__, name], pass_fds=[3], stdout=subprocess.PIPE, text=True)
    print(child.stdout.readline(), end="")
    os.close(writer)
    drained = threading.Thread(target=lambda: print(len(b"".join(iter(lambda: os.read(reader, 1 << 16), b"")))))
    drained.start()
    assert child.wait() == 0
    os.close(3)
    drained.join()
else:
    import matplotlib.pyplot as plt

    os.closerange(3, 256)
    plt.plot([1, 2])
    thread = threading.Thread(target=plt.show)
    thread.start()
    end = time.monotonic() + 60
    while not of_pipe():
        assert time.monotonic() < end, "it was not found"
    child = os.fork()
    if child == 0:
        os._exit(len(of_pipe()))
    print("in the child:", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
    thread.join()
    print(of_pipe())
