"""Altair, Example Gallery, "Simple Line Chart": 1 picture."""

import altair as alt
import numpy as np
import pandas as pd

x = np.arange(100)
source = pd.DataFrame({"x": x, "f(x)": np.sin(x / 5)})
alt.Chart(source, title="A sine").mark_line().encode(x="x", y="f(x)").display()
