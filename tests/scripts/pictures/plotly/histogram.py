"""Plotly, "Histograms", shown again after a change: 2 pictures."""

import plotly.express as px

fig = px.histogram(x=[1, 1, 2, 3, 5, 8, 13], nbins=5)
fig.show()
fig.show()
fig.update_layout(bargap=0.2)
fig.show()
