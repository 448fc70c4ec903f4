"""Altair, Example Gallery, "Boxplot with Min/Max Whiskers": 1 picture."""

import altair as alt
import pandas as pd

source = pd.DataFrame({"age": ["1", "1", "1", "2", "2", "2"], "people": [5, 9, 30, 4, 8, 12]})
alt.Chart(source).mark_boxplot(extent="min-max").encode(x="age:O", y="people:Q").show()
