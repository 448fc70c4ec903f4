"""Altair, Example Gallery, "Simple Bar Chart": 1 picture."""

import altair as alt
import pandas as pd

source = pd.DataFrame({"a": ["A", "B", "C", "D", "E", "F"], "b": [28, 55, 43, 91, 81, 53]})
alt.Chart(source).mark_bar().encode(x="a", y="b").show()
