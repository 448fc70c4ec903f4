"""Draws one chart of Plotly or Altair. It runs in its own process, because the drawing packages start threads,
event loops and browsers, which the program must not get.

It reads JSON from stdin: the library, the program's `sys.path`, the chart and the formats. It writes a line of
JSON to stdout for each format as soon as it is drawn, with the name and the bytes in base64, and for each error.
"""

import base64
import json
import os
import sys


def main():
    # The drawing packages may print, and must not keep the harness's channel open.
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    try:
        os.close(3)
    except OSError:
        pass
    asked = json.load(sys.stdin)
    sys.path[:] = asked["path"]
    left = asked["kinds"]
    for draw in {"Plotly": plotly, "Altair": altair}[asked["library"]](asked):
        for kind in list(left):
            try:
                content = draw(kind)
                content = well_formed(content) if kind == "svg" else content
                line = {"kind": kind, "data": base64.b64encode(content).decode()}
                left.remove(kind)
            except ImportError:
                break  # The next package, if there is one.
            except Exception as error:
                text = (str(error).strip() or "?").splitlines()[0]
                line = {"why": "%s: %s" % (type(error).__name__, text)}
            print(json.dumps(line), file=answer, flush=True)
    # We do not wait for threads and browsers.
    os._exit(0)


def well_formed(content):
    """Returns the SVG; raises if it is not well-formed."""
    from xml.parsers import expat

    content = content.encode("utf-8", "replace") if isinstance(content, str) else content
    expat.ParserCreate().Parse(content, True)
    return content


def plotly(asked):
    """The functions that draw a figure of Plotly, the fastest first. `plotly-print` can't draw maps and three
    dimensions."""
    figure = json.loads(asked["chart"])

    def by_plotly_print(kind):
        import plotly_print

        if kind == "svg":
            return plotly_print.to_svg(figure)
        return plotly_print.to_image(figure, format=kind)

    def by_kaleido(kind):
        import kaleido
        import plotly.io

        if kind == asked["kinds"][0] and kind != asked["kinds"][-1] and hasattr(kaleido, "start_sync_server"):
            # One browser draws all formats.
            kaleido.start_sync_server(silence_warnings=True)
        return plotly.io.to_image(figure, format=kind, validate=False)

    return [by_kaleido] if asked["browser"] else [by_plotly_print, by_kaleido]


def altair(asked):
    """The function that draws a chart of Altair."""

    def by_vl_convert(kind):
        import vl_convert

        convert = getattr(vl_convert, "vegalite_to_" + kind.replace("jpg", "jpeg"), None)
        if convert is None:
            raise ImportError
        try:
            return convert(asked["chart"], vl_version=asked["version"])
        except ValueError:
            # It has another version of Vega-Lite.
            return convert(asked["chart"])

    return [by_vl_convert]


main()
