"""Tests of a program that shows figures, as a grader writes them."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("word", ["first", "second"])
def test_program(word):
    subprocess.run([sys.executable, "one.py", word, "1"], check=True)
