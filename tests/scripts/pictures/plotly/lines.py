"""Plotly, "Line Charts", several traces and their modes: 1 picture."""

import plotly.graph_objects as go

fig = go.Figure()
fig.add_trace(go.Scatter(x=[1, 2, 3], y=[1, 4, 9], mode="lines+markers", name="squares"))
fig.add_trace(go.Scatter(x=[1, 2, 3], y=[1, 8, 27], line=dict(dash="dash"), name="cubes"))
fig.update_layout(title=dict(text="Powers"), xaxis_title="x", yaxis_title="y")
fig.show()
