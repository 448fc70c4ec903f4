"""Plotly, "Getting Started with Plotly": 1 picture."""

import plotly.express as px

fig = px.bar(x=["a", "b", "c"], y=[1, 3, 2])
fig.show()
