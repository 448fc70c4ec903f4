"""Pairs of figures with what `compare` must say of them, written by hand.

Each is a name, the program of the reference, that of the figure, and what must be said: a code and a sentence for each
difference, in order. The programs draw on `ax` and `fig`. `options` are those of the command.
"""

PAIRS = []


def pair(name, reference, figure, *said, options=()):
    PAIRS.append((name, reference, figure, list(options), [list(one) for one in said]))


LINE = "ax.plot([1, 2, 3], [2, 4, 8], label='speed')"
TITLED = LINE + "; ax.set(title='Run', xlabel='t (s)', ylabel='Temperature (K)')"
TWO = "ax.plot([1, 2], [1, 2], 'r', label='a'); ax.plot([1, 2], [2, 1], 'b', label='b')"
BARS = "ax.bar(['tea', 'milk'], [3, 5])"
HIST = "ax.hist([1, 1, 2, 3, 3, 3], bins=[0.5, 1.5, 2.5, 3.5])"
PANELS = "ax.remove(); a, b = fig.subplots(1, 2); "
MANY = "t = np.arange(2000.) / 1000; ax.plot(t, np.sin(t))"

# Texts

pair("another title", TITLED, TITLED + "; ax.set_title('Walk')",
     ("title-differs", 'axes 1: the title is "Walk", expected "Run"'))
pair("no title", TITLED, TITLED + "; ax.set_title('')",
     ("title-missing", 'axes 1: the title is missing, expected "Run"'))
pair("a title that is not expected", LINE, LINE + "; ax.set_title('Run')",
     ("title-extra", 'axes 1: the title is "Run", expected none'))
pair("another title of the figure", LINE + "; fig.suptitle('A')", LINE + "; fig.suptitle('B')",
     ("figure-title-differs", 'figure: the title is "B", expected "A"'))
pair("another label", TITLED, TITLED + "; ax.set_ylabel('Temp')",
     ("y-label-differs", 'axes 1: the y label is "Temp", expected "Temperature (K)"'))
pair("a label without its unit", TITLED, TITLED + "; ax.set_xlabel('t')",
     ("x-label-differs", 'axes 1: the x label is "t", expected "t (s)"'))
pair("no label", TITLED, TITLED + "; ax.set_xlabel('')",
     ("x-label-missing", 'axes 1: the x label is missing, expected "t (s)"'))
pair("labels at each other's axis", TITLED, LINE + "; ax.set(title='Run', ylabel='t (s)', xlabel='Temperature (K)')",
     ("x-label-differs", 'axes 1: the x label is "Temperature (K)", expected "t (s)"'),
     ("y-label-differs", 'axes 1: the y label is "t (s)", expected "Temperature (K)"'))
pair("titles are ignored", TITLED, TITLED + "; ax.set_title('Walk')", options=["--ignore", "titles"])
pair("another text", "ax.text(1, 2, 'here')", "ax.text(1, 2, 'there')",
     ("text-differs", 'axes 1, text 1: the text is "there", expected "here"'))

# The legend

pair("no legend", TWO + "; ax.legend()", TWO,
     ("legend-missing", 'axes 1: the legend is missing, expected one with "a", "b"'))
pair("a legend that is not expected", TWO, TWO + "; ax.legend()",
     ("legend-extra", 'axes 1: there is a legend of "a", "b", expected none'))
pair("the legend in another order", TWO + "; ax.legend()", TWO + "; ax.legend(handles=ax.lines[::-1])")
pair("a legend with names of its own", TWO + "; ax.legend()",
     "ax.plot([1, 2], [1, 2], 'r'); ax.plot([1, 2], [2, 1], 'b'); ax.legend(['a', 'b'])")
pair("another name of a line", TWO + "; ax.legend()", TWO.replace("'b')", "'c')") + "; ax.legend()",
     ("label-differs", 'axes 1, line "b": the label is "c", expected "b"'))
pair("a legend that lacks a line", TWO + "; ax.legend()", TWO + "; ax.legend(handles=ax.lines[:1])",
     ("legend-labels-differ", 'axes 1: the legend lacks "b"'))

# The axes

