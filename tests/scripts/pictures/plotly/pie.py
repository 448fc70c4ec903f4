"""Plotly, "Pie Charts", a donut: 1 picture."""

import plotly.graph_objects as go

labels = ["Oxygen", "Hydrogen", "Carbon_Dioxide", "Nitrogen"]
fig = go.Figure(data=[go.Pie(labels=labels, values=[4500, 2500, 1053, 500], hole=0.3)])
fig.show()
