"""Figures with what their descriptions must say, written by hand.

Each is a name, the program that draws on `ax` and `fig`, and what must stand in the description: for each path (names
and places, from `axes.0` on where it begins with no other) a value. An `artists` path compares the kinds of all.
"""

FIGURES = []


def figure(name, program, **expected):
    FIGURES.append((name, program, {path.replace("__", "."): value for path, value in expected.items()}))


# Lines

figure("one line", "ax.plot([0, 1, 2], [0, 1, 4])", kinds=["line"], artists__0__x=[0, 1, 2], artists__0__y=[0, 1, 4])
figure(
    "labels, title, legend",
    "ax.plot([1, 2], [3, 4], color='red', label='speed'); ax.set(title='Run', xlabel='t (s)', ylabel='v (m/s)'); ax.legend()",
    kinds=["line"], title="Run", x__label="t (s)", y__label="v (m/s)", legend__labels=["speed"],
    artists__0__label="speed", artists__0__color="#ff0000",
)
figure("what XML escapes", "ax.set(title='<a> & b')", title="<a> & b")
figure("limits", "ax.plot([1, 2], [3, 4]); ax.set(xlim=(0, 10), ylim=(5, -5))", x__limits=[0.0, 10.0], y__limits=[5.0, -5.0])
figure(
    "two lines, one above the other",
    "ax.plot([1, 2], [1, 2], label='a', zorder=5); ax.plot([1, 2], [2, 1], label='b')",
    kinds=["line", "line"], artists__0__label="b", artists__1__label="a",
)
figure("points alone are a scatter", "ax.plot([1, 2, 3], [3, 1, 2], 'o')", kinds=["scatter"], artists__0__y=[3, 1, 2])
figure("log scales", "ax.loglog([1, 10, 100], [1, 2, 3])", kinds=["line"], x__scale="log", y__scale="log")
figure("a base of two", "ax.semilogy([1, 2, 3], [2, 4, 8], base=2)", x__scale="linear", y__scale="log", y__base=2)
figure("symmetric log", "ax.plot([-10, 0, 10], [1, 2, 3]); ax.set_xscale('symlog')", x__scale="symlog")
figure(
    "a scale of functions",
    "ax.plot([1, 4], [1, 2]); ax.set_xscale('function', functions=(np.sqrt, np.square))",
    x__scale="function", artists__0__x=[1, 4],
)
figure("what is missing", "ax.plot([0, 1, 2], [1, np.nan, np.inf])", artists__0__y=[1.0, "NaN", "Infinity"])
figure("masked", "ax.plot([0, 1, 2], np.ma.array([5., 6., 7.], mask=[0, 1, 0]))", artists__0__y=[5.0, None, 7.0])
figure(
    "days",
    "ax.plot([date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)], [1, 2, 3])",
    artists__0__x=["2024-02-28", "2024-02-29", "2024-03-01"],
)
figure(
    "moments",
    "ax.plot(np.array(['2024-01-01T06:00', '2024-01-01T18:30'], dtype='M8[m]'), [1, 2])",
    artists__0__x=["2024-01-01T06:00:00", "2024-01-01T18:30:00"],
)
figure("moments with a zone are told in UTC", "ax.plot([datetime(2024, 1, 1, 1, tzinfo=timezone(timedelta(hours=2)))], [1], 'o')",
       artists__0__x=["2023-12-31T23:00:00"])
figure("categories", "ax.plot(['low', 'high'], [1, 2])", artists__0__x=["low", "high"], x__ticks__labels=["low", "high"])
figure("steps", "ax.step([1, 2, 3], [1, 3, 2], where='mid')", kinds=["step"], artists__0__where="mid", artists__0__y=[1, 3, 2])
figure("straight through", "ax.axhline(2); ax.axvline(3); ax.axline((0, 1), slope=2)",
       kinds=["hline", "vline", "axline"], artists__0__y=[2], artists__1__x=[3], artists__2__slope=2)
figure("spans", "ax.axhspan(1, 2); ax.axvspan(3, 5)", kinds=["span", "span"],
       artists__0__y=[1.0, 2.0], artists__1__x=[3.0, 5.0], artists__0__orientation="horizontal")
figure("short lines", "ax.hlines([1, 2], 0, [3, 4]); ax.vlines([5], 1, 2)", kinds=["hlines", "vlines"],
       artists__0__y=[1.0, 2.0], artists__0__x=[0.0, 0.0], artists__0__x2=[3.0, 4.0], artists__1__x=[5.0])

