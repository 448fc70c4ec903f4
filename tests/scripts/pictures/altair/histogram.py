"""Altair, User Guide, "Binning and Aggregation", a histogram: 1 picture."""

import altair as alt
import pandas as pd

source = pd.DataFrame({"score": [1, 2, 2, 3, 5, 8, 9, 9, 9]})
alt.Chart(source).mark_bar().encode(alt.X("score:Q", bin=True), y="count()").show()
