"""Shows a figure for each request, in a process of its own at `/child`."""

import os
import subprocess
import sys
import threading

import matplotlib.pyplot as plt

SHOW = "import matplotlib.pyplot as plt; plt.plot([1]); plt.show(); print('shown', flush=True)"

# pyplot's current figure is one for all threads.
drawing = threading.Lock()


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/child":
        subprocess.run([os.path.join(sys.prefix, "bin/python"), "-c", SHOW], check=True)
    else:
        with drawing:
            plt.plot([1, 3, 2])
            plt.title(path)
            plt.show()
    print("served", path, flush=True)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{path}\n".encode()]