# Points

figure("a scatter", "ax.scatter([1, 2, 3], [4, 5, 6], c='C1', label='p')", kinds=["scatter"],
       artists__0__x=[1.0, 2.0, 3.0], artists__0__y=[4.0, 5.0, 6.0], artists__0__color="#ff7f0e", artists__0__label="p")
figure("colours that mean something", "ax.scatter([1, 2], [3, 4], c=[10, 20], s=[5, 50])",
       artists__0__values=[10.0, 20.0], artists__0__colormap__limits=[10.0, 20.0], artists__0__sizes=[5.0, 50.0])
figure("a scatter of days", "ax.scatter([date(2024, 1, 1), date(2024, 1, 2)], [1, 2])", artists__0__x=["2024-01-01", "2024-01-02"])
figure("a scatter of categories", "ax.scatter(['a', 'b', 'a'], [1, 2, 3])", artists__0__x=["a", "b", "a"])

# Bars

figure("bars with names", "ax.bar(['a', 'b'], [3, 5])", kinds=["bar"], artists__0__x=["a", "b"], artists__0__y=[3.0, 5.0], artists__0__width=0.8)
figure("bars at numbers", "ax.bar([1, 2, 4], [3, 5, 1])", kinds=["bar"], artists__0__x=[1.0, 2.0, 4.0])
figure("names by the ticks", "ax.bar([0, 1], [3, 5]); ax.set_xticks([0, 1], ['tea', 'milk'])", artists__0__x=["tea", "milk"])
figure("bars that lie", "ax.barh(['a', 'b'], [3, 5])", kinds=["barh"], artists__0__y=["a", "b"], artists__0__x=[3.0, 5.0])
figure("stacked bars", "ax.bar([1, 2], [1, 2]); ax.bar([1, 2], [3, 4], bottom=[1, 2])", kinds=["bar", "bar"],
       artists__1__y=[3.0, 4.0], artists__1__base=[1.0, 2.0])
figure("bars side by side", "ax.bar([-.2, .8], [1, 2], .4, label='x'); ax.bar([.2, 1.2], [3, 4], .4, label='y')",
       kinds=["bar", "bar"], artists__0__label="x", artists__1__y=[3.0, 4.0])
figure("bars with errors", "ax.bar([1, 2], [10, 20], yerr=[1, 2])", kinds=["bar"],
       artists__0__y_low=[9.0, 18.0], artists__0__y_high=[11.0, 22.0])

# Histograms

figure("a histogram", "ax.hist([1, 1, 2, 3, 3, 3], bins=[0.5, 1.5, 2.5, 3.5])", kinds=["hist"],
       artists__0__bins=[0.5, 1.5, 2.5, 3.5], artists__0__values=[2.0, 1.0, 3.0], artists__0__orientation="vertical")
figure("two at once", "ax.hist([[.1, .1, .6], [.1, .6, .6]], bins=[0, .5, 1], label=['a', 'b'])", kinds=["hist", "hist"],
       artists__0__bins=[0.0, 0.5, 1.0], artists__0__values=[2.0, 1.0], artists__1__values=[1.0, 2.0], artists__1__label="b")
figure("one upon the other", "ax.hist([[1, 2], [2, 2]], bins=[.5, 1.5, 2.5], stacked=True)", kinds=["hist", "hist"],
       artists__1__values=[0.0, 2.0], artists__1__base=[1.0, 1.0])
figure("its outline", "ax.hist([1, 1, 2], bins=[.5, 1.5, 2.5], histtype='step')", kinds=["hist"],
       artists__0__bins=[0.5, 1.5, 2.5], artists__0__values=[2.0, 1.0])
figure("lying", "ax.hist([1, 1, 2], bins=[.5, 1.5, 2.5], orientation='horizontal')", kinds=["hist"],
       artists__0__orientation="horizontal", artists__0__values=[2.0, 1.0])
figure("counted beforehand", "ax.stairs([2, 1], [0, 1, 3])", kinds=["stairs"], artists__0__values=[2, 1], artists__0__bins=[0, 1, 3])

# Errors and stems

