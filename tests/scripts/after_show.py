"""Prints what is open after a blocking show; in the set-up of a class of tests where told to."""

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


class Prepared(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        show()

    def test_nothing(self):
        pass


if sys.argv[1] == "setUpClass":
    unittest.main(argv=["after_show"])
show()
