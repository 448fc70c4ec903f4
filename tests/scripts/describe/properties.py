"""The data in descriptions against the arrays that were drawn, for figures made at random from fixed seeds.

python properties.py <folder of cg_plot_capture> <rounds>
"""

import hashlib
import io
import json
import sys

import matplotlib

matplotlib.use("agg")

import numpy as np
from matplotlib import pyplot

import reader


def values(random, count=None, holes=False):
    """Numbers of any size, some of them missing."""
    count = random.integers(1, 60) if count is None else count
    found = random.normal(size=count) * 10.0 ** random.integers(-6, 7)
    if holes and random.random() < 0.3:
        found[random.random(count) < 0.2] = np.nan
    return found


def written(array):
    """An array as the description writes it."""
    if len(array) > 1000:
        return {"count": len(array), "sha256": hashlib.sha256(np.asarray(array, "<f8").tobytes()).hexdigest()}
    return [None if value is np.ma.masked else "NaN" if value != value else value for value in array.tolist()]


def same(found, array):
    if isinstance(found, dict):
        expected = written(array)
        return found["count"] == expected["count"] and found["sha256"] == expected["sha256"]
    return found == written(np.asarray(array, dtype=float))


def close(found, array):
    array = np.asarray(array, dtype=float)
    return len(found) == len(array) and np.allclose(
        found, array, rtol=1e-12, atol=1e-12 * max(1e-300, np.abs(array).max(initial=0))
    )


def lines(random, ax, artist):
    count = int(random.choice([1, 2, 20, 1000, 1001, 5000]))
    x, y = values(random, count), values(random, count, holes=count <= 1000)
    ax.plot(x, y)
    found = artist("line")
    assert same(found["x"], x) and same(found["y"], y), found


def scatters(random, ax, artist):
    count = int(random.choice([1, 30, 1000, 1500]))
    x, y, c = values(random, count), values(random, count), values(random, count)
    ax.scatter(x, y, c=c)
    found = artist("scatter")
    assert same(found["x"], x) and same(found["y"], y) and same(found["values"], c)


def masked(random, ax, artist):
    x, y = values(random, 30), np.ma.array(values(random, 30), mask=random.random(30) < 0.3)
    ax.plot(x, y)
    found = artist("line")
    assert found["y"] == [None if gone else value for value, gone in zip(y.data.tolist(), np.ma.getmaskarray(y))]


def bars(random, ax, artist):
    x, y = np.sort(random.choice(1000, size=20, replace=False)) * 2.0, values(random, 20)
    if random.random() < 0.5:
        ax.bar(x, y)
        found = artist("bar")
        assert close(found["x"], x) and same(found["y"], y)
    else:
        ax.barh(x, y)
        found = artist("barh")
        assert close(found["y"], x) and same(found["x"], y)


def images(random, ax, artist):
    array = random.normal(size=(int(random.integers(2, 40)), int(random.integers(2, 40))))
    ax.imshow(array)
    found = artist("image")
    assert found["shape"] == list(array.shape) and same(found["values"], array.ravel())


def fills(random, ax, artist):
    count = int(random.integers(2, 60))
    x, y, y2 = np.sort(values(random, count)), values(random, count), values(random, count)
    ax.fill_between(x, y, y2)
    found = artist("fill")
    assert same(found["x"], x) and same(found["y"], y) and same(found["y2"], y2)


def errors(random, ax, artist):
    x, y = values(random, 20), values(random, 20)
    low, high = np.abs(values(random, 20)), np.abs(values(random, 20))
    ax.errorbar(x, y, yerr=[low, high], xerr=low, capsize=float(random.integers(0, 3)))
    found = artist("errorbar")
    assert same(found["x"], x) and same(found["y"], y)
    assert same(found["y_low"], y - low) and same(found["y_high"], y + high) and same(found["x_low"], x - low)


def boxes(random, ax, artist):
    sets = [values(random, int(random.integers(5, 60))) for _ in range(int(random.integers(1, 6)))]
    options = {
        "patch_artist": bool(random.integers(2)),
        "showmeans": bool(random.integers(2)),
        "notch": bool(random.integers(2)),
        "showcaps": bool(random.integers(2)),
    }
    drawn = ax.boxplot(sets, **options)
    statistics = matplotlib.cbook.boxplot_stats(sets)
    found = artist("box")
    assert len(found["boxes"]) == len(sets), (options, len(found["boxes"]))
    for box, expected in zip(found["boxes"], statistics):
        for name, key in (("q1", "q1"), ("q3", "q3"), ("median", "med"), ("low", "whislo"), ("high", "whishi")):
            assert box[name] == expected[key], (name, box, expected)
        assert box["fliers"] == expected["fliers"].tolist()
        assert not options["showmeans"] or box["mean"] == expected["mean"]
    assert drawn


def histograms(random, ax, artist):
    count = int(random.integers(1, 4))
    sets = [values(random, 200) for _ in range(count)]
    options = {
        "bins": int(random.integers(2, 30)),
        "density": bool(random.integers(2)),
        "orientation": str(random.choice(["vertical", "horizontal"])),
    }
    options["histtype"] = str(
        random.choice(["bar", "barstacked", "step", "stepfilled"] if count == 1 else ["bar", "barstacked"])
    )
    heights, edges, _ = ax.hist(sets if count > 1 else sets[0], **options)
    heights = np.atleast_2d(heights)
    if options["histtype"] == "barstacked" and count > 1:
        heights = np.diff(heights, axis=0, prepend=0)
    found = [one for one in artist(None) if one["kind"] == "hist"]
    assert len(found) == count, (options, [one["kind"] for one in artist(None)])
    for one, expected in zip(found, heights):
        assert np.allclose(one["bins"], edges, rtol=1e-9, atol=1e-9 * np.ptp(edges)), options
        assert np.allclose(one["values"], expected, rtol=1e-9, atol=1e-9 * np.abs(heights).max()), options
        assert one["orientation"] == options["orientation"]


def pies(random, ax, artist):
    parts = np.abs(random.normal(size=int(random.integers(2, 10)))) + 0.05
    ax.pie(parts, startangle=float(random.integers(0, 360)), counterclock=bool(random.integers(2)))
    found = artist("pie")
    assert np.allclose(found["values"], parts / parts.sum(), rtol=1e-4, atol=1e-6)


def dates(random, ax, artist):
    moments = np.datetime64("1990-01-01", "s") + np.sort(random.integers(0, 10**9, size=20))
    ax.plot(moments, values(random, 20)) if random.random() < 0.5 else ax.scatter(moments, values(random, 20))
    assert artist(None)[0]["x"] == np.datetime_as_string(moments).tolist()


KINDS = (lines, scatters, masked, bars, images, fills, errors, boxes, histograms, pies, dates)


def main():
    describe = reader.load(sys.argv[1])
    for kind in KINDS:
        for seed in range(int(sys.argv[2])):
            fig, ax = pyplot.subplots()

            def artist(wanted):
                fig.savefig(io.BytesIO(), format="svg")
                found = json.loads(describe.read(fig).text)["axes"][0]["artists"]
                if wanted is None:
                    return found
                assert [one["kind"] for one in found] == [wanted], [one["kind"] for one in found]
                return found[0]

            try:
                kind(np.random.default_rng(seed), ax, artist)
            except AssertionError as error:
                print("%s, seed %d: %s" % (kind.__name__, seed, str(error)[:600]))
                raise
            pyplot.close(fig)
    print("%d kinds, %s rounds each" % (len(KINDS), sys.argv[2]))


if __name__ == "__main__":
    main()
