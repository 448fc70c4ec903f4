"""An SVG that is a PNG: of a figure that can't be drawn as SVG, or would be too large."""

import base64

_FORM = """\
<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}pt" height="{height}pt" \
viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" version="1.1">
 <image width="{width}" height="{height}" preserveAspectRatio="none" \
xlink:href="data:image/png;base64,{data}"/>
</svg>
"""


def svg(png, dpi, inches):
    """The SVG of a PNG that was drawn with `dpi`; `inches` are the figure's width and height."""
    # PNG (Portable Network Graphics) Specification, 11.2.2: its own width and height stand there.
    pixels = (int.from_bytes(png[start : start + 4], "big") for start in (16, 20))
    # A PNG has whole pixels only; it differs by more if the program has margins cut off (`savefig.bbox`).
    sides = [side if abs(count - side * dpi) <= 1 else count / dpi for count, side in zip(pixels, inches)]
    width, height = (("%f" % (side * 72)).rstrip("0").rstrip(".") for side in sides)
    return _FORM.format(width=width, height=height, data=base64.b64encode(png).decode()).encode()
