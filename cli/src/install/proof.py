# Whether the capture is armed here, by which layer, and whether a message of it arrives.
# stdout is not ours to write to; the answer goes to stderr.
import json
import sys

start = sys.modules.get("cg_plot_capture._start")
answer = {"layer": getattr(start, "layer", None), "failure": None}
# Of the package, in its payload.
answer["folder"] = getattr(start, "folder", None)
if start is None:
    answer["failure"] = "not armed"
else:
    try:
        start.probe()
    except Exception as error:
        answer["failure"] = "%s: %s" % (type(error).__name__, error)
sys.stderr.write("\ncg-plot-capture: %s\n" % json.dumps(answer))
