"""Sends an SVG again and again, on descriptor 3, in one of three ways.

Arguments: the way, how many writers, messages of each, bytes of the SVG, our extension. Prints the
seconds from the first writer's start to the last one's end. Without writers one message is sent,
and the megabytes that this took above the SVG itself are printed.
"""

import base64
import importlib.util
import json
import os
import sys
import time

way, writers, messages, size, extension = sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5]
svg = (b'<path d="M 72.0 244.8 L 75.6 241.2" style="fill: none"/>\n' * (size // 57 + 1))[:size]


def ours():
    """As the backend does, in a process that was forked."""
    spec = importlib.util.spec_from_file_location("cg_plot_capture._capture", extension)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    channel = os.fstat(3)
    return module.Capture(None, (channel.st_dev, channel.st_ino), None).forked().send


def write():
    """Bytes that are ready, and no care for other writers."""
    data = base64.b64encode(svg).decode()
    form = {"messageType": "file", "filename": "plot_00.svg", "data": data, "size": len(svg)}
    line = json.dumps(form).encode() + b"\n"

    def send(filename, svg):
        rest = memoryview(line)
        while rest:
            rest = rest[os.write(3, rest) :]

    return send


def original():
    """As 1.0.2 does for `Figure.show`, behind the rendering."""
    from cg_plot_capture import backend

    def send(filename, svg):
        channel = backend._open_fd3()
        backend._send_file_message(channel, filename, svg)
        channel.close()

    return send


def megabytes(name):
    for line in open("/proc/self/status"):
        if line.startswith(name + ":"):
            return int(line.split()[1]) * 1024 / 1e6


send = {"ours": ours, "write": write, "original": original}[way]()
if writers == 0:
    # proc_pid_clear_refs(5): VmHWM begins again at what is in use now.
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    before = megabytes("VmRSS")
    send("plot_00.svg", svg)
    print(max(0.0, megabytes("VmHWM") - before))
    sys.exit()
ready, go = os.pipe()
children = []
for writer in range(writers):
    child = os.fork()
    if child == 0:
        os.close(go)
        os.read(ready, 1)
        for _ in range(messages):
            send("plot_%02d.svg" % writer, svg)
        os._exit(0)
    children.append(child)
start = time.perf_counter()
os.close(go)
failed = [child for child in children if os.waitpid(child, 0)[1] != 0]
print(time.perf_counter() - start)
sys.exit(bool(failed))
