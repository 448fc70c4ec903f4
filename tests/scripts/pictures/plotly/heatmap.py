"""Plotly, "Heatmaps", by the module's own show: 1 picture."""

import plotly.express as px
import plotly.io as pio

fig = px.imshow([[1, 20, 30], [20, 1, 60], [30, 60, 1]], text_auto=True)
pio.show(fig)
