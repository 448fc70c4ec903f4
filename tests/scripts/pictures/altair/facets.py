"""Altair, Example Gallery, "Trellis Scatter Plot": 1 picture."""

import altair as alt
import pandas as pd

source = pd.DataFrame({"hp": [130, 95, 70, 60], "mpg": [18, 24, 27, 31], "origin": ["USA", "Japan", "Europe", "Japan"]})
alt.Chart(source).mark_point().encode(x="hp:Q", y="mpg:Q", row="origin:N").show()
