"""Plotly, "Scatter Plots", colours and sizes from a table: 1 picture."""

import pandas as pd
import plotly.express as px

df = pd.DataFrame({"width": [3.5, 3.0, 2.3, 3.1], "length": [5.1, 4.9, 6.3, 5.8], "species": list("aabb"), "size": [1, 2, 3, 4]})
fig = px.scatter(df, x="width", y="length", color="species", size="size", hover_data=["size"])
fig.show()
