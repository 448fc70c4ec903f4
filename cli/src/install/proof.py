# Tells whether the capture is armed here and by which layer, and whether a message of it arrives.
# The answer goes to stderr, because stdout is the channel's pipe.
import json
import sys

start = sys.modules.get("cg_plot_capture._start")
answer = {"layer": getattr(start, "layer", None), "failure": None}
# The folder of the package, in its payload.
answer["folder"] = getattr(start, "folder", None)
if start is None:
    answer["failure"] = "not armed"
else:
    try:
        start.probe()
    except Exception as error:
        answer["failure"] = "%s: %s" % (type(error).__name__, error)
sys.stderr.write("\ncg-plot-capture: %s\n" % json.dumps(answer))