figure("error bars", "ax.errorbar([1, 2], [10, 20], yerr=1, xerr=[.5, .25], label='m')", kinds=["errorbar"], artists__0__label="m",
       artists__0__x=[1.0, 2.0], artists__0__y_low=[9.0, 19.0], artists__0__y_high=[11.0, 21.0], artists__0__x_low=[0.5, 1.75])
figure("without points", "ax.errorbar([1, 2], [10, 20], yerr=[[1, 2], [3, 4]], fmt='none')", kinds=["errorbar"],
       artists__0__x=[1.0, 2.0], artists__0__y_low=[9.0, 18.0], artists__0__y_high=[13.0, 24.0])
figure("stems", "ax.stem([1, 2, 3], [3, 1, 2])", kinds=["stem"], artists__0__x=[1, 2, 3], artists__0__y=[3, 1, 2])

# Areas

figure("an area", "ax.fill_between([1, 2, 3], [0, 1, 0], [2, 3, 2])", kinds=["fill"],
       artists__0__x=[1.0, 2.0, 3.0], artists__0__y=[0.0, 1.0, 0.0], artists__0__y2=[2.0, 3.0, 2.0])
figure("areas upon each other", "ax.stackplot([1, 2], [1, 2], [3, 4], labels=['a', 'b'])", kinds=["fill", "fill"],
       artists__0__label="a", artists__1__y=[1.0, 2.0], artists__1__y2=[4.0, 6.0])
figure("a polygon", "ax.fill([0, 1, 0], [0, 0, 1], 'lime')", kinds=["polygon"], artists__0__x=[0.0, 1.0, 0.0, 0.0], artists__0__color="#00ff00")

# Statistics

figure("a box plot", "ax.boxplot([[1, 2, 3, 4, 5], [2, 2, 2, 2, 9]])", kinds=["box"], artists__0__positions=[1.0, 2.0],
       artists__0__boxes__0__median=3.0, artists__0__boxes__0__q1=2.0, artists__0__boxes__0__q3=4.0, artists__0__boxes__0__low=1.0,
       artists__0__boxes__0__high=5.0, artists__0__boxes__1__fliers=[9.0])
figure("boxes with names", "ax.boxplot([[1, 2, 3], [4, 5, 6]], patch_artist=True, showmeans=True); ax.set_xticks([1, 2], ['a', 'b'])",
       kinds=["box"], artists__0__positions=["a", "b"], artists__0__boxes__0__mean=2.0, artists__0__boxes__1__median=5.0)
figure("lying and notched", "ax.bxp([dict(med=3, q1=2, q3=4, whislo=1, whishi=5, cilo=2.5, cihi=3.5, fliers=[9])], shownotches=True, **LYING)",
       kinds=["box"], artists__0__orientation="horizontal", artists__0__boxes__0__median=3.0, artists__0__boxes__0__fliers=[9.0])
figure("violins", "ax.violinplot([[1, 2, 3], [4, 5, 9]])", kinds=["violin"], artists__0__positions=[1.0, 2.0],
       artists__0__violins__0__low=1.0, artists__0__violins__1__high=9.0)
figure("a pie", "ax.pie([1, 1, 2], labels=['x', 'y', 'z'], autopct='%d%%')", kinds=["pie"], artists__0__values=[0.25, 0.25, 0.5],
       artists__0__labels=["x", "y", "z"], artists__0__texts=["25%", "25%", "50%"])
figure("a ring in a ring", "ax.pie([1, 3], radius=1, wedgeprops=dict(width=.3)); ax.pie([1, 1], radius=.7)", kinds=["pie", "pie"],
       artists__0__values=[0.25, 0.75], artists__0__hole=0.7, artists__1__values=[0.5, 0.5])

# Fields

figure("an image", "im = ax.imshow([[1, 2], [3, 4]], cmap='gray'); fig.colorbar(im, label='K')", kinds=["image"], artists__0__shape=[2, 2],
       artists__0__values=[1, 2, 3, 4], artists__0__colormap__name="gray", axes__1__artists__0__kind="colorbar", axes__1__artists__0__label="K")
figure("a mesh", "ax.pcolormesh([0, 1, 2], [0, 1], [[5, 6]])", kinds=["mesh"], artists__0__x=[0, 1, 2], artists__0__values=[5, 6])
figure("contours", "ax.contour([[0, 1], [2, 3]], levels=[1, 2]); ax.contourf([[0, 1], [2, 3]], levels=[0, 1, 2])",
       kinds=["contourf", "contour"], artists__0__levels=[0.0, 1.0, 2.0], artists__1__levels=[1.0, 2.0])
