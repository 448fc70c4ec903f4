"""Charts of Plotly and Altair: a child process draws them. If it can't, a card describes the chart."""

import html
import sys

_start = sys.modules["cg_plot_capture._start"]
_error_boundary = _start.sibling("_error_boundary")
_picture = _start.sibling("_picture")
_svg_text = _start.sibling("_svg_text")

#: How long a child may draw, in seconds.
PATIENCE = 15

_CARD = """\
<svg xmlns="http://www.w3.org/2000/svg" width="640" height="{height}" viewBox="0 0 640 {height}" \
font-family="sans-serif">
{title} <rect width="639" height="{inner}" x=".5" y=".5" rx="8" fill="#fff" stroke="#888"/>
{lines}</svg>
"""
_LINE = ' <text x="24" y="{y}" font-size="{size}" fill="{fill}">{text}</text>\n'
#: The most parts that a card lists, and the most letters of a line.
_MOST, _LONGEST = 20, 80


class Chart(_picture.Picture):
    """A chart of Plotly or Altair."""

    kind = "chart"
    #: The packages that can draw it, for messages.
    drawers = None
    #: The type of its traces that only a browser can draw; None if there is none.
    browser = None
    #: The version of Vega-Lite.
    version = None

    def __init__(self, chart, title, parts):
        #: The chart in JSON.
        self.chart = chart
        self.title = title
        #: Its traces or marks, a line each.
        self.parts = parts
        self._drawn = {}
        self._asked = set()

    def html(self):
        """The chart's page."""
        raise NotImplementedError

    def beside(self):
        # A chart that was drawn needs no page.
        if self._drawn or self._asked <= {"html"}:
            return None
        return self.html().encode("utf-8", "replace"), "html"

    def specification(self):
        import json

        return json.loads(self.chart)

    def content(self):
        return hash(self.chart)

    def svg(self, most):
        drawn = self.draw("svg")
        if drawn is not None and len(drawn) > most:
            png, drawn = self.draw("png"), None
            if png is not None:
                drawn = _svg_text.image(png, *_svg_text.size(png), title=self.title)
            if drawn is not None and len(drawn) > most:
                drawn = None
            instead = "a PNG" if drawn else "a card"
            text = "a picture's SVG is larger than CG_PLOT_MAX_BYTES, so that it is displayed as %s"
            _start.capture().warn(text % instead)
        return drawn or self.card()

    def file(self, kind):
        if kind == "html":
            return self.html().encode("utf-8", "replace")
        drawn = self.draw(kind)
        return self.card() if drawn is None and kind == "svg" else drawn

    def png(self, pixels):
        return self.draw("png")

    def draw(self, kind):
        """The bytes in that format; None if no package here can draw it. One child draws all formats that we
        need."""
        if kind not in self._asked:
            capture = _start.capture()
            wanted = {kind, capture.settings().saved_format}
            if capture.displays():
                wanted.add("svg")
            if _picture.draws_inline():
                wanted.add("png")
            wanted = {"svg" if each == "svgz" else each for each in wanted} - {None, "", "html"} - self._asked
            self._asked |= wanted
            # The SVG first, because the time may not suffice for all.
            try:
                answers = _in_child(self, sorted(wanted, key="svg".__ne__))
            except Exception as error:
                _error_boundary.pass_signalled(error)
                answers = [{"why": "%s: %s" % (type(error).__name__, error)}]
            self._drawn.update((each["kind"], each["data"]) for each in answers if "kind" in each)
            if not self._drawn:
                text = "a picture of %s cannot be drawn here, so that a card stands in for it: %s"
                capture.warn(text % (self.library, self._reason(answers)))
            for lacks in [each["lacks"] for each in answers if "lacks" in each and self._drawn]:
                capture.warn("a picture of %s lacks data that cannot be loaded: %s" % (self.library, lacks))
        return self._drawn.get(kind)

    def _reason(self, answers):
        """Why nothing could draw it, and what to install."""
        reasons = list(dict.fromkeys(each["why"] for each in answers if "why" in each))
        missing = [each["missing"] for each in answers if "missing" in each]
        if missing:
            verb = "is" if len(missing) == 1 else "are"
            text = "%s %s not installed (pip install %s)" % (" and ".join(missing), verb, missing[-1])
            reasons.append("%s needs a browser, and %s" % (self.browser, text) if self.browser else text)
        return "; ".join(reasons)

    def card(self):
        """An SVG that describes the chart."""
        parts = self.parts[:_MOST]
        if len(self.parts) > _MOST:
            parts.append("and %d more" % (len(self.parts) - _MOST))
        rows = [(24, "#111", self.title or "a chart without a title"), (16, "#555", "A chart of " + self.library)]
        rows += [(16, "#111", part) for part in parts]
        rows.append((13, "#555", "It was not drawn. What can draw it: " + self.drawers))
        lines, y = [], 20
        for size, fill, text in rows:
            y += size + 12
            text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
            lines.append(_LINE.format(y=y, size=size, fill=fill, text=html.escape(text, quote=False)))
        height = y + 24
        title = _svg_text.titled(self.title)
        card = _CARD.format(height=height, inner=height - 1, title=title, lines="".join(lines))
        return _svg_text.well_formed(card.encode("utf-8", "surrogatepass"))


def _in_child(chart, kinds):
    """The child's answers: what it could draw, and why not the rest."""
    import base64
    import json
    import os
    import signal
    import subprocess
    import tempfile

    program = sys.executable
    # In a program that contains Python, this may be that program.
    if not program or not os.path.basename(program).startswith("python"):
        return [{"why": "this Python has no program of its own"}]
    asked = {
        "library": chart.library,
        "path": [entry or os.getcwd() for entry in sys.path if isinstance(entry, str)],
        "chart": chart.chart,
        "kinds": kinds,
        "browser": bool(chart.browser),
        "version": chart.version,
    }
    # The child must not capture itself, and needs no start-up code, neither ours nor the program's.
    folder = tempfile.mkdtemp(prefix="cg-plot-")
    env = dict(os.environ, CG_PLOT_CAPTURE="off", TMPDIR=folder)
    command = [program, "-I", "-S", "-B", _start.folder + "/_pictures/_draw_child.py"]
    pipe, null = subprocess.PIPE, subprocess.DEVNULL
    # Its own session, so that we can end all processes that it starts.
    answers, child = [], None
    try:
        child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=null, env=env, start_new_session=True)
        answer, _ = child.communicate(json.dumps(asked).encode(), timeout=PATIENCE)
    except subprocess.TimeoutExpired as error:
        answer = error.output or b""
        answers.append({"why": "that took longer than %d seconds" % PATIENCE})
    finally:
        if child is not None:
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except OSError:
                pass  # All of them have ended.
            child.__exit__(None, None, None)
        _remove(folder)
    for line in answer.splitlines(keepends=True):
        if line.endswith(b"\n"):
            line = json.loads(line)
            if "kind" in line:
                line["data"] = base64.b64decode(line["data"])
            answers.append(line)
    return answers


def _remove(folder):
    """Removes the folder of a browser, which may write for a moment after it was killed."""
    import os
    import shutil
    import time

    for _ in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.exists(folder):
            break
        time.sleep(0.05)
