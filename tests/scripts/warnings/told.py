"""Shows figures with glyphs that no font has, and checks what is told of each: once, at the line that showed it."""

import io
import linecache
import logging
import threading
import warnings

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D

told = []


def note(message, category, filename, lineno, file=None, line=None):
    """The program's own way of telling."""
    told.append((str(message), linecache.getline(filename, lineno).strip()))


warnings.showwarning = note
missing = iter(range(0x4E00, 0x9000))


def figure(**options):
    """A figure in which a glyph is missing at three places; that glyph's number."""
    glyph = next(missing)
    figure, axes = plt.subplots(**options)
    axes.set(title=chr(glyph), xlabel=chr(glyph) * 2)
    axes.text(0, 0, chr(glyph))
    return figure, glyph


def expect(line, *glyphs):
    """Each was told once, at that line, and nothing else was."""
    lines = [(text.split()[1], where) for text, where in told]
    assert lines == [(str(glyph), line) for glyph in glyphs], told
    told.clear()


def shows():
    glyphs = [figure()[1], figure()[1]]
    plt.show()
    expect("plt.show()", *glyphs)


def one_line():
    """One that is come by again."""
    one, glyph = figure()
    for title in ["first", "second"]:
        one.suptitle(title)
        one.show()
    plt.close()
    expect("one.show()", glyph)


def pauses():
    one, glyph = figure()
    plt.pause(0.001)
    plt.close()
    expect("plt.pause(0.001)", glyph)


def saved_before():
    """What the program's own saving has told is not told again."""
    one, glyph = figure()
    one.savefig(io.BytesIO(), format="png")
    expect('one.savefig(io.BytesIO(), format="png")', glyph)
    plt.show()
    expect("")


def saved_after():
    """The program's own saving tells what it tells without us."""
    one, glyph = figure()
    plt.show()
    expect("plt.show()", glyph)
    one.savefig(io.BytesIO(), format="svg")
    expect('one.savefig(io.BytesIO(), format="svg")', glyph)


def recorded():
    for _ in range(2):
        one, glyph = figure(layout="constrained")
        with warnings.catch_warnings(record=True) as records:
            warnings.simplefilter("always")
            plt.show()
        assert [str(glyph) in str(record.message) for record in records] == [True], records
        assert linecache.getline(records[0].filename, records[0].lineno).strip() == "plt.show()"
    expect("")


def ignored():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        figure()
        plt.show()
    expect("")


class Logarithm(Line2D):
    def draw(self, renderer):
        np.log(np.zeros(1))
        super().draw(renderer)


def errors():
    """None comes out of a show, and the program's own savings go on raising them."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", "no such message")
        filters = list(warnings.filters)
        one, glyph = figure()
        one.axes[0].add_line(Logarithm([0, 1], [0, 1]))
        plt.show()
        expect("plt.show()", glyph)
        assert warnings.filters == filters
        for axes in one.axes:
            try:
                one.savefig(io.BytesIO(), format="svg")
            except (UserWarning, RuntimeWarning) as error:
                print(type(error).__name__)
            axes.set(title="", xlabel="")
            axes.texts[0].remove()
        try:
            one.savefig(io.BytesIO(), format="svg")
        except RuntimeWarning as error:
            print(type(error).__name__)
    expect("")


def raises(*arguments, **options):
    raise KeyError("a program's own")


def own_showwarning():
    warnings.showwarning = raises
    try:
        figure()
        plt.show()
    finally:
        warnings.showwarning = note
    expect("")


def logged():
    stream = io.StringIO()
    logger = logging.getLogger("py.warnings")
    logger.addHandler(logging.StreamHandler(stream))
    logging.captureWarnings(True)
    one, glyph = figure()
    plt.show()
    logging.captureWarnings(False)
    assert stream.getvalue().count("Glyph %d " % glyph) == 1, stream.getvalue()
    expect("")


def by_numpy():
    """Names the line that it names without us."""
    one, axes = plt.subplots()
    axes.add_line(Logarithm([0, 1], [0, 1]))
    plt.show()
    assert told == [("divide by zero encountered in log", "np.log(np.zeros(1))")], told
    told.clear()


def layouts():
    """Of a layout that there is no room for."""
    one, axes = plt.subplots(layout="tight", figsize=(0.3, 0.3))
    axes.set(xlabel="a label\n" * 20, ylabel="a label\n" * 20)
    plt.show()
    assert [line for _, line in told] == ["plt.show()"] and "ight layout" in told[0][0], told
    told.clear()


def threads():
    """Another thread's filters are its own affair."""
    ready, done = threading.Event(), threading.Event()

    def other():
        with warnings.catch_warnings():
            ready.set()
            done.wait()

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        thread = threading.Thread(target=other)

        class Waits(Line2D):
            def draw(self, renderer):
                if not ready.is_set():
                    thread.start()
                    ready.wait()
                super().draw(renderer)

        filters = list(warnings.filters)
        one, glyph = figure()
        one.axes[0].add_line(Waits([0, 1], [0, 1]))
        plt.show()
        expect("plt.show()", glyph)
        done.set()
        thread.join()
        assert warnings.filters == filters
        try:
            warnings.warn("an error still")
        except UserWarning as error:
            print(type(error).__name__)


def in_thread():
    """A figure that another thread shows, where warnings are errors."""

    def target():
        plt.show()
        print("shown")

    one, glyph = figure()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        thread = threading.Thread(target=target)
        thread.start()
        thread.join()
    expect("plt.show()", glyph)


CASES = [shows, one_line, pauses, saved_before, saved_after, recorded, ignored, errors]
for case in [*CASES, own_showwarning, logged, by_numpy, layouts, threads, in_thread]:
    case()
