"""Shows figures with random text wherever text reaches an SVG. Arguments: a seed, how many figures, and the
suffix of the files that are saved of them.

Checks that each file is well-formed, and what Matplotlib writes but for characters that XML forbids.
"""

import gzip
import io
import logging
import pathlib
import random
import re
import sys
import warnings
from xml.parsers import expat

import matplotlib
import matplotlib.pyplot as plt

# Glyphs and fonts that are missing.
warnings.simplefilter("ignore")
logging.disable()

#: What an encoder, an escape or a parser may trip over.
PIECES = [
    *map(chr, range(0x20)),
    *"\x7f\x85\x9b\ufdd0\ufffd\ufffe\uffff\U0001fffe\U0010ffff\ud7ff\ue000\u2028\u202e\ufeff",
    *["<", ">", "&", '"', "'", "-", "--", "-->", "<!--", "]]>", "<![CDATA[", "?>", "&amp;", "&#0;", "&#x8;"],
    *["\beta", "\alpha", "\x1b[0m", "a", "\u00e9", "\u20ac", "\u4e2d", "\U0001f600", " ", "\\", "%s", "{}"],
]
SURROGATES = ["\ud800", "\udbff", "\udc00", "\udfff", "\udce9", "\ud83d\ude00"]
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

seed, count, suffix = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
chosen = random.Random(seed)
matplotlib.rcParams["svg.hashsalt"] = "salt"


def text():
    """Text that is not drawn."""
    return "".join(chosen.choices([*PIECES, *SURROGATES], k=chosen.randint(1, 6)))


def takes(text):
    """Whether this Matplotlib draws it."""
    figure = plt.figure()
    figure.suptitle(text)
    try:
        figure.savefig(io.BytesIO(), format="png")
    except TypeError:  # From 3.10 on for surrogates.
        return False
    finally:
        plt.close(figure)
    return True


DRAWN = PIECES + list(filter(takes, SURROGATES))


def drawn():
    """Text that is. Never a formula: one with an error can't be drawn at all."""
    return "".join(chosen.choices(DRAWN, k=chosen.randint(1, 6)))


def formula():
    """A right one. What is in no font is a box."""
    return "$x_{%s}^2$ %s" % (chosen.choice("1a\u00e9\u20ac"), drawn())


def figure():
    figure, axes = plt.subplots()
    figure.suptitle(drawn(), fontfamily=[text(), "DejaVu Sans"])
    figure.set_label(text())
    axes.set(title=drawn(), xlabel=drawn(), ylabel=formula(), label=text())
    axes.set_xticks([0, 1], [drawn(), drawn()])
    line = axes.plot([0, 1], label=drawn() + "a")[0]
    line.set_gid(text())
    line.set_url(text())
    points = axes.scatter([0, 1], [1, 0], label=formula(), gid=text())
    points.set_urls([text(), text()])
    axes.legend(title=drawn())
    axes.annotate(drawn(), (0, 0), (0.5, 0.5), arrowprops={}, url=text(), gid=text())
    axes.text(0.5, 0.2, drawn(), bbox={"gid": text(), "url": text()})
    axes.table([[drawn()]], loc="bottom")
    axes.set_gid(text())
    axes.patch.set_gid(text())
    figure.set_gid(text())
    axes.imshow([[0, 1]], gid=text(), url=text())
    axes.bar([0], [1], hatch="/", gid=text(), url=text())
    if "svg.id" in matplotlib.rcParams:
        matplotlib.rcParams["svg.id"] = text()
    return figure


class Text(io.StringIO):
    """Takes what Matplotlib's encoder would refuse."""


for number in range(1, count + 1):
    matplotlib.rcParams["svg.fonttype"] = chosen.choice(["path", "none"])
    shown = figure()
    own = Text(newline="")
    shown.savefig(own, format="svg")
    plt.show()
    saved = pathlib.Path("plot_%d.%s" % (number, suffix)).read_bytes()
    saved = gzip.decompress(saved) if suffix == "svgz" else saved
    parser = expat.ParserCreate()
    try:
        parser.Parse(saved, True)
    except expat.ExpatError as error:
        lines = saved.splitlines()
        sys.exit("%s: %r" % (error, lines[error.lineno - 1]))
    expected = FORBIDDEN.sub("\ufffd", own.getvalue())
    assert saved.decode() == expected, number