figure("hexagons", "ax.hexbin([0, 0, 1], [0, 0, 1], gridsize=2)", kinds=["hexbin"], artists__0__colormap__limits=[0.0, 2.0])
figure("arrows", "ax.quiver([0, 1], [0, 1], [1, 2], [3, 4])", kinds=["quiver"], artists__0__u=[1, 2], artists__0__v=[3, 4], artists__0__x=[0, 1])
figure("a stream", "ax.streamplot(np.arange(4), np.arange(4), np.ones((4, 4)), np.zeros((4, 4)))", kinds=["stream"])
figure("events", "ax.eventplot([1, 4, 9])", kinds=["event"], artists__0__values=[1, 4, 9])

# Texts

figure("texts", "ax.text(1, 2, 'here'); ax.annotate('top', (3, 4), xytext=(1, 1), arrowprops={})", kinds=["text", "annotation"],
       artists__0__text="here", artists__0__x=[1], artists__0__y=[2], artists__1__text="top", artists__1__x=[3], artists__1__arrow=True)
figure("a table", "ax.table([['a', 'b'], ['1', '2']])", kinds=["table"], artists__0__cells=[["a", "b"], ["1", "2"]])

# More than one Axes, and three dimensions

figure("twins", "ax.plot([1, 2], [1, 2]); ax.twinx().plot([1, 2], [9, 8])", axes__1__twin_of=0, axes__1__artists__0__y=[9, 8])
figure("an inset", "ax.plot([1], [1]); ax.inset_axes([.5, .5, .4, .4]).bar([1], [2])", axes__1__inset_of=0, axes__1__artists__0__kind="bar")
figure("a surface", "ax = fig.add_subplot(projection='3d'); ax.plot_surface(*np.meshgrid([0., 1, 2], [0., 1, 2]), np.arange(9.).reshape(3, 3))",
       axes__1__projection="3d", axes__1__artists__0__kind="surface", axes__1__z__scale="linear")
figure("points and bars in space", "ax = fig.add_subplot(projection='3d'); ax.scatter([1, 2], [3, 4], [5, 6]); ax.bar3d([0, 5], [0, 5], 0, 1, 1, [2, 3]); ax.plot([1, 2], [3, 4], [5, 6])",
       axes__1__artists__0__x=[1.0, 2.0], **{"axes.1.kinds": ["scatter3d", "bar3d", "line3d"], "axes.1.artists.1.dz": [2.0, 3.0], "axes.1.artists.2.z": [5, 6]})
figure("polar", "ax.remove(); ax = fig.add_subplot(projection='polar'); ax.plot([0, 1, 2], [1, 2, 3])", projection="polar", kinds=["line"])
figure("sub-figures", "ax.remove(); a, b = fig.subfigures(1, 2); a.suptitle('left'); a.subplots().plot([1], [1]); b.subplots().bar([1], [2])",
       **{"axes.0.artists.0.kind": "line", "axes.1.artists.0.kind": "bar", "figure.parts.0.title": "left"})

# What libraries draw, in their way

figure(
    "in limits from 0 to 1 the data's coordinates equal those of the Axes",
    "ax.plot([.2, .8], [.5, .5]); ax.add_patch(plt.Rectangle((.1, .2), .3, .4)); ax.set(xlim=(0, 1), ylim=(0, 1))",
    kinds=["rectangle", "line"], artists__1__x=[.2, .8], artists__0__x=[.1, .4], artists__0__y=[.2, .6],
)
figure("fewer ticks than before", "ax.bar([0, 1], [3, 5], yerr=1); ax.set_xticks([0, 0, 1, 1, 0]); fig.canvas.draw(); ax.set_xticks([0, 1], ['tea', 'milk'])",
       x__ticks__labels=["tea", "milk"], artists__0__x=["tea", "milk"], artists__0__y_low=[2.0, 4.0])
figure("names are years", "ax.bar([0, 1], [3, 5]); ax.set_xticks([0, 1], ['2019', '2020'])", artists__0__x=["2019", "2020"])
figure("two series beside each name", "ax.bar([-.2, .8], [1, 2], .4); ax.bar([.2, 1.2], [3, 4], .4); ax.set_xticks([0, 1], ['A', 'B'])",
       artists__0__x=[-.2, .8], artists__0__names=["A", "B"], artists__1__names=["A", "B"])
