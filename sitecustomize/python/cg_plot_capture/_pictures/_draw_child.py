"""Draws one chart of Plotly or Altair. It runs in its own process, because the drawing packages start threads,
event loops and browsers, which the program must not get.

It reads JSON from stdin: the library, the program's `sys.path`, the chart and the formats. It writes a line of
JSON to stdout for each format as soon as it is drawn, with the name and the bytes in base64. It also writes a line
for each error, for each package that is not installed, and for data that can't be loaded.
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

    def say(**line):
        print(json.dumps(line), file=answer, flush=True)

    for package, draw in {"Plotly": plotly, "Altair": altair}[asked["library"]](asked).items():
        for kind in list(left):
            try:
                content = draw(kind)
                content = well_formed(content) if kind == "svg" else content
            except ImportError:
                say(missing=package)
                break  # The next package, if there is one.
            except Exception as error:
                say(why=described(error))
            else:
                say(kind=kind, data=base64.b64encode(content).decode())
                left.remove(kind)
    # The drawing package leaves them out without an error.
    for url in dict.fromkeys(data["url"] for data in asked.get("data", ())):
        try:
            load(url)
        except Exception as error:
            say(lacks="%s: %s" % (url, described(error)))
            break
    # We do not wait for threads and browsers.
    os._exit(0)


def described(error):
    """The error in a line."""
    return "%s: %s" % (type(error).__name__, (str(error).strip() or "?").splitlines()[0])


def addressed(part):
    """The descriptions of data by their address, in a part of a chart."""
    for name, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        if name == "data" and isinstance(value, dict) and isinstance(value.get("url"), str):
            yield value
        yield from addressed(value)


def include(data):
    """Replaces the address of a local file by what is in it, because the drawing package does not read files."""
    path = data["url"][len("file://") :] if data["url"].startswith("file://") else data["url"]
    kind = data.setdefault("format", {}).setdefault("type", os.path.splitext(path)[1].lstrip(".") or "json")
    with open(path, encoding="utf-8") as file:
        data["values"] = json.load(file) if kind.endswith("json") else file.read()
    del data["url"]


def load(url):
    """Raises if the drawing package can't load data from that address."""
    import urllib.request

    # It looks for this folder in the examples of Vega.
    if url.startswith("data/"):
        return
    if not url.startswith(("http://", "https://")):
        raise ValueError("it is no address of http or https, and no file")
    urllib.request.urlopen(url, timeout=5).close()


def well_formed(content):
    """Returns the SVG; raises if it is not well-formed."""
    from xml.parsers import expat

    content = content.encode("utf-8", "replace") if isinstance(content, str) else content
    expat.ParserCreate().Parse(content, True)
    return content


def plotly(asked):
    """The packages that draw a figure of Plotly, the fastest first, and their functions. `plotly-print` can't draw
    maps and three dimensions."""
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

    return {"kaleido": by_kaleido} if asked["browser"] else {"plotly-print": by_plotly_print, "kaleido": by_kaleido}


def altair(asked):
    """The package that draws a chart of Altair, and its function."""
    chart = json.loads(asked["chart"])
    asked["data"] = list(addressed(chart))
    for data in list(asked["data"]):
        try:
            include(data)
            asked["data"].remove(data)
        except (OSError, ValueError):
            pass  # It is no local file, or `load` says what is wrong with it.

    def by_vl_convert(kind):
        import vl_convert

        convert = getattr(vl_convert, "vegalite_to_" + kind.replace("jpg", "jpeg"), None)
        if convert is None:
            raise ImportError
        try:
            return convert(chart, vl_version=asked["version"])
        except ValueError:
            # It has another version of Vega-Lite.
            return convert(chart)

    return {"vl-convert-python": by_vl_convert}


main()
