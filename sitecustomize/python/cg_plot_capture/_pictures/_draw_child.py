"""Draws one chart of Plotly or Altair. Runs in a process of its own, because what draws these has threads, event loops
and browsers, which the program must not get.

On stdin is JSON: the library, the program's `sys.path`, what is to be drawn and in which formats. On stdout is a line of
JSON for each format as soon as it is there, its name and the bytes in base64, and one for each error.
"""

import base64
import json
import os
import sys


def main():
    # What is drawn with may print, and must not hold the harness's channel.
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
                break  # The next one, if there is one.
            except Exception as error:
                text = (str(error).strip() or "?").splitlines()[0]
                line = {"why": "%s: %s" % (type(error).__name__, text)}
            print(json.dumps(line), file=answer, flush=True)
    # Whatever threads and browsers there are.
    os._exit(0)


def well_formed(content):
    """The SVG. Raises where it is none."""
    from xml.parsers import expat

    content = content.encode("utf-8", "replace") if isinstance(content, str) else content
    expat.ParserCreate().Parse(content, True)
    return content


def plotly(asked):
    """What draws a figure of Plotly, the fastest first: `plotly-print`, which knows no maps and nothing in three
    dimensions, and Kaleido."""
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
            # One browser for all formats.
            kaleido.start_sync_server(silence_warnings=True)
        return plotly.io.to_image(figure, format=kind, validate=False)

    return [by_kaleido] if asked["browser"] else [by_plotly_print, by_kaleido]


def altair(asked):
    """What draws a chart of Altair: `vl-convert`."""

    def by_vl_convert(kind):
        import vl_convert

        convert = getattr(vl_convert, "vegalite_to_" + kind.replace("jpg", "jpeg"), None)
        if convert is None:
            raise ImportError
        try:
            return convert(asked["chart"], vl_version=asked["version"])
        except ValueError:
            # It knows another version of the language.
            return convert(asked["chart"])

    return [by_vl_convert]


main()
