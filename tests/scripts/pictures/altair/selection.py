"""Altair, User Guide, "Interactive Charts", a selection and a condition: 1 picture."""

import altair as alt
import pandas as pd

source = pd.DataFrame({"x": [1, 2, 3], "y": [3, 1, 2], "k": list("aba")})
brush = alt.selection_interval()
chart = alt.Chart(source).mark_circle(size=60).encode(x="x", y="y", color=alt.condition(brush, "k:N", alt.value("gray")))
chart.add_params(brush).show()