figure("a legend names what has no label", "ax.plot([1, 2], [1, 2]); ax.plot([1, 2], [2, 1]); ax.legend(['a', 'b'])",
       artists__0__label="a", artists__1__label="b", legend__colors=["#1f77b4", "#ff7f0e"])
figure("seaborn's bars", "ax.bar([0, 1], [3, 5]); ax.plot([0, 0], [2, 4]); ax.plot([.9, 1.1, np.nan, 1, 1, np.nan, .9, 1.1], [4, 4, np.nan, 4, 6, np.nan, 6, 6]); ax.add_patch(plt.Rectangle((0, 0), 0, 0, label='a'))",
       kinds=["bar"], artists__0__y_low=[2.0, 4.0], artists__0__y_high=[4.0, 6.0])
figure("seaborn's points", "ax.plot([0, 1], [3, 5], color='k'); ax.plot([0, 0], [2, 4], 'k'); ax.plot([1, 1], [4, 6], 'k')",
       kinds=["errorbar"], artists__0__y=[3, 5], artists__0__y_low=[2.0, 4.0])
figure("seaborn's boxes in two colours",
       "[ax.bxp([dict(med=i, q1=i - 1, q3=i + 1, whislo=i - 2, whishi=i + 2, fliers=[])], positions=[i], patch_artist=True, boxprops=dict(facecolor=c)) for c in 'rg' for i in (3, 9)]",
       kinds=["box", "box"], artists__0__color="#ff0000", artists__1__positions=[3.0, 9.0])
figure("seaborn's half violins",
       "y = np.linspace(-1, 1, 20); w = 1 - y ** 2; ax.fill_betweenx(y, 0 * w, -w); ax.fill_betweenx(y, 0 * w, w); ax.plot([0, 1], [0, 0])",
       kinds=["violin", "line"], artists__0__violins__0__side="low", artists__0__violins__1__side="high")
figure("plotnine's box",
       "from matplotlib.collections import LineCollection as L, PolyCollection as P; ax.add_collection(L([[(1, 4), (1, 5)], [(1, 2), (1, 0)]])); ax.add_collection(P([[(.5, 4), (.5, 2), (1.5, 2), (1.5, 4)]])); ax.add_collection(L([[(.5, 3), (1.5, 3)]]))",
       kinds=["box"], artists__0__boxes__0__median=3.0, artists__0__boxes__0__low=0.0, artists__0__boxes__0__q3=4.0)
figure("plotnine's violin",
       "from matplotlib.collections import PolyCollection as P; y = np.linspace(-1, 1, 20); w = 1 - y ** 2; ax.add_collection(P([[*zip(2 - w, y), *zip(2 + w[::-1], y[::-1])]]))",
       kinds=["violin"], artists__0__positions=[2.0], artists__0__violins__0__high=1.0)
figure("stems and errors in space",
       "ax = fig.add_subplot(projection='3d'); ax.stem([0, 1], [2, 3], [4, 5]); ax.errorbar([0, 1], [2, 3], [4, 5], zerr=.5); ax.quiver(0, 0, 0, 1, 2, 3)",
       **{"axes.1.kinds": ["stem", "errorbar", "quiver3d"], "axes.1.artists.0.z": [4.0, 5.0], "axes.1.artists.1.z_low": [3.5, 4.5], "axes.1.artists.2.w": [3.0]})
figure("short durations", "ax.plot(np.array([1, -2], 'm8[ns]'), [1, 2])", artists__0__x=["PT0.000000001S", "-PT0.000000002S"])
figure("a pie's shadow", "ax.pie([1, 1], shadow=True)", kinds=["pie"])
figure("a legend's line is no bar of its colour", "ax.bar([1, 2], [3, 5]); line = ax.axhline(4); ax.legend([line], ['mean'])",
       kinds=["bar", "hline"], artists__0__label=None, artists__1__label="mean")
figure("a legend of one of two lines that look alike", "a, b = ax.plot([[1, 2], [3, 4]], color='k'); ax.legend([b], ['b'])",
       artists__0__label=None, artists__1__label="b")
figure("a legend of one of two bars that look alike names neither", "ax.bar([0, 1], [1, 2], color='k'); bars = ax.bar([3, 4], [3, 4], color='k'); ax.legend([bars], ['b'])",
       artists__0__label=None, artists__1__label=None)
