"""Altair, Example Gallery, "Simple Heatmap": 1 picture."""

import altair as alt
import numpy as np
import pandas as pd

x, y = np.meshgrid(range(-5, 5), range(-5, 5))
source = pd.DataFrame({"x": x.ravel(), "y": y.ravel(), "z": (x**2 + y**2).ravel()})
chart = alt.Chart(source).mark_rect().encode(x="x:O", y="y:O", color="z:Q")
chart.show()