pair("x and y exchanged", TITLED, "ax.plot([2, 4, 8], [1, 2, 3], label='speed'); ax.set(title='Run', xlabel='t (s)', ylabel='Temperature (K)')",
     ("axes-swapped", "axes 1: x and y are exchanged"))
pair("x and y exchanged with their labels", TITLED,
     "ax.plot([2, 4, 8], [1, 2, 3], label='speed'); ax.set(title='Run', ylabel='t (s)', xlabel='Temperature (K)')",
     ("axes-swapped", "axes 1: x and y are exchanged"))
pair("log for linear", LINE, LINE + "; ax.set_yscale('log')",
     ("y-scale-differs", "axes 1: the y scale is log, expected linear"))
pair("other limits", LINE + "; ax.set_xlim(0, 5)", LINE + "; ax.set_xlim(0, 10)",
     ("x-limits-differ", "axes 1: the x axis goes from 0 to 10, expected from 0 to 5"))
pair("upside down", LINE + "; ax.set_ylim(0, 10)", LINE + "; ax.set_ylim(10, 0)",
     ("y-limits-differ", "axes 1: the y axis goes from 10 to 0, expected from 0 to 10"))
pair("limits are ignored", LINE + "; ax.set_xlim(0, 5)", LINE + "; ax.set_xlim(0, 10)", options=["--ignore", "limits,colors"])
pair("other names of ticks", LINE + "; ax.set_xticks([1, 3], ['low', 'high'])", LINE + "; ax.set_xticks([1, 3], ['low', 'top'])",
     ("x-ticks-differ", 'axes 1: the x tick labels are "low", "top", expected "low", "high"'))
pair("polar", LINE, "ax.remove(); ax = fig.add_subplot(projection='polar'); " + LINE,
     ("projection-differs", "axes 1: the projection is polar, expected rectilinear"))
pair("another size and resolution", TITLED, TITLED + "; fig.set_size_inches(12, 3); fig.set_dpi(50)")

# Data

pair("one point off", LINE, LINE.replace("8", "8.5"),
     ("y-differs", 'axes 1, line "speed": y of point 3 is 8.5, expected 8'))
pair("two points off", LINE, LINE.replace("4, 8", "5, 9"),
     ("y-differs", 'axes 1, line "speed": y differs in 2 of 3 points, first in point 2: 5, expected 4'))
pair("a point too few", LINE, "ax.plot([1, 2], [2, 4], label='speed')",
     ("points-differ", 'axes 1, line "speed": there are 2 points, expected 3'))
pair("rounding", "ax.plot([1, 2], [.1 + .2, 1e9])", "ax.plot([1, 2], [.3, 1e9 + 1e-3])")
pair("a tolerance", LINE, LINE.replace("8", "8.5"), options=["--rtol", "0.1"])
pair("a hole", LINE, LINE.replace("4, 8", "np.nan, 8"),
     ("y-differs", 'axes 1, line "speed": y of point 2 is NaN, expected 4'))
pair("another day", "ax.plot([date(2024, 1, 1), date(2024, 1, 2)], [1, 2])", "ax.plot([date(2024, 1, 1), date(2024, 1, 3)], [1, 2])",
     ("x-differs", "axes 1, line 1: x of point 2 is 2024-01-03, expected 2024-01-02"))
pair("points of a scatter in another order", "ax.scatter([1, 2, 3], [4, 5, 6])", "ax.scatter([3, 1, 2], [6, 4, 5])")
pair("points of a line in another order", LINE, "ax.plot([1, 3, 2], [2, 8, 4], label='speed')",
     ("order-differs", 'axes 1, line "speed": the points are those expected, in another order'))
pair("bars in another order", BARS, "ax.bar(['milk', 'tea'], [5, 3])",
     ("order-differs", "axes 1, bar 1: the points are those expected, in another order"))
pair("one of many points off", MANY, MANY.replace("np.sin(t)", "np.where(t == 1.5, 5, np.sin(t))"),
     ("y-differs", "axes 1, line 1: of 2000 values of y the greatest is 5, expected 1"))
