"""Prints what is open after a blocking show; in a test of unittest where told to."""

import sys
import unittest

import matplotlib.pyplot as plt


def show():
    plt.plot([1, 2])
    figure = plt.gcf()
    plt.show()
    print(plt.get_fignums())
    # A closed figure can still be shown and saved; unchanged, it is not delivered again.
    figure.show()
    figure.savefig("after.png")


class Case(unittest.TestCase):
    def test_show(self):
        show()


class Prepared(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        show()

    def test_nothing(self):
        pass


if sys.argv[1] == "unittest":
    del Prepared
    unittest.main(argv=["after_show"])
if sys.argv[1] == "setUpClass":
    del Case
    unittest.main(argv=["after_show"])
show()
