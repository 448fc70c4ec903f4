# Prints how the capture has classified descriptor 3, as one tagged line of JSON on stderr. It writes nothing
# to descriptor 3, because the reader there waits for figures.
import json
import select
import sys

start = sys.modules.get("cg_plot_capture._start")
events = 0
try:
    poll = select.poll()
    poll.register(3, select.POLLOUT)
    events = dict(poll.poll(0)).get(3, 0)
except OSError:
    pass
answer = {
    "armed": start is not None,
    "channel": getattr(start, "channel", None) is not None,
    # None if there is a channel, or if none is wanted (/dev/null).
    "why_not": getattr(start, "why_not", None) or None,
    "reader": not events & (select.POLLERR | select.POLLHUP),
    "room": bool(events & select.POLLOUT),
}
sys.stderr.write("\ncg-plot-capture: %s\n" % json.dumps(answer))