pair("many values in another order", MANY, "t = np.arange(2000.) / 1000; ax.plot(t, np.sin(t)[::-1])",
     ("y-hash-differs", "axes 1, line 1: the 2000 values of y have the least, greatest and mean that are expected, but not all are the same"))
pair("many values, the hash is ignored", MANY, "t = np.arange(2000.) / 1000; ax.plot(t, np.sin(t)[::-1])", options=["--ignore", "hash"])

# Kinds

pair("points for a line", LINE, "ax.scatter([1, 2, 3], [2, 4, 8], label='speed')",
     ("kind-differs", 'axes 1, line "speed": the kind is scatter, expected line'))
pair("bars that lie", "ax.bar([1, 2], [3, 5])", "ax.barh([1, 2], [3, 5])",
     ("kind-differs", "axes 1, bar 1: the kind is barh, expected bar"))
pair("other bins", HIST, "ax.hist([1, 1, 2, 3, 3, 3], bins=[0.5, 2, 3.5])",
     ("bins-differ", "axes 1, hist 1: there are 2 bins, expected 3"))
pair("another edge of a bin", HIST, HIST.replace("2.5, 3.5", "2.75, 3.5"),
     ("bins-differ", "axes 1, hist 1: edge 3 of the bins is 2.75, expected 2.5"))
pair("another count in a bin", HIST, HIST.replace("2, 3,", "2, 2,"),
     ("values-differ", "axes 1, hist 1: values differ in 2 of 3 places, first in place 2: 2, expected 1"))
pair("another share of a pie", "ax.pie([1, 1, 2])", "ax.pie([1, 2, 1])",
     ("values-differ", "axes 1, pie 1: values differ in 2 of 3 places, first in place 2: 0.5, expected 0.25"))
pair("another median", "ax.boxplot([[1, 2, 3, 4, 5]])", "ax.boxplot([[1, 2, 3.5, 4, 5]])",
     ("boxes-differ", "axes 1, box 1: median of box 1 is 3.5, expected 3"))
pair("another pixel", "ax.imshow([[1, 2], [3, 4]])", "ax.imshow([[1, 2.5], [3, 4]])",
     ("values-differ", "axes 1, image 1: value 2 is 2.5, expected 2"))
pair("another colour map", "ax.imshow([[1, 2], [3, 4]])", "ax.imshow([[1, 2], [3, 4]], cmap='gray')",
     ("colormap-differs", "axes 1, image 1: the colour map is gray, expected viridis"))
pair("another colour", LINE, LINE.replace("label", "color='red', label"),
     ("color-differs", 'axes 1, line "speed": the colour is #ff0000, expected #1f77b4'))
pair("colours are ignored", LINE, LINE.replace("label", "color='red', label"), options=["--ignore", "colors"])

# What is missing and what is too much

pair("a line is missing", TWO, "ax.plot([1, 2], [1, 2], 'r', label='a')",
     ("artist-missing", 'axes 1: line "b" is missing'))
pair("a line too many", "ax.plot([1, 2], [1, 2], 'r', label='a')", TWO,
     ("artist-extra", 'axes 1: line "b" is not expected'))
pair("lines in another order", TWO, "ax.plot([1, 2], [2, 1], 'b', label='b'); ax.plot([1, 2], [1, 2], 'r', label='a')")
pair("panels at each other's place", PANELS + "a.plot([1, 2], [1, 2]); b.bar([1, 2], [3, 4])",
     PANELS + "b.plot([1, 2], [1, 2]); a.bar([1, 2], [3, 4])",
     ("axes-exchanged", "axes 1 and axes 2 are exchanged"))
pair("panels made in another order", "ax.remove(); a = fig.add_subplot(121); b = fig.add_subplot(122); a.plot([1], [1]); b.bar([1], [2])",
     "ax.remove(); b = fig.add_subplot(122); a = fig.add_subplot(121); a.plot([1], [1]); b.bar([1], [2])")
pair("a panel is missing", PANELS + "a.plot([1, 2], [1, 2]); b.bar([1, 2], [3, 4])", "ax.plot([1, 2], [1, 2])",
     ("axes-missing", "axes 2 is missing"))
