"""A student's file under unittest, as graders test plots: `plt.show` is mocked, spied on, replaced."""

import subprocess
import sys
import unittest
from unittest import mock

import matplotlib.pyplot as plt


def student(title):
    plt.plot([1, 2])
    plt.title(title)
    plt.show()


class Graded(unittest.TestCase):
    def tearDown(self):
        plt.close("all")

    def sees(self, title):
        self.assertEqual(plt.get_fignums(), [1])
        self.assertEqual(plt.gca().get_title(), title)
        self.assertEqual(list(plt.gca().lines[0].get_ydata()), [1, 2])

    def test_1_mocked(self):
        with mock.patch("matplotlib.pyplot.show") as show:
            student("mocked")
        show.assert_called_once_with()
        self.sees("mocked")

    def test_2_spied(self):
        with mock.patch.object(plt, "show", wraps=plt.show) as show:
            student("spied")
        show.assert_called_once_with()
        self.sees("spied")

    def test_3_replaced(self):
        real, plt.show = plt.show, lambda *args, **kwargs: None
        try:
            student("replaced")
        finally:
            plt.show = real
        self.sees("replaced")

    def test_4_shown(self):
        student("shown")
        self.sees("shown")

    def test_5_child(self):
        # A program of its own closes what it shows.
        command = [sys.executable, __file__, "child"]
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        self.assertEqual(answer, "[]\n")


if sys.argv[1:] == ["child"]:
    student("child")
    print(plt.get_fignums())
else:
    unittest.main()