figure("a legend of another Axes' line", "ax.plot([1, 2], 'k'); a, = ax.twinx().plot([2, 1], 'r'); ax.legend([a], ['a'])", artists__0__label=None)
figure("a legend of a colour names all lines that have it", "ax.plot([[1, 2], [3, 4]], color='k'); ax.legend(handles=[plt.Line2D([], [], color='k', label='a')])",
       artists__0__label="a", artists__1__label="a")
figure("a legend tells lines of one colour by their styles", "ax.plot([1, 2], 'k--'); ax.plot([2, 3], 'k'); ax.legend(['a', 'b'])",
       artists__0__label="a", artists__1__label="b")
figure("a band around a line has not its label", "ax.plot([1, 2, 4]); ax.fill_between([0, 1, 2], [0, 1, 3], [2, 3, 5], alpha=.2); ax.legend(handles=[plt.Line2D([], [], color='C0', label='a')])",
       kinds=["fill", "line"], artists__0__label=None, artists__1__label="a")
figure("bars without error bars", "ax.bar([0, 1], [3, 5]); ax.plot([0, 0], [np.nan] * 2); ax.plot([1, 1], [np.nan] * 2)",
       kinds=["bar"], artists__0__y_low=None, artists__0__y_high=None,
       words="Bar chart. x axis without a label from -0.49 to 1.49; y axis without a label from 0 to 5.25. Bars: 3 at 0, 5 at 1.")
figure("some bars with error bars", "ax.bar([0, 1], [3, 5], yerr=[np.nan, 1])", artists__0__y_low=["NaN", 4.0])
figure("no error of a bar is known", "ax.bar([0, 1], [3, 5], yerr=np.nan)", kinds=["bar"], artists__0__y_low=None)
figure("points without ranges", "ax.plot([0, 1], [3, 5], color='k'); ax.plot([0, 0], [np.nan] * 2, 'k'); ax.plot([1, 1], [np.nan] * 2, 'k')",
       kinds=["line"], artists__0__y=[3, 5])
figure("bars whose widths differ by rounding", "ax.bar([0, 1, 2], [3, 5, 4], [.8, .7999999999999999, .8])", artists__0__width=.8)

# Styles

figure("styles", "ax.plot([1, 2], [1, 2], ':'); ax.plot([1, 2], [2, 1], ls=(0, (5, 1))); ax.axhline(2, ls='-.'); ax.plot([1, 2], [3, 3]); ax.plot([1], [1], 'o')",
       kinds=["line", "line", "hline", "line", "scatter"], artists__0__style="dotted", artists__1__style="dashed", artists__2__style="dashdot",
       artists__3__style=None, artists__4__style=None)
figure("styles of lines drawn at once", "ax.hlines([1, 2], 0, 1, ls='dotted', lw=5); ax.vlines([1], 0, 1, ls='--'); ax.vlines([1], 0, 1, ls='-.'); ax.vlines([1], 0, 1)",
       artists__0__style="dotted", artists__1__style="dashed", artists__2__style="dashdot", artists__3__style=None)
figure("a dashed line in words", "ax.plot([1, 2, 3], [1, 2, 3], '--', label='a'); ax.set(xlim=(0, 4), ylim=(0, 4))", artists__0__style="dashed",
       words="Line chart. x axis without a label from 0 to 4; y axis without a label from 0 to 4. Dashed line \u201ca\u201d of 3 points, rising from 1 to 3.")

# Texts in words: formulas stand between dollars, if there are an even number of them

for text, said in (
    ("revenue ($)", "revenue ($)"),
    ("price $5", "price $5"),
    ("Profit in $", "Profit in $"),
    ("C:\\new\\temp {1}", "C:\\new\\temp {1}"),
    ("cost \\$5 and $x$", "cost $5 and x"),
    ("cost \\$5", "cost $5"),
    ("$\\alpha_{1}$ in \\% {a}", "alpha_1 in \\% {a}"),
    ("$\\mathrm{CO_2}$: $\\frac{a}{b}$", "CO_2: a/b"),
    ("$\\{50\\%\\}$", "{50%}"),
):
    figure("%s in words" % text, "ax.set(title=%r, xlim=(0, 1), ylim=(0, 1))" % text, title=text,
           words="Empty chart titled \u201c%s\u201d. x axis without a label from 0 to 1; y axis without a label from 0 to 1." % said)
