"""Plotly, "Subplots", two in a row: 1 picture."""

import plotly.graph_objects as go
from plotly.subplots import make_subplots

fig = make_subplots(rows=1, cols=2, subplot_titles=("first", "second"))
fig.add_trace(go.Scatter(x=[1, 2, 3], y=[4, 5, 6]), row=1, col=1)
fig.add_trace(go.Box(y=[20, 30, 40, 90]), row=1, col=2)
fig.update_layout(height=600, width=800, title_text="Side By Side Subplots")
fig.show()
