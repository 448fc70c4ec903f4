"""A test that shows a figure, for each runner."""

import unittest

import matplotlib.pyplot as plt


def titled(title):
    """
    >>> titled("x").get_text()
    'x'
    """
    text = plt.title(title)
    plt.show()
    return text


class Plots(unittest.TestCase):
    def test_title(self):
        self.assertEqual(titled("x").get_text(), "x")
