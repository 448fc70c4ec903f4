"""Replaces `plotly-print`, which has no wheel for some machines. Its SVG describes the process that called it."""

import base64
import os

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="


def to_svg(figure):
    try:
        os.fstat(3)
        held = True
    except OSError:
        held = False
    print("not for the program's stdout")
    text = "%s, %s, %d traces" % (os.environ["CG_PLOT_CAPTURE"], held, len(figure["data"]))
    return '<svg xmlns="http://www.w3.org/2000/svg"><text>%s</text></svg>' % text


def to_image(figure, format):
    if format != "png":
        raise ValueError("no " + format)
    return base64.b64decode(PNG)
