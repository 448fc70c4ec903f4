"""Runs a program under Agg, and writes what it shows: each open figure, as SVG, as a message.

Argument: the program. This is the least that anybody must do who wants to see its figures.
"""

import base64
import io
import json
import os
import runpy
import sys

import matplotlib.pyplot as plt


def show(*_, **__):
    for number in plt.get_fignums():
        buffer = io.BytesIO()
        plt.figure(number).savefig(buffer, format="svg")
        svg = buffer.getvalue()
        data = base64.b64encode(svg).decode()
        name = "plot_%d.svg" % number
        message = {"messageType": "file", "filename": name, "data": data, "size": len(svg)}
        with os.fdopen(os.dup(3), "w") as channel:
            channel.write(json.dumps(message) + "\n")
    plt.close("all")


plt.show = show
sys.argv = sys.argv[1:]
sys.path[0] = os.path.dirname(sys.argv[0])
runpy.run_path(sys.argv[0], run_name="__main__")