pair("a colour bar is missing", "im = ax.imshow([[1, 2], [3, 4]]); fig.colorbar(im)", "ax.imshow([[1, 2], [3, 4]])",
     ("axes-missing", "axes 2, a colour bar, is missing"))
pair("all at once", TITLED, "ax.scatter([1, 2, 3], [2, 4, 9], c='red', label='speed'); ax.set(title='Run', xlabel='t (s)', ylabel='Temp', yscale='log')",
     ("y-label-differs", 'axes 1: the y label is "Temp", expected "Temperature (K)"'),
     ("y-scale-differs", "axes 1: the y scale is log, expected linear"),
     ("kind-differs", 'axes 1, line "speed": the kind is scatter, expected line'),
     ("color-differs", 'axes 1, line "speed": the colour is #ff0000, expected #1f77b4'),
     ("y-differs", 'axes 1, line "speed": y of point 3 is 9, expected 8'))

# What graders don't count as a difference, or as one only

pair("a line that has ends", BARS + "; ax.axhline(4, label='mean')", BARS + "; ax.hlines(4, 0, 1, label='mean')",
     ("kind-differs", 'axes 1, hline "mean": the kind is hlines, expected hline'), options=["--ignore", "limits"])
pair("lines down that have ends, of another place", LINE + "; ax.vlines([2], 0, 1)", LINE + "; ax.axvline(3)",
     ("kind-differs", "axes 1, vlines 1: the kind is vline, expected vlines"),
     ("x-differs", "axes 1, vlines 1: x of point 1 is 3, expected 2"))
pair("a line that has ends, of any kind", BARS + "; ax.axhline(4)", BARS + "; ax.hlines(4, -1, 2)",
     options=["--ignore", "kinds,limits"])
pair("bars at names, as pandas draws them", BARS, "ax.bar([0, 1], [3, 5], 0.5); ax.set_xticks([0, 1], ['tea', 'milk'])",
     options=["--ignore", "limits"])
pair("bars at numbers of another width", "ax.bar([1, 2], [3, 5])", "ax.bar([1, 2], [3, 5], 0.5)",
     ("width-differs", "axes 1, bar 1: the width is 0.5, expected 0.8"))
pair("a list of equal widths", "ax.bar([1, 2], [3, 5])", "ax.bar([1, 2], [3, 5], [0.8, 0.7999999999999999])")
pair("a label with quotes", LINE + "; ax.set_title('a')", LINE + "; ax.set_title('b \"c\"')",
     ("title-differs", 'axes 1: the title is "b \\"c\\"", expected "a"'))
pair("one point", "ax.plot([1, 2], [3, 4])", "ax.plot([1], [3])",
     ("points-differ", "axes 1, line 1: there is 1 point, expected 2"))

#: The figures that the rules files in `rules.txt` are tried on.
FIGURES = {
    "growth": "ax.plot([0, 1, 2, 3], [1, 2, 4, 8], 'r', label='wild'); ax.plot([0, 1, 2, 3], [1, 1.5, 2.25, 3.375], label='mutant'); "
    "ax.set(title='Growth of yeast', xlabel='time (h)', ylabel='temperature (K)', yscale='log', xlim=(0, 3)); ax.legend()",
    "plain": "ax.bar(['tea', 'milk', 'cocoa'], [3, 5, 1])",
    "panels": PANELS + "fig.suptitle('Both'); a.plot([1, 2], [3, 4]); a.set(xlabel='t', ylabel='v'); "
    "im = b.imshow([[1, 2], [3, 4]]); b.set_xlabel('column'); fig.colorbar(im)",
    "points": "ax.scatter([1, 2, 3, 4], [10, 20, 15, 30]); ax.annotate('the highest', (4, 30)); ax.axhline(18)",
    "mean": "ax.bar(['tea', 'milk'], [1, 3]); ax.axhline(2, color='C2', label='mean'); ax.axvline(0)",
    "lists": "[ax.plot(np.arange(100.), i * np.arange(100.)) for i in range(460)]",
}

# Descriptions of those figures, as if so many artists of the first Axes and so many Axes were left out.
CUT = {"cut": ("growth", 1100, 0), "cut points": ("points", 10, 2), "cut forged": ("panels", 2**64 - 1, 2**64 - 1)}
