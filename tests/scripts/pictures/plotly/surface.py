"""Plotly, "3D Surface Plots", which need a browser: 1 picture."""

import plotly.graph_objects as go

fig = go.Figure(data=[go.Surface(z=[[1, 2, 3], [2, 4, 6], [3, 6, 9]])])
fig.update_layout(title=dict(text="Mt Bruno Elevation"))
fig.show()
print("shown")
