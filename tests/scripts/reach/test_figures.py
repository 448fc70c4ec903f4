"""Tests that plot; shared out to the workers of pytest-xdist."""

import matplotlib.pyplot as plt
import pytest


@pytest.mark.parametrize("number", range(4))
def test_figure(number):
    plt.close("all")
    plt.figure()
    plt.show()
